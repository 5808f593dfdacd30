import { measure as measureNamed } from '../policy/measures.ts';
import type {
  CompiledCollection,
  CompiledMeasure,
  CompiledPolicy,
  CompiledRule,
} from '../policy/compile-policy.ts';
import { TRUE, UNKNOWN } from '../policy/compile-expression.ts';
import type { CollectionOutcome, MeasureWeighed, RuleResult } from './decision.ts';
import type { Filled } from './fill-slots.ts';
import type { PayProbability } from './responses.ts';
import { ruleValues } from './rule-values.ts';

type Release = CollectionOutcome['release'];

const STRICTNESS: Readonly<Record<Release, number>> = { automatic: 0, one_person: 1, two_people: 2 };

export interface CollectionDecided {
  readonly outcome: CollectionOutcome;
  readonly measures: readonly MeasureWeighed[];
  readonly rules: readonly RuleResult[];
}

/**
 * Weighs every measure, rules out what law and policy forbid, and recommends the best of the rest. Each measure's worth
 * is P(pay | measure) × amount × share recovered − creditor's cost − weight × debtor's added cost − harm. A measure
 * that is worth no more than a milder one loses to it.
 */
export function decideCollection(
  compiled: CompiledPolicy,
  collection: CompiledCollection,
  payProbability: PayProbability,
  filled: Filled,
  keepAllRules: boolean,
): CollectionDecided {
  const results: RuleResult[] = [];
  const verdicts = new Map<string, Verdict>();
  const put = (rule: CompiledRule, measure: string | null): void => {
    const said = ask(rule, filled);
    if (said.speaks || keepAllRules) results.push(resultOf(rule, said, measure, filled));
    if (!said.speaks) return;
    if (measure !== null) pronounce(verdicts, measure, rule, said.holds);
    else for (const id of affected(rule)) pronounce(verdicts, id, rule, said.holds);
  };
  for (const rule of compiled.rules) if (!rule.perMeasure) put(rule, null);
  const measureRules = compiled.rules.filter(({ perMeasure }) => perMeasure);
  const measures = collection.measures.map((compiledMeasure): MeasureWeighed => {
    const weighed = weigh(compiled, collection, payProbability, compiledMeasure, filled);
    const id = compiledMeasure.measure.measure;
    setMeasure(filled, weighed);
    for (const rule of measureRules) if (affected(rule).includes(id)) put(rule, id);
    return { ...weighed, ruledOutBy: verdicts.get(id)?.ruledOutBy ?? [] };
  });
  const best = bestOf(measures);
  return { outcome: outcomeOf(best, collection, verdicts, filled), measures, rules: results };
}

interface Verdict {
  readonly ruledOutBy: string[];
  /** What rules ask for: a stated number of people, or a person where a value is missing. */
  release: Release;
}

function affected(rule: CompiledRule): readonly string[] {
  const { effect } = rule.rule;
  return effect.kind === 'rules_out' || effect.kind === 'release' ? effect.measures : [];
}

interface Said {
  readonly holds: boolean;
  readonly unknown: boolean;
  /** The rule acts, by holding or by its word on what is missing. */
  readonly speaks: boolean;
}

function ask({ holds: evaluate, rule }: CompiledRule, filled: Filled): Said {
  const truth = evaluate(filled.numbers, filled.texts);
  const unknown = truth === UNKNOWN;
  const holds = truth === TRUE || (unknown && rule.unknown === 'holds');
  return { holds, unknown, speaks: holds || (unknown && rule.unknown === 'refer') };
}

function resultOf(
  rule: CompiledRule,
  { holds, unknown }: Said,
  measure: string | null,
  filled: Filled,
): RuleResult {
  return {
    rule: rule.rule.id,
    holds,
    ...(unknown ? { unknown: true as const } : {}),
    ...(measure === null ? {} : { measure }),
    values: ruleValues(rule, filled),
  };
}

function pronounce(verdicts: Map<string, Verdict>, id: string, { rule }: CompiledRule, holds: boolean): void {
  const verdict = verdicts.get(id) ?? { ruledOutBy: [], release: 'automatic' };
  verdicts.set(id, verdict);
  if (!holds) verdict.release = stricter(verdict.release, 'one_person');
  else if (rule.effect.kind === 'release') verdict.release = stricter(verdict.release, rule.effect.people);
  else verdict.ruledOutBy.push(rule.id);
}

function weigh(
  compiled: CompiledPolicy,
  collection: CompiledCollection,
  payProbability: PayProbability,
  { measure, creditorCost, debtorCost, recoveredShare, harm }: CompiledMeasure,
  filled: Filled,
): MeasureWeighed {
  const { numbers, texts } = filled;
  const { probability, basis } = payProbability(measure);
  const creditorCostCents = cents(creditorCost(numbers, texts));
  const debtorCostCents = cents(debtorCost(numbers, texts));
  const weight = filled.valueOf(compiled.policy.collection?.debtorCostWeight ?? '');
  const share = recoveredShare(numbers, texts);
  const expected = probability * collection.amount(numbers, texts) * share;
  const harmCents = cents(harm(numbers, texts));
  const burden = creditorCostCents + Number(weight ?? 1) * debtorCostCents + harmCents;
  return {
    measure: measure.measure,
    ruledOutBy: [],
    payProbability: probability,
    payProbabilityBasis: basis,
    creditorCostCents,
    debtorCostCents,
    harmCents,
    ...(Number.isFinite(share) ? { recoveredShare: share } : {}),
    expectedNetCents: cents(expected - burden),
  };
}

function setMeasure(filled: Filled, weighed: MeasureWeighed): void {
  filled.set('measure.pay_probability', weighed.payProbability);
  filled.set('measure.creditor_cost', weighed.creditorCostCents);
  filled.set('measure.debtor_cost', weighed.debtorCostCents);
  filled.set('measure.expected_net', weighed.expectedNetCents);
}

/** Measures come mildest first, so a strict comparison gives a tie to the milder one. */
function bestOf(measures: readonly MeasureWeighed[]): string {
  let best: MeasureWeighed | null = null;
  for (const weighed of measures)
    if (
      weighed.ruledOutBy.length === 0 &&
      (best === null || weighed.expectedNetCents > best.expectedNetCents)
    )
      best = weighed;
  return best?.measure ?? 'no_action';
}

function outcomeOf(
  id: string,
  collection: CompiledCollection,
  verdicts: ReadonlyMap<string, Verdict>,
  filled: Filled,
): CollectionOutcome {
  const named = measureNamed(id);
  const ofClass: Release =
    named.legalEffect || named.automation === 'C'
      ? 'two_people'
      : named.automation === 'B'
        ? 'one_person'
        : 'automatic';
  const ofPolicy = collection.measures.find(({ measure }) => measure.measure === id)?.measure.release;
  /** Without an amount nothing can be weighed: a person looks. */
  const isWeighed = !Number.isNaN(collection.amount(filled.numbers, filled.texts));
  const parts: readonly Release[] = [
    ofClass,
    ofPolicy ?? 'automatic',
    verdicts.get(id)?.release ?? 'automatic',
    isWeighed ? 'automatic' : 'one_person',
  ];
  return { kind: 'measure', measure: id, release: parts.reduce(stricter) };
}

function stricter(a: Release, b: Release): Release {
  return STRICTNESS[a] >= STRICTNESS[b] ? a : b;
}

/** Whole cents; nothing known is worth nothing. */
function cents(value: number): number {
  return Number.isFinite(value) ? Math.round(value) + 0 : 0;
}
