import { comingSteps, type UnderWay } from '../coming.ts';
import { type Explained } from '../explained.ts';
import {
  claimsOf,
  type OfferFact,
  type OwedClaim,
  owedClaim,
  owedInAll,
  type OwedView,
  overTable,
} from '../owed.ts';
import type { Page } from '../page.ts';
import type { Table } from '../table.ts';
import type { Wording } from '../wording.ts';
import { type Choice, headlineOf, type Step } from './customer-decision.ts';
import { readNotice } from '../../scoring/explanation/read-notice.ts';
import { APPLICATION_OPEN_DAYS } from '../../scoring/portfolio/cases.ts';
import { addDays, type IsoDate } from '../../scoring/portfolio/dates.ts';
import type { PersonFile } from '../../scoring/portfolio/records.ts';
import type { ControllerContact } from '../../scoring/safeguards/controller-profile.ts';

export interface CustomerHomeContext {
  /** How much is owed in all; null when nothing is, and the page begins with what was decided. */
  readonly sum: { readonly total: string; readonly text: string } | null;
  /** Where nothing is owed: what this page is. */
  readonly lead: string | null;
  /** What waits for the person, the newest first: letters that are not read yet. */
  readonly now: readonly Choice[];
  /** Unread letters that have no room in `now`. */
  readonly moreLetters: string | null;
  readonly owed: readonly OwedClaim[];
  readonly over: Table | null;
  /** What the person can do now, each a large link. */
  readonly choices: readonly Choice[];
  readonly next: readonly Step[];
  readonly decisions: readonly {
    readonly href: string;
    readonly headline: string;
    readonly date: string;
    readonly by: string;
    /** A newer decision stands in its place. */
    readonly replaced: boolean;
    /** The last time people were asked about it. */
    readonly review: { readonly href: string; readonly text: string } | null;
  }[];
  readonly applications: Table | null;
  /** What we know of the person, and who saw it. */
  readonly data: readonly Choice[];
  /** Who handles the case and answers for the data. */
  readonly keeper: string;
  readonly contact: readonly {
    readonly name: string;
    readonly value: string;
    readonly href: string | null;
  }[];
  /** How to reach a person, in the words of the policy; null where the contacts above say it. */
  readonly contactText: string | null;
  readonly advice: { readonly text: string; readonly url: string } | null;
}

export const customerHomePage: Page<CustomerHomeContext> = {
  name: 'customer-home',
  voice: 'customer',
  title: (_, { t }) => t('customer.home.title'),
  section: 'home',
};

/** All that the first page is made from; decisions, letters and requests the newest first. */
export interface HomeFacts {
  /** As of today. */
  readonly file: PersonFile;
  readonly controller: string;
  /** Null: the controller goes by a profile under a name of its own, and its policy says how to reach it. */
  readonly contact: ControllerContact | null;
  readonly contactText: string | null;
  readonly advice: { readonly text: string; readonly url: string } | null;
  readonly decisions: readonly DecisionFact[];
  readonly reviews: readonly {
    readonly reviewId: number;
    readonly decisionId: number;
    readonly open: boolean;
    readonly dueOn: IsoDate;
  }[];
  readonly letters: readonly LetterFact[];
  readonly offers: readonly OfferFact[];
  readonly requests: UnderWay['requests'];
}

interface DecisionFact extends Pick<Explained, 'decision' | 'policy'> {
  readonly id: number;
  readonly claimId: number | null;
  readonly applicationId: number | null;
  readonly decidedOn: IsoDate;
  readonly decidedBy: 'program' | 'people';
  readonly replaced: boolean;
}

/** A letter that was not read yet. */
export interface LetterFact {
  readonly id: number;
  readonly kind: string;
  readonly decisionId: number | null;
  readonly reviewId: number | null;
  readonly text: string;
  readonly on: IsoDate;
}

const LETTERS_AT_MOST = 4;

export function presentCustomerHome(facts: HomeFacts, today: IsoDate, wording: Wording): CustomerHomeContext {
  const { t, date } = wording;
  const { owed, over } = claimsOf(facts.file, facts.offers, today);
  const headlines = new Map(facts.decisions.map((made) => [made.id, headlineOf(made, wording).headline]));
  const waiting = waitingLetters(facts.letters, headlines, wording);
  const reviews = facts.reviews.map((review) => ({
    ...review,
    headline: headlines.get(review.decisionId) ?? t('customer.track.title'),
  }));
  const open = reviews.filter((review) => review.open);
  return {
    sum: sumOf(owed, wording),
    lead: owed.length > 0 ? null : leadOf(facts, wording),
    now: waiting.slice(0, LETTERS_AT_MOST),
    moreLetters:
      waiting.length > LETTERS_AT_MOST
        ? t('customer.home.moreLetters', { count: waiting.length - LETTERS_AT_MOST })
        : null,
    owed: owed.map((view) => owedClaim(view, facts.controller, today, wording)),
    over: overTable(over, wording),
    choices: choicesOf(facts, owed, wording),
    next: comingSteps({ ...facts, owed, reviews: open, outcomes: outcomesOf(facts) }, today, wording),
    decisions: facts.decisions.map((made) => ({
      href: `/my/decisions/${made.id}`,
      headline: headlines.get(made.id) ?? '',
      date: date(made.decidedOn),
      by: t(made.decidedBy === 'people' ? 'customer.home.byPeople' : 'customer.home.byProgram'),
      replaced: made.replaced,
      review: reviewOf(made.id, facts, wording),
    })),
    applications: applicationTable(facts, today, wording),
    data: [
      { href: '/my/looks', title: t('identity.looks.title'), text: t('customer.home.looksText') },
      { href: '/my/data', title: t('customer.data.title'), text: t('customer.home.dataText') },
    ],
    keeper: t('customer.home.keeper', { controller: facts.controller }),
    contact: contactLines(facts.contact, wording),
    contactText: facts.contact === null ? facts.contactText : null,
    advice: facts.advice,
  };
}

function sumOf(owed: readonly OwedView[], wording: Wording): CustomerHomeContext['sum'] {
  if (owed.length === 0) return null;
  return {
    total: owedInAll(owed, wording),
    text: wording.t('customer.home.owed', { count: owed.length }),
  };
}

function leadOf({ file }: HomeFacts, { t }: Wording): string {
  return t(file.claims.length > 0 ? 'customer.home.owedNothing' : 'customer.home.hello');
}

/** One line for each decision, review or letter, whatever number of letters tell of it. */
function waitingLetters(
  letters: readonly LetterFact[],
  headlines: ReadonlyMap<number, string>,
  { t, date }: Wording,
): readonly Choice[] {
  const seen = new Set<string>();
  return letters.flatMap((letter): readonly Choice[] => {
    const href = hrefOf(letter);
    if (seen.has(href)) return [];
    seen.add(href);
    return [
      {
        href,
        title: headlines.get(letter.decisionId ?? 0) ?? readNotice(letter.text).subject,
        text: t('customer.home.notice', { date: date(letter.on) }),
      },
    ];
  });
}

/** What a letter tells stands on the page of the decision or review it is about. */
function hrefOf({ id, kind, decisionId, reviewId }: LetterFact): string {
  if (kind === 'review_received' && reviewId !== null) return `/my/reviews/${reviewId}`;
  return decisionId === null ? `/my/letters/${id}` : `/my/decisions/${decisionId}`;
}

function outcomesOf({ decisions, reviews }: HomeFacts): UnderWay['outcomes'] {
  const contested = new Set(reviews.filter(({ open }) => open).map(({ decisionId }) => decisionId));
  return decisions
    .filter(({ id, replaced }) => !replaced && !contested.has(id))
    .map(({ claimId, decidedOn, decision }) => ({ claimId, decidedOn, outcome: decision.outcome }));
}

/** Where there is one claim or one decision it is opened at once; of several the person chooses. */
function choicesOf(
  { decisions, reviews }: HomeFacts,
  owed: readonly OwedView[],
  { t }: Wording,
): readonly Choice[] {
  const standing = decisions.filter(({ replaced }) => !replaced);
  const newest = standing[0];
  const onClaim = (form: 'plan' | 'pause', text: string): Choice => {
    const only = owed.length === 1 ? owed[0] : undefined;
    return {
      href: only === undefined ? '#claims' : `/my/claims/${only.claim.claimId}/${form}`,
      title: t(`proposal.${form}.title`),
      text: only === undefined ? t('customer.home.chooseClaim') : text,
    };
  };
  const contest = (): Choice => {
    const open = reviews.find((review) => review.open && review.decisionId === newest?.id);
    const title = t('customer.decision.review');
    if (standing.length > 1) return { href: '#decisions', title, text: t('customer.home.chooseDecision') };
    return open === undefined
      ? { href: `/my/decisions/${newest?.id ?? 0}/review`, title, text: t('customer.decision.reviewText') }
      : {
          href: `/my/reviews/${open.reviewId}`,
          title: t('customer.decision.reviewOpen'),
          text: t('customer.home.reviewUnderWay'),
        };
  };
  return [
    ...(owed.length === 0
      ? []
      : [onClaim('plan', t('customer.decision.planText')), onClaim('pause', t('customer.home.pauseText'))]),
    ...(newest === undefined
      ? []
      : [
          contest(),
          {
            href: `/my/decisions/${newest.id}/facts`,
            title: t('customer.decision.tell'),
            text: t('customer.decision.tellText'),
          },
        ]),
    {
      href:
        newest === undefined ? '/my/rights/new?right=rectification' : `/my/decisions/${newest.id}/correction`,
      title: t('customer.decision.correction'),
      text: t('customer.decision.correctionText'),
    },
    { href: '#talk', title: t('customer.home.talk'), text: t('customer.home.talkText') },
  ];
}

function reviewOf(
  decisionId: number,
  { reviews }: HomeFacts,
  { t, dateOn }: Wording,
): CustomerHomeContext['decisions'][number]['review'] {
  const review = reviews.find((each) => each.decisionId === decisionId);
  if (review === undefined) return null;
  return {
    href: `/my/reviews/${review.reviewId}`,
    text: review.open
      ? t('customer.home.reviewOpen', { date: dateOn(review.dueOn) })
      : t('customer.home.reviewDone'),
  };
}

function contactLines(contact: ControllerContact | null, { t }: Wording): CustomerHomeContext['contact'] {
  if (contact === null) return [];
  return [
    {
      name: t('privacy.phone'),
      value: contact.phone,
      href: `tel:${contact.phone.replaceAll(/[^+\d]/g, '')}`,
    },
    { name: t('privacy.email'), value: contact.email, href: `mailto:${contact.email}` },
    { name: t('privacy.address'), value: contact.address, href: null },
  ];
}

function applicationTable(
  { file, decisions }: HomeFacts,
  today: IsoDate,
  { t, money, date }: Wording,
): Table | null {
  if (file.applications.length === 0) return null;
  return {
    caption: t('customer.home.applications'),
    columns: [
      { label: t('customer.home.application'), kind: 'text' },
      { label: t('customer.home.on'), kind: 'text' },
      { label: t('customer.home.asked'), kind: 'number' },
      { label: t('customer.home.state'), kind: 'text' },
    ],
    rows: file.applications.toReversed().map((asked) => {
      // Newest first, so that the first is the one in force.
      const decided = decisions.find(({ applicationId }) => applicationId === asked.applicationId);
      const undecided = asked.on > addDays(today, -APPLICATION_OPEN_DAYS) ? 'open' : 'past';
      const state = t(`customer.applicationState.${decided?.decision.outcome.kind ?? undecided}`);
      return {
        cells: [
          asked.applicationNumber,
          date(asked.on),
          money(asked.amountCents, asked.currency),
          decided === undefined ? state : { text: state, href: `/my/decisions/${decided.id}` },
        ],
      };
    }),
    empty: t('customer.home.noDecisions'),
    narrow: 'cards',
  };
}
