import { characteristic } from '../characteristics/catalogue.ts';
import type { CreditOutcome, Decision, RuleResult } from '../decision/decision.ts';
import type { MeasureResponses } from '../decision/responses.ts';
import { characteristicIn, type CompiledPolicy, type Cutoff } from '../policy/compile-policy.ts';
import { measure } from '../policy/measures.ts';
import type { PolicyRule } from '../policy/policy.ts';
import { logit } from '../scorecard/metrics.ts';
import { pointsOf } from '../scorecard/scaling.ts';
import type { Scorecard } from '../scorecard/scorecard.ts';
import { REASONS_AT_MOST } from '../scorecard/shortfall.ts';
import { explainScore } from './contributions.ts';
import type { Explanation, MeasureChoice, Reason, Threshold } from './explanation.ts';
import { ruleReason, scoreReasons, type TraitsOf } from './reasons.ts';
import { CHANGES_AT_MOST, recourseOfDecision } from './recourse-of-decision.ts';

export interface ExplainOptions {
  /** What measures did to payment when the decision was made; needed to decide a collection case again. */
  readonly responses?: MeasureResponses | null;
  /**
   * `none` leaves recourse out, for texts that do not tell it; `single` looks for one change at a time, for letters by
   * the thousand. Without it, all that a page tells.
   */
  readonly recourse?: 'none' | 'single';
}

/**
 * Why the decision came out as it did, from the decision, its policy and its scorecards alone. Nothing is looked up,
 * nothing is estimated: the same decision gives the same bytes for as long as those are kept.
 */
export function explain(
  decision: Decision,
  compiled: CompiledPolicy,
  scorecards: ReadonlyMap<string, Scorecard>,
  options: ExplainOptions = {},
): Explanation {
  const { values, evidence, asOf } = decision.inputs;
  const used = decision.scores.map(({ scorecard }) => scorecardNamed(scorecards, scorecard));
  const scores = used.map((scorecard) => explainScore(scorecard, values));
  const threshold = thresholdOf(decision, compiled, scorecards);
  const reasonsFrom = threshold?.scorecard ?? baselineScorecard(compiled) ?? used[0]?.name;
  const place = used.findIndex(({ name }) => name === reasonsFrom);
  const spoke = place === -1 ? [] : [{ explained: scores[place]!, scorecard: used[place]! }];
  const ofScore = spoke.flatMap(({ explained, scorecard }) =>
    scoreReasons(explained, scorecard, threshold?.points ?? null, traitsOf, evidence),
  );
  const choice = choiceOf(decision, compiled);
  return {
    threshold,
    choice,
    scores,
    reasons: principalReasons(decision, compiled, threshold, choice, ofScore),
    recourse:
      options.recourse === 'none'
        ? { kind: 'not_worked_out' }
        : recourseOfDecision(decision, compiled, scorecards, {
            threshold,
            responses: options.responses,
            changesAtMost: options.recourse === 'single' ? 1 : CHANGES_AT_MOST[decision.kind],
          }),
    data: dataOf(decision, compiled, used),
    asOf,
  };
}

const traitsOf: TraitsOf = (id) => characteristic(id) ?? null;

/**
 * The cut-off that mattered: of the rules that compare a score with a number, the first that spoke; otherwise, for
 * credit, the one nearest above which the person stayed.
 */
function thresholdOf(
  decision: Decision,
  compiled: CompiledPolicy,
  scorecards: ReadonlyMap<string, Scorecard>,
): Threshold | null {
  if (decision.kind !== 'credit') return null;
  const numbers = compiled.numbersOn(decision.inputs.asOf);
  const thresholds = compiled.cutoffs.flatMap((cutoff): readonly Threshold[] => {
    const probability = cutoff.number === null ? cutoff.value : (numbers.get(cutoff.number)?.value ?? null);
    const scorecard = scorecards.get(cutoff.scorecard);
    if (probability === null || scorecard === undefined || !speaksAgainst(cutoff, scorecard)) return [];
    const points = pointsOf(scorecard.scaling, scorecard.target.favourable, logit(probability));
    const held = decision.rules.some(({ rule, holds }) => holds && rule === cutoff.rule);
    return [{ points, of: cutoff.rule, scorecard: scorecard.name, passed: !held }];
  });
  const byPoints = thresholds.toSorted((a, b) => a.points - b.points);
  return byPoints.find(({ passed }) => !passed) ?? byPoints.at(-1) ?? null;
}

/** A cut-off that stops people with a good score is no threshold that a person falls short of. */
function speaksAgainst(cutoff: Cutoff, scorecard: Scorecard): boolean {
  return (cutoff.side === 'above') === (scorecard.target.favourable === 0);
}

function baselineScorecard({ policy }: CompiledPolicy): string | null {
  const alias = policy.collection?.baseline;
  return policy.scorecards.find((card) => card.alias === alias)?.scorecard ?? null;
}

function principalReasons(
  decision: Decision,
  compiled: CompiledPolicy,
  threshold: Threshold | null,
  choice: MeasureChoice | null,
  ofScore: readonly Reason[],
): readonly Reason[] {
  const { outcome, inputs } = decision;
  if (outcome.kind === 'measure') {
    const rules = reasonsOf(rulesBehind(decision, compiled, choice), inputs);
    // Whom we ask to pay is told what speaks for it first; whom we spare, what protects them.
    const { pressure } = measure(outcome.measure);
    const ordered = pressure
      ? [...ofScore.slice(0, REASONS_AT_MOST - Math.min(2, rules.length)), ...rules]
      : [
          ...rules,
          ...(noneIsWorthIt(decision) ? [NOT_WORTH_IT] : []),
          ...(rules.length === 0 ? ofScore : []),
        ];
    return oneEach(ordered).slice(0, REASONS_AT_MOST);
  }
  const spoke = rulesThatDecided(decision, outcome, compiled);
  const byScore = outcome.kind === 'decline' && spoke.some(({ rule }) => rule.id === threshold?.of);
  const rules = reasonsOf(byScore ? spoke.filter(({ rule }) => rule.id !== threshold?.of) : spoke, inputs);
  const unnamed = outcome.kind === 'refer' && rules.length === 0 ? [DATA_MISSING] : [];
  return oneEach([...rules, ...unnamed, ...(byScore ? ofScore : [])]).slice(
    0,
    Math.max(REASONS_AT_MOST, rules.length),
  );
}

function reasonsOf(spoke: readonly RuleThatSpoke[], { evidence }: Decision['inputs']): readonly Reason[] {
  return spoke.map(({ rule, result }) => ruleReason(rule, result, traitsOf, evidence));
}

const PLAIN = { rule: null, characteristic: null, value: null, points: 0, evidence: null } as const;

/** Nothing that the rules allow is worth its cost: the reason why nothing is done. */
const NOT_WORTH_IT: Reason = { code: 'R25', ...PLAIN };

/** Referred before any rule could speak: the amount or the term is not known. */
const DATA_MISSING: Reason = { code: 'R13', ...PLAIN };

function noneIsWorthIt({ outcome, measures }: Decision): boolean {
  if (outcome.kind !== 'measure' || outcome.measure !== 'no_action') return false;
  return measures.some(({ measure, ruledOutBy }) => measure !== 'no_action' && ruledOutBy.length === 0);
}

interface RuleThatSpoke {
  readonly rule: PolicyRule;
  readonly result: RuleResult;
}

/** The rules of a credit decision that led to its outcome, in the order of the policy. */
function rulesThatDecided(
  decision: Decision,
  outcome: CreditOutcome,
  compiled: CompiledPolicy,
): readonly RuleThatSpoke[] {
  if (outcome.kind === 'refer') {
    return withRules(
      decision.rules.filter((result) => outcome.why.includes(result.rule)),
      compiled,
    );
  }
  const holding = withRules(
    decision.rules.filter(({ holds }) => holds),
    compiled,
  );
  // The limit that binds first: it is the one that the amount approved comes from.
  const limits = holding
    .filter(({ rule }) => rule.effect.kind === 'limit')
    .sort((a, b) => Number(a.result.values.limit ?? 0) - Number(b.result.values.limit ?? 0));
  if (outcome.kind === 'approve') return limits;
  const declines = holding.filter(({ rule }) => rule.effect.kind === 'decline');
  return declines.length > 0 ? declines : limits;
}

function withRules(results: readonly RuleResult[], { policy }: CompiledPolicy): readonly RuleThatSpoke[] {
  return results.flatMap((result) => {
    const rule = policy.rules.find(({ id }) => id === result.rule);
    return rule === undefined ? [] : [{ rule, result }];
  });
}

/** Said of rules that only keep order among measures (R21): true, and no reason that anybody asks for. */
const HOUSEKEEPING = 'R21';

/** The rules that kept better-paying measures away, the best-paying first. */
function rulesBehind(
  decision: Decision,
  compiled: CompiledPolicy,
  choice: MeasureChoice | null,
): readonly RuleThatSpoke[] {
  const ids = new Set((choice?.betterRuledOut ?? []).flatMap(({ rules }) => rules));
  return [...ids].flatMap((id) => {
    const rule = compiled.policy.rules.find((known) => known.id === id);
    const result = decision.rules.find((known) => known.rule === id);
    return rule === undefined || result === undefined || rule.reason === HOUSEKEEPING
      ? []
      : [{ rule, result }];
  });
}

/** The same thing is told once: one reason for each code and characteristic. */
function oneEach(reasons: readonly Reason[]): readonly Reason[] {
  const told = new Set<string>();
  const named = new Set(
    reasons.filter(({ characteristic: about }) => about !== null).map(({ code }) => code),
  );
  return reasons.filter(({ code, characteristic: about }) => {
    // "Some data is missing" adds nothing beside the datum that is missing.
    if (about === null && named.has(code)) return false;
    const keys = [`${code} ${about ?? ''}`, ...(about === null ? [] : [about])];
    if (keys.some((key) => told.has(key))) return false;
    for (const key of keys) told.add(key);
    return true;
  });
}

function choiceOf(decision: Decision, compiled: CompiledPolicy): MeasureChoice | null {
  const { outcome, measures } = decision;
  if (outcome.kind !== 'measure') return null;
  const chosen = measures.find(({ measure }) => measure === outcome.measure);
  const byWorth = [...measures].sort(
    (a, b) => b.expectedNetCents - a.expectedNetCents || (a.measure < b.measure ? -1 : 1),
  );
  const nextBest = byWorth.find(
    ({ measure, ruledOutBy }) => measure !== outcome.measure && ruledOutBy.length === 0,
  );
  const worth = chosen?.expectedNetCents ?? 0;
  return {
    measure: outcome.measure,
    expectedNetCents: worth,
    baselineProbability: baselineProbabilityOf(decision, compiled),
    payProbability: chosen?.payProbability ?? 0,
    nextBest:
      nextBest === undefined
        ? null
        : { measure: nextBest.measure, expectedNetCents: nextBest.expectedNetCents },
    betterRuledOut: byWorth
      .filter(({ ruledOutBy, expectedNetCents }) => ruledOutBy.length > 0 && expectedNetCents > worth)
      .map(({ measure, expectedNetCents, ruledOutBy }) => ({ measure, expectedNetCents, rules: ruledOutBy })),
  };
}

function baselineProbabilityOf({ scores }: Decision, compiled: CompiledPolicy): number | null {
  const name = baselineScorecard(compiled);
  const card = compiled.policy.scorecards.find(({ scorecard }) => scorecard === name);
  const score = scores.find(({ scorecard }) => scorecard === name);
  if (score === undefined || card === undefined) return null;
  return card.target === 'pays' ? score.probability : 1 - score.probability;
}

/** Every value that could have mattered: of the scorecards first, in their order, then of the rules. */
function dataOf(
  { inputs: { values, evidence } }: Decision,
  compiled: CompiledPolicy,
  scorecards: readonly Scorecard[],
): Explanation['data'] {
  return namesThatCount(compiled, scorecards).map(({ characteristic: id, usedBy }) => ({
    characteristic: id,
    value: values[id] ?? null,
    evidence: evidence[id] ?? null,
    usedBy,
  }));
}

type Counts = Pick<Explanation['data'][number], 'characteristic' | 'usedBy'>;

/** The same for every decision of a policy with the same scorecards. */
const COUNTING = new WeakMap<
  CompiledPolicy,
  { readonly scorecards: readonly Scorecard[]; readonly names: readonly Counts[] }
>();

function namesThatCount(compiled: CompiledPolicy, scorecards: readonly Scorecard[]): readonly Counts[] {
  const known = COUNTING.get(compiled);
  const isOfThese =
    known?.scorecards.length === scorecards.length &&
    scorecards.every((scorecard, at) => scorecard === known.scorecards[at]);
  if (known !== undefined && isOfThese) return known.names;
  const scored = new Set(scorecards.flatMap(({ characteristics }) => characteristics.map(({ id }) => id)));
  const ruled = new Set(compiled.characteristics.map(characteristicIn).filter((id) => !scored.has(id)));
  const names = [
    ...[...scored].map((characteristic): Counts => ({ characteristic, usedBy: 'score' })),
    ...[...ruled].map((characteristic): Counts => ({ characteristic, usedBy: 'rule' })),
  ];
  COUNTING.set(compiled, { scorecards, names });
  return names;
}

function scorecardNamed(scorecards: ReadonlyMap<string, Scorecard>, name: string): Scorecard {
  const found = scorecards.get(name);
  if (found === undefined) {
    throw new Error(
      `the decision was made with the scorecard "${name}" (given: ${[...scorecards.keys()].join(', ')})`,
    );
  }
  return found;
}
