import { measureName } from './explained.ts';
import type { OwedView } from './owed.ts';
import type { Step } from './pages/customer-decision.ts';
import type { Wording } from './wording.ts';
import type { IsoDate } from '../scoring/portfolio/dates.ts';
import type { PersonFile } from '../scoring/portfolio/records.ts';
import type { Decision } from '../scoring/decision/decision.ts';
import { nextDueOn } from '../scoring/review/offers.ts';
import type { Right } from '../scoring/safeguards/rights.ts';
import { rightsTexts } from '../scoring/safeguards/rights-letters.ts';

/** What is under way, from which the next days are told. */
export interface UnderWay {
  /** Restrictions are asked for here; the file is that of today. */
  readonly file: PersonFile;
  readonly owed: readonly OwedView[];
  readonly reviews: readonly {
    readonly reviewId: number;
    readonly headline: string;
    readonly dueOn: IsoDate;
  }[];
  readonly requests: readonly { readonly id: number; readonly right: Right; readonly dueOn: IsoDate }[];
  /** Of decisions in force that nobody contests: what follows when nothing is done. */
  readonly outcomes: readonly {
    readonly claimId: number | null;
    readonly decidedOn: IsoDate;
    readonly outcome: Decision['outcome'];
  }[];
}

interface Dated extends Step {
  /** Null: no day is set. */
  readonly on: IsoDate | null;
}

/** What happens next, the nearest day first, then what has no day. */
export function comingSteps(way: UnderWay, today: IsoDate, wording: Wording): readonly Step[] {
  const dated: readonly Dated[] = [
    ...way.reviews.map(
      ({ reviewId, headline, dueOn }): Dated => ({
        on: dueOn,
        state: 'now',
        title: wording.t('customer.home.next.review', { date: wording.dateOn(dueOn) }),
        note: headline,
        href: `/my/reviews/${reviewId}`,
      }),
    ),
    ...way.requests.map(
      ({ id, right, dueOn }): Dated => ({
        on: dueOn,
        state: 'now',
        title: wording.t('customer.home.next.request', { date: wording.dateOn(dueOn) }),
        note: rightsTexts(wording.language).right[right].name,
        href: `/my/rights/${id}`,
      }),
    ),
    ...way.owed.flatMap((view) => agreedSteps(view, today, wording)),
    ...brakeSteps(way, today, wording),
    ...silenceSteps(way, wording),
  ];
  if (dated.length === 0) return [{ state: 'later', title: wording.t('customer.home.next.nothing') }];
  // A day that is set comes before one that is not; sorting keeps the order of equals.
  const far = '9999-12-31';
  return dated.toSorted((a, b) => (a.on ?? far).localeCompare(b.on ?? far));
}

function agreedSteps(
  { claim, plan, pause, asked }: OwedView,
  today: IsoDate,
  { t, money, dateOn }: Wording,
): readonly Dated[] {
  const note = t('proposal.claim', { number: claim.claimNumber, creditor: claim.creditor });
  const payOn = plan && nextDueOn(plan, today);
  return [
    ...(asked === null
      ? []
      : [
          {
            on: asked.dueOn,
            state: 'now' as const,
            title: t('customer.home.next.offer', { date: dateOn(asked.dueOn) }),
            note,
            href: `/my/claims/${claim.claimId}/${asked.terms.kind}`,
          },
        ]),
    ...(plan === null || payOn === null
      ? []
      : [
          {
            on: payOn,
            state: 'later' as const,
            title: t('customer.home.next.pay', {
              date: dateOn(payOn),
              amount: money(plan.instalmentCents, claim.currency),
            }),
            note,
          },
        ]),
    ...(pause === null
      ? []
      : [
          {
            on: pause.to,
            state: 'later' as const,
            title: t('customer.home.next.pauseEnds', { date: dateOn(pause.to) }),
            note,
          },
        ]),
  ];
}

/** What the person, or the law, has put on hold. A pause is kept as hardship as well, and told once. */
function brakeSteps({ file, owed }: UnderWay, today: IsoDate, wording: Wording): readonly Dated[] {
  const holds = file.restrictions.filter(({ from, to }) => from <= today && (to === null || to > today));
  const isPause = (to: IsoDate | null): boolean =>
    owed.some(({ pause }) => pause !== null && pause.to === to);
  const need = holds.find(({ kind, to }) => kind === 'hardship' && !isPause(to));
  return [
    ...(holds.some(({ kind }) => kind === 'restricted')
      ? [{ on: today, state: 'now' as const, title: wording.t('customer.home.next.restricted') }]
      : []),
    ...(need === undefined ? [] : [needStep(need.to, today, wording)]),
  ];
}

function needStep(to: IsoDate | null, today: IsoDate, { t, dateOn }: Wording): Dated {
  return to === null
    ? { on: today, state: 'now', title: t('customer.home.next.needOpen') }
    : { on: to, state: 'later', title: t('customer.home.next.need', { date: dateOn(to) }) };
}

/** What follows of itself, each measure once with the claims it is about; agreed terms and done measures need no word. */
function silenceSteps({ file, owed, outcomes }: UnderWay, wording: Wording): readonly Dated[] {
  const follows = new Map<string, { readonly release: string; readonly numbers: readonly string[] }>();
  for (const { claimId, decidedOn, outcome } of outcomes) {
    if (outcome.kind !== 'measure' || outcome.measure === 'no_action') continue;
    const view = owed.find(({ claim }) => claim.claimId === claimId);
    if (view === undefined || view.pause !== null || view.plan !== null) continue;
    const isDone = file.measures.some(
      (taken) => taken.claimId === claimId && taken.measure === outcome.measure && taken.on >= decidedOn,
    );
    if (isDone) continue;
    const { measure, release } = outcome;
    const numbers = follows.get(measure)?.numbers ?? [];
    follows.set(measure, { release, numbers: [...numbers, view.claim.claimNumber] });
  }
  return [...follows].map(([measure, { release, numbers }]) => ({
    on: null,
    state: 'later' as const,
    title: wording.t('customer.decision.nextSilenceMeasure', {
      measure: measureName(measure, wording).toLowerCase(),
    }),
    note: [
      wording.t('customer.home.next.claims', { count: numbers.length, numbers: numbers.join(', ') }),
      wording.t(`customer.decision.release.${release}`),
    ].join(' '),
  }));
}
