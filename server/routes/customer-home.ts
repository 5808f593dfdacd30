import { policyText } from '../../scoring/policy/policy-text.ts';
import { findDecisions, listDecisionsOfPerson, type StoredDecision } from '../../data/stores/decisions.ts';
import { listNoticesOfPerson, type Notice } from '../../data/stores/notices.ts';
import { listReviewsOfPerson, type StoredReview } from '../../data/stores/reviews.ts';
import { readPersonFile } from '../../data/views/person-files.ts';
import type { Choice } from '../../review-ui/pages/customer-decision.ts';
import { headlineOf } from '../../review-ui/pages/customer-decision.ts';
import { customerHomePage, type CustomerHomeContext } from '../../review-ui/pages/customer-home.ts';
import type { Table } from '../../review-ui/table.ts';
import { type Wording, wordingFor } from '../../review-ui/wording.ts';
import { asOf } from '../../scoring/portfolio/as-of.ts';
import { claimView } from '../../scoring/portfolio/balance.ts';
import { APPLICATION_OPEN_DAYS } from '../../scoring/portfolio/cases.ts';
import { addDays, type IsoDate } from '../../scoring/portfolio/dates.ts';
import type { PersonFile } from '../../scoring/portfolio/records.ts';
import type { Policy } from '../../scoring/policy/policy.ts';
import { isOpen } from '../../scoring/review/review-states.ts';
import { policyOfDecision } from '../actions/review-case.ts';
import { page } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, route, type Routes } from '../http/route.ts';

const DECISIONS_AT_MOST = 20;

/** Where a customer lands: what needs them, what was decided, where things stand. */
export function customerHomeRoutes(routes: Routes): void {
  route(routes, { method: 'get', path: '/my', allow: ['customer'], handler: showHome });
}

/** The person that a customer acts for. */
export function personIdOf({ actor }: Call): number {
  if (actor.kind !== 'customer') throw new Problem('forbidden');
  return actor.personId;
}

async function showHome(call: Call): Promise<void> {
  const { db, vault, today } = call.context;
  const personId = personIdOf(call);
  const wording = wordingFor(call.language);
  const file = await readPersonFile(db, personId);
  if (file === null) throw new Problem('not_found');
  const listed = (await listDecisionsOfPerson(db, personId)).slice(0, DECISIONS_AT_MOST);
  const decisions = [
    ...(await findDecisions(
      db,
      vault,
      listed.map(({ id }) => id),
    )),
  ].reverse();
  const policies = new Map<number, Policy>();
  for (const decision of decisions) policies.set(decision.id, await policyOfDecision(call.context, decision));
  const replaced = new Set(decisions.map((decision) => decision.replaces_decision_id));
  const headlines = new Map(
    decisions.map((decision) => [
      decision.id,
      headlineOf({ decision: decision.decision, policy: policies.get(decision.id) as Policy }, wording)
        .headline,
    ]),
  );
  const reviews = await listReviewsOfPerson(db, personId);
  const notices = await listNoticesOfPerson(db, vault, personId);
  const newest = decisions[0] === undefined ? null : (policies.get(decisions[0].id) ?? null);
  page(call, customerHomePage, {
    now: nowOf(notices, headlines, wording),
    reviews: reviews
      .filter(({ state }) => state !== 'withdrawn')
      .map((review) => reviewLine(review, headlines, wording)),
    decisions: decisions.map((decision) => ({
      href: `/my/decisions/${decision.id}`,
      headline: headlines.get(decision.id) ?? '',
      date: wording.date(decision.decided_at.slice(0, 10)),
      by: wording.t(decision.decided_by === 'people' ? 'customer.home.byPeople' : 'customer.home.byProgram'),
      replaced: replaced.has(decision.id),
    })),
    claims: claimTable(asOf(file, today), today, wording),
    applications: applicationTable(file, decisions, today, wording),
    contact: newest && policyText(newest.notice.contact, wording.language),
    advice: newest && {
      text: policyText(newest.notice.debtAdvice.text, wording.language),
      url: newest.notice.debtAdvice.url,
    },
  } satisfies CustomerHomeContext);
}

/** Letters not read yet, one for each decision or review. */
function nowOf(
  notices: readonly Notice[],
  headlines: ReadonlyMap<number, string>,
  { t, date }: Wording,
): readonly Choice[] {
  const seen = new Set<string>();
  return notices
    .filter((notice) => notice.readAt === null)
    .flatMap((notice): readonly Choice[] => {
      const href =
        notice.kind === 'review_received' && notice.reviewId !== null
          ? `/my/reviews/${notice.reviewId}`
          : notice.decisionId !== null
            ? `/my/decisions/${notice.decisionId}`
            : notice.kind === 'offer_answered'
              ? `/my/letters/${notice.id}`
              : null;
      if (href === null || seen.has(href)) return [];
      seen.add(href);
      const headline = notice.decisionId === null ? undefined : headlines.get(notice.decisionId);
      const letter = t('customer.home.notice', { date: date(notice.createdAt.slice(0, 10)) });
      return [
        { href, title: headline ?? letter, text: headline === undefined ? t('proposal.letter') : letter },
      ];
    });
}

function reviewLine(
  review: StoredReview,
  headlines: ReadonlyMap<number, string>,
  { t, dateOn }: Wording,
): CustomerHomeContext['reviews'][number] {
  return {
    href: `/my/reviews/${review.reviewId}`,
    title: headlines.get(review.decisionId) ?? t('customer.track.title'),
    text: isOpen(review.state)
      ? t('customer.home.reviewOpen', { date: dateOn(review.dueOn) })
      : t('customer.home.reviewDone'),
  };
}

/** Each claim with what is owed now and where it stands. */
export function claimTable(file: PersonFile, today: IsoDate, { t, money, date }: Wording): Table | null {
  if (file.claims.length === 0) return null;
  return {
    caption: t('customer.home.claims'),
    columns: [
      { label: t('customer.home.claim'), kind: 'text' },
      { label: t('customer.home.creditor'), kind: 'text' },
      { label: t('customer.home.amount'), kind: 'number' },
      { label: t('customer.home.due'), kind: 'text' },
      { label: t('customer.home.phase'), kind: 'text' },
    ],
    rows: file.claims.map((claim) => {
      const { balance } = claimView(file, claim, today);
      return {
        cells: [
          balance.closed === null
            ? { text: claim.claimNumber, href: `/my/claims/${claim.claimId}/plan` }
            : claim.claimNumber,
          claim.creditor,
          money(balance.totalCents, claim.currency),
          date(claim.dueOn),
          t(`customer.phase.${balance.closed ?? balance.phase}`),
        ],
      };
    }),
    empty: t('customer.home.noClaims'),
    narrow: 'cards',
  };
}

function applicationTable(
  file: PersonFile,
  decisions: readonly StoredDecision[],
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
    rows: [...file.applications].reverse().map((asked) => {
      // Newest first, so that the first is the one in force.
      const decided = decisions.find((decision) => decision.application_id === asked.applicationId);
      const undecided = asked.on > addDays(today, -APPLICATION_OPEN_DAYS) ? 'open' : 'past';
      const state = t(`customer.applicationState.${decided?.outcome_kind ?? undecided}`);
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
