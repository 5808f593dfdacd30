import type { Unit } from '../characteristics/characteristic.ts';
import { parseExpression, type Kind, type Vocabulary } from './expression.ts';
import type { NumberUnit, Policy, PolicyProblem } from './policy.ts';

/** One expression of a policy, where it stands and the kind that the place needs. */
export interface PolicyExpression {
  readonly path: string;
  readonly text: string;
  readonly want: Kind | 'any_number';
  /** Names that only this place knows: the measure being weighed, the affordability just worked out. */
  readonly scope: 'case' | 'rule';
}

/** What a rule may ask about the measure it rules on. */
export const MEASURE_NAMES: ReadonlyMap<string, NumberUnit> = new Map<string, NumberUnit>([
  ['measure.pay_probability', 'share'],
  ['measure.creditor_cost', 'cents'],
  ['measure.debtor_cost', 'cents'],
  ['measure.expected_net', 'cents'],
]);

/** What a credit rule may ask about affordability, worked out from `credit:` before any rule. */
export const AFFORDABILITY_NAMES: ReadonlyMap<string, NumberUnit> = new Map<string, NumberUnit>([
  ['affordability.income', 'cents'],
  ['affordability.expenses', 'cents'],
  ['affordability.obligations', 'cents'],
  ['affordability.new_payment', 'cents'],
  ['affordability.stressed_payment', 'cents'],
  ['affordability.debt_service_share', 'share'],
  ['affordability.free', 'cents'],
  ['affordability.amount_by_debt_service', 'cents'],
  ['affordability.amount_by_free_cash', 'cents'],
]);

/** All names that expressions of this policy may use, with their units. */
export function vocabularyOf(
  policy: Policy,
  characteristics: Vocabulary,
  scope: PolicyExpression['scope'],
): Vocabulary {
  const names = new Map<string, Unit | NumberUnit>(characteristics);
  for (const id of characteristics.keys()) names.set(`age_days(${id})`, 'days');
  for (const number of policy.numbers) names.set(number.id, number.unit);
  for (const { alias } of policy.scorecards)
    names
      .set(`${alias}.probability`, 'share')
      .set(`${alias}.points`, 'points')
      .set(`${alias}.error`, 'number');
  if (scope === 'rule')
    for (const [name, unit] of policy.kind === 'credit' ? AFFORDABILITY_NAMES : MEASURE_NAMES)
      names.set(name, unit);
  return names;
}

export function expressionsOf(policy: Policy): readonly PolicyExpression[] {
  const found: PolicyExpression[] = [];
  const add = (
    path: string,
    text: string,
    want: PolicyExpression['want'],
    scope: PolicyExpression['scope'] = 'case',
  ): void => {
    found.push({ path, text, want, scope });
  };
  for (const rule of policy.rules) {
    add(`rules.${rule.id}.when`, rule.when, 'logic', 'rule');
    if (rule.effect.kind === 'limit') add(`rules.${rule.id}.limit`, rule.effect.amount, 'cents', 'rule');
  }
  if (policy.collection !== null) {
    add('collection.amount', policy.collection.amount, 'cents');
    for (const m of policy.collection.measures) {
      add(`collection.measures.${m.measure}.creditor_cost`, m.creditorCost, 'cents');
      add(`collection.measures.${m.measure}.debtor_cost`, m.debtorCost, 'cents');
      add(`collection.measures.${m.measure}.recovered_share`, m.recoveredShare, 'share');
      add(`collection.measures.${m.measure}.harm`, m.harm, 'cents');
    }
  }
  for (const { id, value } of policy.collection?.effectModifiers ?? [])
    add(`collection.effect_modifiers.${id}`, value, 'any_number');
  if (policy.credit !== null) {
    add('credit.requested_amount', policy.credit.requestedAmount, 'cents');
    add('credit.term_months', policy.credit.termMonths, 'months');
    add('credit.annual_rate', policy.credit.annualRate, 'share');
    add('credit.income', policy.credit.income, 'cents');
    add('credit.expenses', policy.credit.expenses, 'cents');
    add('credit.obligations', policy.credit.obligations, 'cents');
  }
  return found;
}

/** References to numbers, scorecards and characteristics that stand outside expressions, with the unit each must have. */
export function referencesOf(
  policy: Policy,
): readonly { readonly path: string; readonly id: string; readonly unit: NumberUnit }[] {
  const { collection, credit } = policy;
  return [
    ...(collection === null
      ? []
      : [
          {
            path: 'collection.debtor_cost_weight',
            id: collection.debtorCostWeight,
            unit: 'number' as const,
          },
        ]),
    ...(credit === null
      ? []
      : [
          { path: 'credit.stress_rate', id: credit.stressRate, unit: 'share' as const },
          { path: 'credit.debt_service_limit', id: credit.debtServiceLimit, unit: 'share' as const },
          { path: 'credit.free_cash_least', id: credit.freeCashLeast, unit: 'cents' as const },
          { path: 'credit.least_amount', id: credit.leastAmount, unit: 'cents' as const },
          { path: 'credit.amount_step', id: credit.amountStep, unit: 'cents' as const },
        ]),
  ];
}

/** Everything in the policy that names nothing, names it twice, or mixes units. */
export function expressionProblems(
  policy: Policy,
  characteristics: Vocabulary,
): readonly (PolicyProblem & {
  readonly because: 'syntax' | 'unknown-name' | 'unit-mismatch' | 'duplicate';
})[] {
  const problems: (PolicyProblem & {
    readonly because: 'syntax' | 'unknown-name' | 'unit-mismatch' | 'duplicate';
  })[] = [];
  const vocabularies = {
    case: vocabularyOf(policy, characteristics, 'case'),
    rule: vocabularyOf(policy, characteristics, 'rule'),
  };
  for (const { path, text, want, scope } of expressionsOf(policy)) {
    const parsed = parseExpression(text, vocabularies[scope], policy.currency, want);
    if (parsed.kind === 'refused')
      problems.push({ path, value: parsed.value, wanted: parsed.wanted, because: parsed.because });
  }
  for (const { path, id, unit } of referencesOf(policy)) {
    const number = policy.numbers.find((known) => known.id === id);
    if (number === undefined)
      problems.push({ path, value: id, wanted: 'the id of a number', because: 'unknown-name' });
    else if (number.unit !== unit)
      problems.push({ path, value: `${id} in ${number.unit}`, wanted: unit, because: 'unit-mismatch' });
  }
  for (const number of policy.numbers)
    if (characteristics.has(number.id))
      problems.push({
        path: `numbers.${number.id}`,
        value: number.id,
        wanted: 'a name that is no characteristic',
        because: 'duplicate',
      });
  const { collection } = policy;
  if (collection !== null) {
    if (!policy.scorecards.some(({ alias }) => alias === collection.baseline))
      problems.push({
        path: 'collection.baseline',
        value: collection.baseline,
        wanted: 'the alias of a scorecard',
        because: 'unknown-name',
      });
  }
  const modifiers = new Set(collection?.effectModifiers.map(({ id }) => id));
  for (const { measure, prior } of collection?.measures ?? [])
    for (const id of Object.keys(prior.by))
      if (!modifiers.has(id))
        problems.push({
          path: `collection.measures.${measure}.prior.by`,
          value: id,
          wanted: 'the id of an effect modifier',
          because: 'unknown-name',
        });
  const seen = new Set<string>();
  for (const rule of policy.rules) {
    if (seen.has(rule.id))
      problems.push({
        path: `rules.${rule.id}`,
        value: rule.id,
        wanted: 'an id of its own',
        because: 'duplicate',
      });
    seen.add(rule.id);
  }
  return problems;
}
