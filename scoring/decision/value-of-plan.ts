/**
 * What a plan is truly worth, where the truth is known: in a simulation, or after an experiment. Each way of choosing
 * may only choose what the policy's rules leave possible, and all are priced alike:
 * P(pay | measure) × amount × share paid − creditor's cost − weight × debtor's cost − harm, where a measure that gives
 * up part of the claim (a settlement) gets the share that the policy gives it against waiting.
 */
import type { Decision } from './decision.ts';

/** What the simulator knows about one case. */
export interface CaseTruth {
  /** By measure: the true probability of payment within the horizon. A measure that is absent changes nothing. */
  readonly payProbability: Readonly<Record<string, number>>;
  readonly amountCents: number;
  /** Share of the amount that is paid when anything is. */
  readonly paidShare: number;
  readonly daysPastDue: number;
}

export interface PlannedCase {
  readonly decision: Decision;
  readonly truth: CaseTruth;
}

/** Total true value in cents of each way of choosing. */
export interface PlanValue {
  readonly cases: number;
  readonly recommended: number;
  readonly oracle: number;
  readonly waiting: number;
  readonly ladder: number;
  readonly bestSingle: { readonly measure: string; readonly value: number };
  /** recommended ÷ oracle. */
  readonly shareOfOracle: number;
  /** (recommended − waiting) ÷ (oracle − waiting): of what choosing can win at all. */
  readonly shareOfGain: number;
}

/** Steps of a ladder by days past due that looks at nothing else: the first possible measure of the step is taken. */
export const DAYS_PAST_DUE_LADDER: readonly {
  readonly beforeDays: number;
  readonly measures: readonly string[];
}[] = [
  { beforeDays: 45, measures: ['remind_sms', 'remind_email'] },
  { beforeDays: 90, measures: ['remind_letter', 'remind_sms', 'remind_email'] },
  { beforeDays: 180, measures: ['demand_letter', 'call'] },
  { beforeDays: 300, measures: ['plan_offer', 'call'] },
  { beforeDays: Infinity, measures: ['bailiff', 'payment_order', 'settlement', 'call'] },
];

export function valueOfPlan(cases: readonly PlannedCase[], debtorCostWeight: number): PlanValue {
  const worth = (planned: PlannedCase, measure: string): number =>
    trueValue(planned, measure, debtorCostWeight);
  const total = (choose: (planned: PlannedCase) => string): number =>
    cases.reduce((sum, planned) => sum + worth(planned, choose(planned)), 0);
  const waiting = total(() => WAITING);
  const recommended = total(({ decision: { outcome } }) =>
    outcome.kind === 'measure' ? outcome.measure : WAITING,
  );
  const oracle = total((planned) => bestFor(planned, worth));
  const names = new Set(cases.flatMap(({ decision }) => decision.measures.map(({ measure }) => measure)));
  const bestSingle = [...names]
    .sort()
    .map((measure) => ({ measure, value: total((planned) => whenPossible(planned, [measure])) }))
    .reduce((best, next) => (next.value > best.value ? next : best), { measure: WAITING, value: waiting });
  return {
    cases: cases.length,
    recommended,
    oracle,
    waiting,
    ladder: total((planned) => whenPossible(planned, stepOf(planned.truth.daysPastDue))),
    bestSingle,
    shareOfOracle: recommended / oracle,
    shareOfGain: oracle === waiting ? 1 : (recommended - waiting) / (oracle - waiting),
  };
}

const WAITING = 'no_action';

function trueValue({ decision, truth }: PlannedCase, measure: string, weight: number): number {
  const weighed = decision.measures.find((known) => known.measure === measure);
  const probability = truth.payProbability[measure] ?? truth.payProbability[WAITING] ?? 0;
  const burden =
    (weighed?.creditorCostCents ?? 0) + weight * (weighed?.debtorCostCents ?? 0) + (weighed?.harmCents ?? 0);
  return probability * truth.amountCents * truth.paidShare * concession(decision, measure) - burden;
}

/** What the measure leaves of the claim: 0.7 for a settlement at 70 %. */
function concession({ measures }: Decision, measure: string): number {
  const share = (id: string): number => measures.find((known) => known.measure === id)?.recoveredShare ?? 1;
  return share(WAITING) === 0 ? 1 : share(measure) / share(WAITING);
}

function bestFor(planned: PlannedCase, worth: (planned: PlannedCase, measure: string) => number): string {
  return possibleOf(planned).reduce((best, measure) =>
    worth(planned, measure) > worth(planned, best) ? measure : best,
  );
}

function whenPossible(planned: PlannedCase, measures: readonly string[]): string {
  const possible = possibleOf(planned);
  return measures.find((measure) => possible.includes(measure)) ?? WAITING;
}

function possibleOf({ decision }: PlannedCase): readonly string[] {
  return decision.measures.filter(({ ruledOutBy }) => ruledOutBy.length === 0).map(({ measure }) => measure);
}

function stepOf(daysPastDue: number): readonly string[] {
  return DAYS_PAST_DUE_LADDER.find(({ beforeDays }) => daysPastDue < beforeDays)?.measures ?? [];
}
