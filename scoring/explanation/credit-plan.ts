import type { CompiledCredit, CompiledPolicy, CompiledRule } from '../policy/compile-policy.ts';
import { namesIn, parseExpression, visit } from '../policy/expression.ts';
import { vocabularyOf } from '../policy/expressions-of.ts';
import { vocabularyFor } from '../policy/vocabulary.ts';
import { type Locator, locatorOf } from '../scorecard/locate.ts';
import { type PlacedPair, placePairs } from '../scorecard/pairs.ts';
import type { Scorecard } from '../scorecard/scorecard.ts';

/** What a policy and its scorecard say of every case that recourse is worked out for. */
export interface CreditPlan {
  readonly compiled: CompiledPolicy;
  readonly credit: CompiledCredit;
  readonly scorecard: Scorecard;
  readonly alias: string;
  readonly scoreRules: readonly CompiledRule[];
  /** The figures that stand in them; those of the policy's numbers come with the day. */
  readonly scoreConstants: readonly number[];
  readonly valueRules: readonly { readonly rule: CompiledRule; readonly sees: ReadonlySet<string> }[];
  /** What affordability is worked out from. */
  readonly affordability: readonly string[];
  readonly locators: readonly Locator[];
  readonly placeOf: ReadonlyMap<string, number>;
  readonly pairs: readonly PlacedPair[];
  /** By characteristic of the scorecard, its pair terms. */
  readonly pairsOf: readonly (readonly number[])[];
  /** From the least of its cells to the greatest. */
  readonly spreads: readonly number[];
}

const PLANS = new WeakMap<CompiledPolicy, WeakMap<Scorecard, CreditPlan | 'too_involved'>>();

/** Null where the policy has rules that the knapsack of a credit decision cannot take apart. Worked out once. */
export function planOf(
  compiled: CompiledPolicy,
  scorecards: ReadonlyMap<string, Scorecard>,
): CreditPlan | null {
  const [only, ...more] = compiled.policy.scorecards;
  const scorecard = only === undefined || more.length > 0 ? undefined : scorecards.get(only.scorecard);
  if (scorecard === undefined || only === undefined) return null;
  let plans = PLANS.get(compiled);
  if (plans === undefined) PLANS.set(compiled, (plans = new WeakMap()));
  let plan = plans.get(scorecard);
  if (plan === undefined)
    plans.set(scorecard, (plan = makePlan(compiled, scorecard, only.alias) ?? 'too_involved'));
  return plan === 'too_involved' ? null : plan;
}

function makePlan(compiled: CompiledPolicy, scorecard: Scorecard, alias: string): CreditPlan | null {
  const { credit, policy } = compiled;
  if (credit === null || policy.credit === null) return null;
  const numbers = new Set(policy.numbers.map(({ id }) => id));
  const probability = `${alias}.probability`;
  // How sure the score is moves with every change; what such a rule says is heard when an option is decided again.
  const foreseen = compiled.rules.filter(({ names }) => !names.includes(`${alias}.error`));
  const scoreRules = foreseen.filter(({ looksAtScore }) => looksAtScore);
  const isPlain = scoreRules.every(
    ({ rule, names, limit }) =>
      limit === null &&
      rule.unknown !== 'fails' &&
      names.every((name) => name === probability || numbers.has(name)),
  );
  if (!isPlain) return null;
  const vocabulary = vocabularyOf(policy, vocabularyFor(policy.kind), 'case');
  const seenIn = (text: string): readonly string[] => {
    const parsed = parseExpression(text, vocabulary, policy.currency, 'any_number');
    return parsed.kind === 'refused' ? [] : namesIn(parsed.expression).filter((name) => !numbers.has(name));
  };
  const { requestedAmount, termMonths, annualRate, income, expenses, obligations } = policy.credit;
  const affordability = [
    ...new Set([requestedAmount, termMonths, annualRate, income, expenses, obligations].flatMap(seenIn)),
  ];
  const scoreConstants = scoreRules.flatMap(({ rule }) => {
    const parsed = parseExpression(
      rule.when,
      vocabularyOf(policy, vocabularyFor(policy.kind), 'rule'),
      policy.currency,
      'logic',
    );
    const figures: number[] = [];
    if (parsed.kind !== 'refused') {
      visit(parsed.expression, (node) => {
        if (node.op === 'constant' && typeof node.value === 'number') figures.push(node.value);
      });
    }
    return figures;
  });
  const pairs = placePairs(scorecard);
  return {
    compiled,
    credit,
    scorecard,
    alias,
    scoreRules,
    scoreConstants,
    valueRules: foreseen
      .filter(({ looksAtScore }) => !looksAtScore)
      .map((rule) => ({ rule, sees: seesOf(rule, affordability, seenIn(requestedAmount)) })),
    affordability,
    locators: scorecard.characteristics.map(locatorOf),
    placeOf: new Map(scorecard.characteristics.map(({ id }, place) => [id, place])),
    pairs,
    spreads: pairs.map(({ term }) => Math.max(...term.logOdds) - Math.min(...term.logOdds)),
    pairsOf: scorecard.characteristics.map((_, place) =>
      pairs.flatMap(({ first, second }, at) => (first === place || second === place ? [at] : [])),
    ),
  };
}

/** The age of a datum is not changed by changing its value. A limit is held against the amount asked for. */
function seesOf(
  { names, limit }: CompiledRule,
  affordability: readonly string[],
  requested: readonly string[],
): ReadonlySet<string> {
  const own = names.filter((name) => !name.startsWith('age_days('));
  const isOfAffordability = own.some((name) => name.startsWith('affordability.'));
  return new Set([...own, ...(isOfAffordability ? affordability : []), ...(limit === null ? [] : requested)]);
}
