import { decide } from '../decision/decide.ts';
import type { Decision } from '../decision/decision.ts';
import type { MeasureResponses } from '../decision/responses.ts';
import { characteristicIn, type CompiledPolicy, type CompiledRule } from '../policy/compile-policy.ts';
import { measure } from '../policy/measures.ts';
import type { Scorecard } from '../scorecard/scorecard.ts';
import { isBetter } from './credit-case.ts';
import type { Recourse, RecourseOption, Threshold } from './explanation.ts';
import { candidatesOf, changeOf, finerAmounts, type Values } from './recourse-candidates.ts';
import { FOLLOWS, touchedBy, withChanges } from './recourse-effects.ts';
import { recourseOfCredit } from './recourse-of-credit.ts';
import { Search } from './recourse-search.ts';

const OPTIONS_AT_MOST = 3;

/** Of policies that cannot be taken apart into one knapsack: changes tried together. */
const TRIED_AT_ONCE_AT_MOST = 3;

/**
 * For credit as many as it takes: burdens add up, so the least burdensome rarely are many. For a claim one is enough:
 * some twenty measures are weighed anew at each trial, and a single payment nearly always turns a step into a milder one.
 */
export const CHANGES_AT_MOST = { credit: Infinity, collection: 1 } as const;

export interface RecourseSetting {
  readonly threshold: Threshold | null;
  /** `undefined`: not given; `null`: there were none, the policy's priors decided. */
  readonly responses: MeasureResponses | null | undefined;
  readonly changesAtMost: number;
}

/**
 * The least burdensome changes, of what the person can change, that turn the whole decision: score, rules and
 * affordability together. Each option was decided again with its changes and did turn. The first is the cheapest among
 * the values on offer (recourse-of-credit.ts says which those are, and how many figures of money change at once); each
 * further one is the cheapest that does not contain an earlier one.
 */
export function recourseOfDecision(
  decision: Decision,
  compiled: CompiledPolicy,
  scorecards: ReadonlyMap<string, Scorecard>,
  { threshold, responses, changesAtMost }: RecourseSetting,
): Recourse {
  if (!isUnwelcome(decision)) return { kind: 'not_needed' };
  if (decision.kind === 'collection' && responses === undefined) return { kind: 'not_worked_out' };
  const exact = recourseOfCredit(decision, compiled, scorecards, changesAtMost);
  if (exact !== null) return exact;
  const { values, asOf } = decision.inputs;
  const used = decision.scores.flatMap(({ scorecard }) => scorecards.get(scorecard) ?? []);
  const groups = candidatesOf(values, compiled, used, asOf);
  if (groups.length === 0) return { kind: 'none', because: 'nothing_changeable' };
  const changeable = new Set(groups.map((group) => group[0]?.characteristic ?? ''));
  const obstacles = obstaclesOf(decision, compiled, used, changeable);
  if (obstacles.some(({ turnedBy }) => turnedBy.size === 0)) return { kind: 'none', because: 'rule' };
  const turns = (changed: Values): boolean =>
    isTurned(
      decision.outcome,
      decide({ ...decision.inputs, values: changed }, compiled, scorecards, responses ?? null).outcome,
    );
  const search = new Search({
    values,
    groups,
    // This search tries: with more at once it would take too long.
    changesAtMost: Math.min(changesAtMost, TRIED_AT_ONCE_AT_MOST),
    mustTouch: obstacles.map(({ turnedBy }) => turnedBy),
    score: missingPoints(decision, threshold, scorecards),
    turns,
  });
  const options: RecourseOption[] = [];
  while (options.length < OPTIONS_AT_MOST) {
    const found = search.cheapest(options);
    if (found === null) break;
    options.push(refined(found, turns, decision, compiled, used));
  }
  if (options.length > 0) return { kind: 'options', options };
  return { kind: 'none', because: search.scoreIsOutOfReach() ? 'score' : 'many_changes' };
}

/** The highest amount in the lender's own steps that still turns the decision with the option's other changes. */
function refined(
  option: RecourseOption,
  turns: (values: Values) => boolean,
  { inputs }: Decision,
  compiled: CompiledPolicy,
  scorecards: readonly Scorecard[],
): RecourseOption {
  const costPerUnit = changeOf('requested_amount', scorecards)?.costPerUnit ?? 0;
  const amount = option.changes.find(({ characteristic }) => characteristic === 'requested_amount');
  if (amount === undefined || typeof amount.to !== 'number' || typeof amount.from !== 'number') return option;
  for (const to of finerAmounts(amount.to, amount.from, compiled, inputs.asOf)) {
    const changes = option.changes.map((change) => (change === amount ? { ...change, to } : change));
    const values = withChanges(
      inputs.values,
      new Map(changes.map((change) => [change.characteristic, change.to])),
    );
    if (!turns(values)) continue;
    return { ...option, changes, cost: option.cost - (to - amount.to) * costPerUnit };
  }
  return option;
}

/** Only an outcome that speaks against the person calls for recourse; a referral is not decided yet. */
function isUnwelcome({ outcome, inputs }: Decision): boolean {
  if (outcome.kind === 'decline') return true;
  if (outcome.kind === 'approve') {
    const asked = inputs.values.requested_amount;
    return typeof asked === 'number' && outcome.amountCents < asked;
  }
  return outcome.kind === 'measure' && measure(outcome.measure).pressure;
}

/** Collection: a milder measure comes out. */
function isTurned(was: Decision['outcome'], now: Decision['outcome']): boolean {
  if (was.kind !== 'measure') return isBetter(was, now);
  return now.kind === 'measure' && measure(now.measure).severity < measure(was.measure).severity;
}

interface Obstacle {
  /** Changing none of these leaves the rule as it is. */
  readonly turnedBy: ReadonlySet<string>;
}

/** Every rule that stands in the way, with the changeable characteristics that it looks at, directly or through others. */
function obstaclesOf(
  { outcome, rules }: Decision,
  compiled: CompiledPolicy,
  scorecards: readonly Scorecard[],
  changeable: ReadonlySet<string>,
): readonly Obstacle[] {
  if (outcome.kind === 'measure') return [];
  const held = new Set(rules.filter(({ holds }) => holds).map(({ rule }) => rule));
  const holding = compiled.rules.filter(({ rule }) => held.has(rule.id));
  const declining = holding.filter(({ rule }) => rule.effect.kind === 'decline');
  const scored = new Set(scorecards.flatMap(({ characteristics }) => characteristics.map(({ id }) => id)));
  const turnedBy = (rule: CompiledRule): ReadonlySet<string> => {
    const sees = new Set(rule.names.map(characteristicIn));
    const seesAffordability = rule.names.some((name) => name.startsWith('affordability.'));
    return new Set(
      [...changeable].filter(
        (id) =>
          touchedBy(id).some((touched) => sees.has(touched) || (rule.looksAtScore && scored.has(touched))) ||
          (seesAffordability && AFFORDABILITY_ROOTS.has(id)) ||
          // A limit is no obstacle to whoever asks for less.
          (rule.limit !== null && id === 'requested_amount'),
      ),
    );
  };
  const inTheWay =
    outcome.kind === 'decline' && declining.length > 0
      ? declining
      : holding.filter(({ rule }) => rule.effect.kind === 'limit');
  return inTheWay.map((rule) => ({ turnedBy: turnedBy(rule) }));
}

/** What affordability is worked out from. */
const AFFORDABILITY_ROOTS: ReadonlySet<string> = new Set(Object.values(FOLLOWS).flat());

/** A score below its threshold must be lifted; what cannot lift it far enough need not be tried. */
function missingPoints(
  { outcome, scores }: Decision,
  threshold: Threshold | null,
  scorecards: ReadonlyMap<string, Scorecard>,
): { readonly scorecard: Scorecard; readonly now: number; readonly points: number } | null {
  if (outcome.kind !== 'decline' || threshold === null || threshold.passed) return null;
  const scorecard = scorecards.get(threshold.scorecard);
  const score = scores.find((known) => known.scorecard === threshold.scorecard);
  if (scorecard === undefined || score === undefined) return null;
  return { scorecard, now: score.points, points: threshold.points - score.points };
}
