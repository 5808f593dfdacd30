import type { IsoDate } from '../portfolio/dates.ts';
import { compileExpression, slotsFor, type Evaluator, type Slots } from './compile-expression.ts';
import { namesIn, parseExpression, type Expression, type Kind, type Vocabulary } from './expression.ts';
import { AFFORDABILITY_NAMES, MEASURE_NAMES, vocabularyOf } from './expressions-of.ts';
import { vocabularyFor } from './vocabulary.ts';
import type {
  CreditSettings,
  EffectModifier,
  NumberPeriod,
  Policy,
  PolicyMeasure,
  PolicyRule,
} from './policy.ts';

/** A policy ready to decide with: every expression is JavaScript over slots that are filled once a case. */
export interface CompiledPolicy {
  readonly policy: Policy;
  readonly slots: Slots;
  readonly scoreSlots: readonly ScoreSlots[];
  /** Enabled rules in the order of the file; the order changes no outcome. */
  readonly rules: readonly CompiledRule[];
  readonly collection: CompiledCollection | null;
  readonly credit: CompiledCredit | null;
  /** Rules that compare a score with a number: the thresholds that explanations measure against. */
  readonly cutoffs: readonly Cutoff[];
  /** Characteristics that any expression of the policy looks at. */
  readonly characteristics: readonly string[];
  /** Values of the policy's numbers in force on a day; a number without a period on that day is absent. */
  readonly numbersOn: (asOf: IsoDate) => ReadonlyMap<string, NumberPeriod>;
}

/** Where expressions read the score of one of the policy's scorecards; −1 where none does. */
export interface ScoreSlots {
  readonly alias: string;
  readonly probability: number;
  readonly points: number;
  readonly error: number;
}

export interface CompiledRule {
  readonly rule: PolicyRule;
  readonly names: readonly string[];
  /** The same names in the same order, with where their values stand. */
  readonly reads: readonly Read[];
  readonly holds: Evaluator;
  /** Looks at the measure being weighed, so it is asked once a measure. */
  readonly perMeasure: boolean;
  /** Looks at a score: missing data may not let it speak against the person. */
  readonly looksAtScore: boolean;
  readonly limit: Evaluator | null;
}

export interface Read {
  readonly name: string;
  readonly isText: boolean;
  readonly slot: number;
}

export interface CompiledMeasure {
  readonly measure: PolicyMeasure;
  readonly creditorCost: Evaluator;
  readonly debtorCost: Evaluator;
  readonly recoveredShare: Evaluator;
  readonly harm: Evaluator;
}

export interface CompiledCollection {
  readonly amount: Evaluator;
  readonly effectModifiers: readonly { readonly modifier: EffectModifier; readonly value: Evaluator }[];
  readonly measures: readonly CompiledMeasure[];
}

export type CompiledCredit = {
  readonly [K in
    | 'requestedAmount'
    | 'termMonths'
    | 'annualRate'
    | 'income'
    | 'expenses'
    | 'obligations'
    | 'stressRate'
    | 'debtServiceLimit'
    | 'freeCashLeast'
    | 'leastAmount'
    | 'amountStep']: Evaluator;
} & { readonly settings: CreditSettings };

export interface Cutoff {
  readonly rule: string;
  readonly alias: string;
  readonly scorecard: string;
  /** The score counts against the person when its probability is on this side of the number. */
  readonly side: 'above' | 'below';
  /** Id of the policy number, or null when the rule has the figure itself. */
  readonly number: string | null;
  readonly value: number | null;
  readonly effect: PolicyRule['effect']['kind'];
}

/** Compiles a policy that `parsePolicy` accepted with the same vocabulary; throws on any other. */
export function compilePolicy(
  policy: Policy,
  characteristics: Vocabulary = vocabularyFor(policy.kind),
): CompiledPolicy {
  const vocabularies = {
    case: vocabularyOf(policy, characteristics, 'case'),
    rule: vocabularyOf(policy, characteristics, 'rule'),
  };
  const trees: Expression[] = [];
  const tree = (text: string, want: Kind | 'any_number', scope: 'case' | 'rule' = 'case'): Expression => {
    const parsed = parseExpression(text, vocabularies[scope], policy.currency, want);
    if (parsed.kind === 'refused')
      throw new Error(`policy ${policy.id}: "${text}": ${parsed.value}, wanted ${parsed.wanted}`);
    trees.push(parsed.expression);
    return parsed.expression;
  };
  const rules = policy.rules
    .filter((rule) => rule.enabled)
    .map((rule) => ({
      rule,
      when: tree(rule.when, 'logic', 'rule'),
      limit: rule.effect.kind === 'limit' ? tree(rule.effect.amount, 'cents', 'rule') : null,
    }));
  const measures = (policy.collection?.measures ?? [])
    .filter((measure) => measure.enabled)
    .map((measure) => ({
      measure,
      creditorCost: tree(measure.creditorCost, 'cents'),
      debtorCost: tree(measure.debtorCost, 'cents'),
      recoveredShare: tree(measure.recoveredShare, 'share'),
      harm: tree(measure.harm, 'cents'),
    }));
  const amount = policy.collection === null ? null : tree(policy.collection.amount, 'cents');
  const modifiers = (policy.collection?.effectModifiers ?? []).map((modifier) => ({
    modifier,
    value: tree(modifier.value, 'any_number'),
  }));
  const credit =
    policy.credit === null
      ? null
      : {
          requestedAmount: tree(policy.credit.requestedAmount, 'cents'),
          termMonths: tree(policy.credit.termMonths, 'months'),
          annualRate: tree(policy.credit.annualRate, 'share'),
          income: tree(policy.credit.income, 'cents'),
          expenses: tree(policy.credit.expenses, 'cents'),
          obligations: tree(policy.credit.obligations, 'cents'),
          stressRate: tree(policy.credit.stressRate, 'any_number'),
          debtServiceLimit: tree(policy.credit.debtServiceLimit, 'any_number'),
          freeCashLeast: tree(policy.credit.freeCashLeast, 'any_number'),
          leastAmount: tree(policy.credit.leastAmount, 'any_number'),
          amountStep: tree(policy.credit.amountStep, 'any_number'),
        };

  /** Numbers that only the settings name stand in no expression, and are looked up all the same. */
  const slots = slotsFor(trees, [
    ...MEASURE_NAMES.keys(),
    ...AFFORDABILITY_NAMES.keys(),
    ...policy.numbers.map(({ id }) => id),
  ]);
  const code = (expression: Expression): Evaluator => compileExpression(expression, slots);
  const compiledRules = rules.map(({ rule, when, limit }): CompiledRule => {
    const names = [...new Set([...namesIn(when), ...(limit === null ? [] : namesIn(limit))])];
    return {
      rule,
      names,
      reads: names.map((name) => readOf(name, slots)),
      holds: code(when),
      perMeasure: names.some((name) => MEASURE_NAMES.has(name)),
      looksAtScore: names.some((name) => policy.scorecards.some(({ alias }) => name.startsWith(`${alias}.`))),
      limit: limit === null ? null : code(limit),
    };
  });
  const mentioned = new Set(trees.flatMap(namesIn).map(characteristicIn));
  return {
    policy,
    slots,
    scoreSlots: policy.scorecards.map(({ alias }) => scoreSlotsOf(alias, slots)),
    rules: compiledRules,
    collection:
      amount === null
        ? null
        : {
            amount: code(amount),
            effectModifiers: modifiers.map(({ modifier, value }) => ({ modifier, value: code(value) })),
            measures: measures.map((m) => ({
              measure: m.measure,
              creditorCost: code(m.creditorCost),
              debtorCost: code(m.debtorCost),
              recoveredShare: code(m.recoveredShare),
              harm: code(m.harm),
            })),
          },
    credit:
      credit === null || policy.credit === null
        ? null
        : {
            settings: policy.credit,
            requestedAmount: code(credit.requestedAmount),
            termMonths: code(credit.termMonths),
            annualRate: code(credit.annualRate),
            income: code(credit.income),
            expenses: code(credit.expenses),
            obligations: code(credit.obligations),
            stressRate: code(credit.stressRate),
            debtServiceLimit: code(credit.debtServiceLimit),
            freeCashLeast: code(credit.freeCashLeast),
            leastAmount: code(credit.leastAmount),
            amountStep: code(credit.amountStep),
          },
    cutoffs: rules.flatMap(({ rule, when }) => cutoffOf(policy, rule, when)),
    characteristics: [...characteristics.keys()].filter((id) => mentioned.has(id)),
    numbersOn: numbersByDay(policy),
  };
}

function readOf(name: string, { numbers, texts }: Slots): Read {
  const text = texts.get(name);
  return { name, isText: text !== undefined, slot: text ?? numbers.get(name)! };
}

function scoreSlotsOf(alias: string, { numbers }: Slots): ScoreSlots {
  const slotOf = (figure: string): number => numbers.get(`${alias}.${figure}`) ?? -1;
  return { alias, probability: slotOf('probability'), points: slotOf('points'), error: slotOf('error') };
}

/** The characteristic that a name speaks of: `age_days(x)` asks about x. */
export function characteristicIn(name: string): string {
  return name.startsWith('age_days(') ? name.slice('age_days('.length, -1) : name;
}

/** The period of each number that covers the day. */
export function numbersInForce(policy: Policy, asOf: IsoDate): ReadonlyMap<string, NumberPeriod> {
  const inForce = new Map<string, NumberPeriod>();
  for (const number of policy.numbers) {
    const period = number.periods.find(
      (p) => p.validFrom <= asOf && (p.validTo === null || asOf < p.validTo),
    );
    if (period !== undefined) inForce.set(number.id, period);
  }
  return inForce;
}

/** A run asks for one day a hundred thousand times. */
function numbersByDay(policy: Policy): CompiledPolicy['numbersOn'] {
  const days = new Map<IsoDate, ReadonlyMap<string, NumberPeriod>>();
  return (asOf) => {
    const known = days.get(asOf);
    if (known !== undefined) return known;
    const inForce = numbersInForce(policy, asOf);
    days.set(asOf, inForce);
    return inForce;
  };
}

/** The first part of the rule that compares a score with a number. */
function cutoffOf(policy: Policy, rule: PolicyRule, when: Expression): readonly Cutoff[] {
  if (when.op === 'and') {
    const left = cutoffOf(policy, rule, when.left);
    return left.length > 0 ? left : cutoffOf(policy, rule, when.right);
  }
  if (when.op !== 'compare' || when.left.op !== 'name' || when.how === '==' || when.how === '!=') return [];
  const { left, right, how } = when;
  const card = policy.scorecards.find(({ alias }) => left.name === `${alias}.probability`);
  const number = right.op === 'name' ? policy.numbers.find(({ id }) => id === right.name) : undefined;
  if (card === undefined || (number === undefined && right.op !== 'constant')) return [];
  return [
    {
      rule: rule.id,
      alias: card.alias,
      scorecard: card.scorecard,
      side: how.startsWith('>') ? 'above' : 'below',
      number: number?.id ?? null,
      value: right.op === 'constant' ? Number(right.value) : null,
      effect: rule.effect.kind,
    },
  ];
}
