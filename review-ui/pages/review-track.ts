import { policyText } from '../../scoring/policy/policy-text.ts';
import type { Explained } from '../explained.ts';
import { headlineOf, type Step } from './customer-decision.ts';
import type { FieldError } from '../form.ts';
import type { GroundsShown } from '../grounds.ts';
import { isChanged, type MemberReason, memberReasons } from '../member-reasons.ts';
import type { Page } from '../page.ts';
import type { PaperShown } from '../papers.ts';
import { statementText } from '../statements.ts';
import type { Wording } from '../wording.ts';
import type { Decision } from '../../scoring/decision/decision.ts';
import type { IsoDate, IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Review, Vote } from '../../scoring/review/review.ts';

export interface ReviewTrackContext {
  readonly reviewId: number;
  /** Whether people have decided. */
  readonly decided: boolean;
  /** The date of the answer, or that it was taken back; null when decided. */
  readonly lead: string | null;
  readonly receipt: string;
  /** Extension of the deadline, outcome on hold: one sentence each. */
  readonly notes: readonly string[];
  readonly steps: readonly Step[];
  readonly outcome: {
    readonly sentence: string;
    readonly newDecision: string | null;
    readonly reasons: readonly MemberReason[];
  } | null;
  readonly saw: readonly string[];
  readonly decision: { readonly href: string; readonly headline: string };
  readonly words: readonly Said[];
  /** What staff put beside it, for the committee. */
  readonly added: readonly Said[];
  readonly grounds: GroundsShown;
  readonly papers: readonly PaperShown[];
  /** May still be taken back or added to. */
  readonly open: boolean;
  readonly errors: readonly FieldError[];
  /** What was typed and came back with an error. */
  readonly typed: string;
  readonly paperSize: string;
  readonly papersAtMost: number;
  readonly remedies: readonly string[];
}

interface Said {
  readonly date: string;
  readonly kind: string;
  readonly text: string;
}

export const reviewTrackPage: Page<ReviewTrackContext> = {
  name: 'review-track',
  voice: 'customer',
  title: ({ decided }, { t }) => t(decided ? 'customer.track.decided' : 'customer.track.title'),
  section: 'home',
};

/** What the track is made from. */
export interface TrackedReview {
  readonly review: Review & {
    readonly extendedTo: IsoDate | null;
    readonly extensionReason: string | null;
    readonly outcomeDecisionId: number | null;
    readonly closedAt: IsoInstant | null;
  };
  readonly open: boolean;
  readonly contested: Pick<Explained, 'decision' | 'policy'>;
  readonly outcome: Decision | null;
  readonly events: readonly {
    readonly at: IsoInstant;
    readonly event: string;
    readonly note: string | null;
  }[];
  /** Empty until the committee has decided. */
  readonly votes: readonly Vote[];
  readonly statements: readonly {
    readonly kind: string;
    readonly authorKind: string;
    readonly at: IsoInstant;
    readonly text: string;
  }[];
  readonly grounds: GroundsShown;
  readonly papers: ReviewTrackContext['papers'];
}

export function presentTrack(
  tracked: TrackedReview,
  form: Pick<ReviewTrackContext, 'errors' | 'typed' | 'paperSize' | 'papersAtMost'>,
  wording: Wording,
): ReviewTrackContext {
  const { t, date, dateOn, language } = wording;
  const { review, contested, papers, open } = tracked;
  const decided = review.state === 'decided' || review.state === 'notified';
  const withdrawn = review.state === 'withdrawn';
  // What staff wrote down for the person is the person's, too.
  const isOwn = ({ authorKind, kind }: TrackedReview['statements'][number]): boolean =>
    authorKind !== 'staff' || kind === 'contest';
  const own = tracked.statements.filter(isOwn);
  const saidOf = (said: TrackedReview['statements'][number]): Said => ({
    date: date(said.at.slice(0, 10)),
    kind: t(`customer.statementKind.${said.kind}`),
    text: statementText(said, wording),
  });
  return {
    reviewId: review.reviewId,
    decided,
    lead: withdrawn
      ? t('customer.track.withdrawnLead')
      : decided
        ? null
        : t('customer.track.lead', { date: dateOn(review.dueOn) }),
    receipt: t('customer.track.receipt', {
      date: dateOn(review.requestedAt.slice(0, 10)),
      number: review.reviewId,
    }),
    notes: [
      ...(review.extendedTo !== null && open
        ? [
            t('customer.track.extended', {
              date: dateOn(review.extendedTo),
              reason: review.extensionReason ?? '',
            }),
          ]
        : []),
      ...(review.suspendsOutcome && open ? [t('customer.track.suspended')] : []),
    ],
    steps: stepsOf(tracked, wording),
    outcome: decided ? outcomeOf(tracked, wording) : null,
    saw: [
      t('customer.track.sawDecision'),
      ...(own.length > 0 ? [t('customer.track.sawWords')] : []),
      ...(papers.length > 0 ? [t('customer.track.sawPapers', { count: papers.length })] : []),
    ],
    decision: {
      href: `/my/decisions/${review.decisionId}`,
      headline: headlineOf(contested, wording).headline,
    },
    words: own.map(saidOf),
    added: tracked.statements.filter((said) => !isOwn(said)).map(saidOf),
    grounds: tracked.grounds,
    papers,
    open,
    ...form,
    remedies: open ? [] : contested.policy.review.remedies.map((remedy) => policyText(remedy, language)),
  };
}

function stepsOf({ review, events }: TrackedReview, { t, date, dateOn }: Wording): readonly Step[] {
  const on = (event: string): string | null => {
    const found = [...events].reverse().find((each) => each.event === event);
    return found === undefined ? null : date(found.at.slice(0, 10));
  };
  const received: Step = {
    state: 'done',
    title: t('customer.track.step.received'),
    note: t('customer.track.stepNote.received', { date: date(review.requestedAt.slice(0, 10)) }),
  };
  if (review.state === 'withdrawn') {
    return [
      received,
      { state: 'done', title: t('customer.track.step.withdrawn'), note: on('withdraw') ?? '' },
    ];
  }
  const place = PLACES[review.state];
  const sentBack = on('send_back');
  const stateOf = (step: number): Step['state'] => (place > step ? 'done' : place === step ? 'now' : 'later');
  return [
    received,
    {
      state: stateOf(1),
      title: t('customer.track.step.prepared'),
      note:
        place > 1
          ? t('customer.track.stepNote.preparedDone', { date: on('prepare') ?? '' })
          : sentBack === null
            ? t('customer.track.stepNote.prepared')
            : t('customer.track.stepNote.sentBack', { date: sentBack }),
    },
    {
      state: stateOf(2),
      title: t('customer.track.step.committee'),
      note:
        place >= 2 && on('open') !== null
          ? t('customer.track.stepNote.committeeDone', { date: on('open') ?? '' })
          : t('customer.track.stepNote.committee'),
    },
    {
      state: place === 3 ? 'done' : 'later',
      title: t('customer.track.step.decided'),
      note:
        place === 3
          ? t('customer.track.stepNote.decided', {
              date: on('decide') ?? date((review.closedAt ?? review.requestedAt).slice(0, 10)),
            })
          : t('customer.track.stepNote.decidedLater', { date: dateOn(review.dueOn) }),
    },
  ];
}

/** A prepared file is on its way to the committee: the person need not know the difference. */
const PLACES = { requested: 1, prepared: 1, before_committee: 2, decided: 3, notified: 3 } as const;

function outcomeOf(tracked: TrackedReview, wording: Wording): ReviewTrackContext['outcome'] {
  const { t } = wording;
  const { outcome, contested, review } = tracked;
  const decisions = { contested: contested.decision, outcome };
  const sentence = t(
    isChanged(decisions, wording) ? 'customer.track.outcomeChanged' : 'customer.track.outcomeUpheld',
  );
  const headline = outcome === null ? '' : headlineOf({ ...contested, decision: outcome }, wording).headline;
  return {
    sentence: headline === '' ? sentence : `${sentence} ${headline}.`,
    newDecision: review.outcomeDecisionId === null ? null : `/my/decisions/${review.outcomeDecisionId}`,
    reasons: memberReasons(tracked.votes, decisions, wording),
  };
}
