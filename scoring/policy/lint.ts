import { parseExpression, namesIn, type Expression, type Vocabulary } from './expression.ts';
import { expressionProblems, expressionsOf, referencesOf, vocabularyOf } from './expressions-of.ts';
import type { LintFinding, Policy, PolicyRule } from './policy.ts';
import { canHold, canonical, implies } from './satisfiable.ts';
import { vocabularyFor } from './vocabulary.ts';

/** Everything doubtful about a policy. Errors forbid publishing; warnings are for the person who approves. */
export function lintPolicy(
  policy: Policy,
  characteristics: Vocabulary = vocabularyFor(policy.kind),
): readonly LintFinding[] {
  const broken = expressionProblems(policy, characteristics).map(
    ({ because, ...problem }): LintFinding => ({
      ...problem,
      rule: because === 'syntax' ? 'unknown-name' : because,
      severity: 'error',
    }),
  );
  if (broken.length > 0) return broken;
  const rules = readRules(policy, characteristics);
  return [
    ...unreachable(policy, rules),
    ...duplicates(rules),
    ...citations(policy),
    ...unverified(policy),
    ...unused(policy, characteristics),
    ...gaps(policy),
  ];
}

interface ReadRule {
  readonly rule: PolicyRule;
  readonly when: Expression;
}

function readRules(policy: Policy, characteristics: Vocabulary): readonly ReadRule[] {
  const vocabulary = vocabularyOf(policy, characteristics, 'rule');
  return policy.rules
    .filter(({ enabled }) => enabled)
    .flatMap((rule) => {
      const parsed = parseExpression(rule.when, vocabulary, policy.currency, 'logic');
      return parsed.kind === 'expression' ? [{ rule, when: parsed.expression }] : [];
    });
}

function unreachable(policy: Policy, rules: readonly ReadRule[]): readonly LintFinding[] {
  const newest = new Map(policy.numbers.map(({ id, periods }) => [id, periods.at(-1)?.value ?? NaN]));
  const enabled = new Set(
    policy.collection?.measures.filter((m) => m.enabled).map(({ measure }) => measure) ?? [],
  );
  return rules.flatMap(({ rule, when }, i): readonly LintFinding[] => {
    if (!canHold(when, newest)) return [finding(rule, rule.when, 'a condition that can hold', 'unreachable')];
    const { effect } = rule;
    const isIdle =
      (effect.kind === 'rules_out' || effect.kind === 'release') &&
      !effect.measures.some((measure) => enabled.has(measure));
    if (isIdle)
      return [
        finding(
          rule,
          effect.measures.join(', '),
          'a measure that this policy uses',
          'unreachable',
          'warning',
        ),
      ];
    const cover = rules.find((other, j) => j !== i && covers(other, { rule, when }));
    return cover === undefined
      ? []
      : [
          finding(
            rule,
            rule.when,
            `a case that ${cover.rule.id} does not rule out already`,
            'unreachable',
            'warning',
          ),
        ];
  });
}

/** Whether `wide` does all that `narrow` does, and more. */
function covers(wide: ReadRule, narrow: ReadRule): boolean {
  const [a, b] = [wide.rule.effect, narrow.rule.effect];
  if (a.kind !== 'rules_out' || b.kind !== 'rules_out') return false;
  const all = new Set(a.measures);
  return (
    b.measures.every((measure) => all.has(measure)) &&
    implies(narrow.when, wide.when) &&
    canonical(narrow.when) !== canonical(wide.when)
  );
}

function duplicates(rules: readonly ReadRule[]): readonly LintFinding[] {
  const seen = new Map<string, string>();
  return rules.flatMap(({ rule, when }): readonly LintFinding[] => {
    const key = `${canonical(when)} ${JSON.stringify(rule.effect)}`;
    const before = seen.get(key);
    seen.set(key, before ?? rule.id);
    return before === undefined
      ? []
      : [finding(rule, rule.when, `a rule that ${before} does not repeat`, 'duplicate')];
  });
}

function citations(policy: Policy): readonly LintFinding[] {
  return policy.rules
    .filter(({ basis, citation }) => basis === 'law' && citation === null)
    .map((rule) => finding(rule, 'no citation', 'the citation of the law', 'uncited'));
}

/** An unsure number may be used only with the words that say what to check. */
function unverified(policy: Policy): readonly LintFinding[] {
  return policy.numbers.flatMap(({ id, periods }) =>
    periods.flatMap((period): readonly LintFinding[] => {
      if (period.confidence === 'H' && period.verify === null) return [];
      if (period.confidence === 'L' && period.verify === null)
        return [
          {
            path: `numbers.${id}`,
            value: `${period.value} (L)`,
            wanted: 'verify: what to check before use',
            rule: 'unverified',
            severity: 'error',
          },
        ];
      return period.verify === null
        ? []
        : [
            {
              path: `numbers.${id}`,
              value: String(period.value),
              wanted: period.verify,
              rule: 'unverified',
              severity: 'warning',
            },
          ];
    }),
  );
}

function unused(policy: Policy, characteristics: Vocabulary): readonly LintFinding[] {
  const used = new Set(referencesOf(policy).map(({ id }) => id));
  for (const { text, want, scope } of expressionsOf(policy)) {
    const parsed = parseExpression(text, vocabularyOf(policy, characteristics, scope), policy.currency, want);
    if (parsed.kind === 'expression') for (const name of namesIn(parsed.expression)) used.add(name);
  }
  const idle = policy.numbers.filter(({ id }) => !used.has(id));
  return idle.map(({ id }) => ({
    path: `numbers.${id}`,
    value: id,
    wanted: 'a rule that uses it',
    rule: 'unused',
    severity: 'warning',
  }));
}

function gaps(policy: Policy): readonly LintFinding[] {
  return policy.numbers.flatMap(({ id, periods }) =>
    periods.flatMap((period, i): readonly LintFinding[] => {
      const next = periods[i + 1];
      const isOpen = period.validTo === null || (next !== undefined && period.validTo >= next.validFrom);
      return isOpen
        ? []
        : [
            {
              path: `numbers.${id}`,
              value: `ends ${period.validTo}`,
              wanted: 'a value for every later day: rules know nothing from then on',
              rule: 'gap',
              severity: 'warning',
            },
          ];
    }),
  );
}

function finding(
  rule: PolicyRule,
  value: string,
  wanted: string,
  kind: LintFinding['rule'],
  severity: LintFinding['severity'] = 'error',
): LintFinding {
  return { path: `rules.${rule.id}`, value, wanted, rule: kind, severity };
}
