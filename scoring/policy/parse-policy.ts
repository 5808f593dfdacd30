import { parse as parseYaml } from 'yaml';
import { fingerprintOf } from '../scorecard/fingerprint.ts';
import { expressionProblems } from './expressions-of.ts';
import type { Vocabulary } from './expression.ts';
import { vocabularyFor } from './vocabulary.ts';
import { MEASURES, measure, measuresNamed } from './measures.ts';
import { packSchema, type Pack, type PackMeasure, type PackNumber, type PackRule } from './pack-schema.ts';
import type {
  CollectionSettings,
  CreditSettings,
  NumberPeriod,
  NumberUnit,
  Policy,
  PolicyMeasure,
  PolicyNumber,
  PolicyProblem,
  PolicyRule,
  RuleEffect,
} from './policy.ts';

export type ParsedPolicy =
  | { readonly kind: 'policy'; readonly policy: Policy }
  | { readonly kind: 'refused'; readonly problems: readonly PolicyProblem[] };

/** Reads a policy file: its shape, its words, its units, its expressions. Refused as a whole, with every problem named. */
export function parsePolicy(
  yamlText: string,
  characteristicsFor: (kind: Policy['kind']) => Vocabulary = vocabularyFor,
): ParsedPolicy {
  let document: unknown;
  try {
    document = parseYaml(yamlText);
  } catch (error) {
    return refused([
      {
        path: '',
        value: error instanceof Error ? (error.message.split('\n')[0] ?? '') : '',
        wanted: 'YAML 1.2',
      },
    ]);
  }
  const shape = packSchema.safeParse(document);
  if (!shape.success)
    return refused(
      shape.error.issues.map((issue) => ({
        path: issue.path.join('.'),
        value: short(at(document, issue.path)),
        wanted: issue.message,
      })),
    );
  const problems: PolicyProblem[] = [];
  const policy = read(shape.data, problems);
  if (problems.length === 0) problems.push(...expressionProblems(policy, characteristicsFor(policy.kind)));
  return problems.length > 0 ? refused(problems) : { kind: 'policy', policy };
}

function read(pack: Pack, problems: PolicyProblem[]): Policy {
  const content: Omit<Policy, 'fingerprint'> = {
    format: 'recourse-policy/1',
    id: pack.policy,
    version: pack.version,
    kind: pack.kind,
    jurisdiction: pack.jurisdiction,
    currency: pack.currency,
    name: pack.name,
    scorecards: Object.entries(pack.scorecards).map(([alias, of]) => ({ alias, ...of })),
    numbers: Object.entries(pack.numbers).map(([id, of]) => readNumber(id, of, pack.currency, problems)),
    rules: pack.rules.map((rule, i) => readRule(rule, `rules.${i}`, pack.kind, problems)),
    collection: readCollection(pack, problems),
    credit: readCredit(pack, problems),
    review: {
      quorum: pack.review.quorum,
      majority: pack.review.majority,
      tie: pack.review.tie,
      deadlineDays: pack.review.deadline_days,
      deadlineMonths: pack.review.deadline_months,
      suspendsOutcome: pack.review.suspends_outcome,
      statementFirst: pack.review.statement_first,
      // Left out where a pack does not say it: its fingerprint stays what it was.
      ...(pack.review.show_score_late === undefined ? {} : { showScoreLate: pack.review.show_score_late }),
      remedies: pack.review.remedies,
    },
    notice: {
      debtAdvice: pack.notice.debt_advice,
      contact: pack.notice.contact,
      contactHours: pack.notice.contact_hours,
      silentMeasures: pack.notice.silent_measures.flatMap((word, i) =>
        readMeasureWord(word, `notice.silent_measures.${i}`, problems),
      ),
    },
  };
  return { ...content, fingerprint: fingerprintOf(content) };
}

const PLAIN_UNITS: readonly NumberUnit[] = ['days', 'months', 'share', 'count', 'points', 'number'];

function readNumber(id: string, from: PackNumber, currency: string, problems: PolicyProblem[]): PolicyNumber {
  const isMoney = from.unit === currency;
  const unit = isMoney ? 'cents' : PLAIN_UNITS.find((known) => known === from.unit);
  if (unit === undefined)
    problems.push({
      path: `numbers.${id}.unit`,
      value: from.unit,
      wanted: `one of ${[currency, ...PLAIN_UNITS].join(', ')}`,
    });
  const stated = 'periods' in from ? from.periods : [from];
  const periods = stated
    .map((period): NumberPeriod => {
      const { value, citation, confidence, verify } = period;
      return {
        value: isMoney ? Math.round(value * 100) : value,
        citation,
        validFrom: period.from,
        validTo: period.to,
        confidence,
        verify,
      };
    })
    .sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
  periods.forEach((period, i) => {
    const next = periods[i + 1];
    if (period.validTo !== null && period.validTo <= period.validFrom)
      problems.push({
        path: `numbers.${id}.to`,
        value: period.validTo,
        wanted: `a date after ${period.validFrom}`,
      });
    if (next !== undefined && (period.validTo === null || period.validTo > next.validFrom))
      problems.push({
        path: `numbers.${id}.to`,
        value: String(period.validTo),
        wanted: `a date no later than ${next.validFrom}, where the next period begins`,
      });
  });
  return { id, unit: unit ?? 'number', text: from.text, periods };
}

function readRule(rule: PackRule, path: string, kind: Pack['kind'], problems: PolicyProblem[]): PolicyRule {
  return {
    id: rule.id,
    enabled: rule.enabled,
    when: rule.when,
    unknown: rule.unknown,
    effect: readEffect(rule, path, kind, problems),
    reason: rule.reason,
    basis: rule.basis,
    citation: rule.citation,
    verify: rule.verify,
    text: rule.text,
    // Absent where there is none: a field that is always there would change every published fingerprint.
    ...(rule.to_person === undefined ? {} : { toPerson: rule.to_person }),
  };
}

const EFFECTS = {
  collection: ['rules_out', 'only', 'release'],
  credit: ['decline', 'refer', 'limit'],
} as const;

function readEffect(rule: PackRule, path: string, kind: Pack['kind'], problems: PolicyProblem[]): RuleEffect {
  const given = [...EFFECTS.collection, ...EFFECTS.credit].filter((key) => rule[key] !== undefined);
  const [effect] = given;
  if (given.length !== 1 || effect === undefined || !(EFFECTS[kind] as readonly string[]).includes(effect))
    problems.push({ path, value: given.join(', '), wanted: `exactly one of ${EFFECTS[kind].join(', ')}` });
  if (rule.decline !== undefined && rule.unknown === 'holds')
    problems.push({
      path: `${path}.unknown`,
      value: 'holds',
      wanted: 'refer or fails: what is missing never declines',
    });
  const words = (list: readonly string[], key: string): readonly string[] => [
    ...new Set(list.flatMap((word, i) => readMeasureWord(word, `${path}.${key}.${i}`, problems))),
  ];
  if (rule.release !== undefined)
    return {
      kind: 'release',
      measures: words(rule.release.measures, 'release.measures'),
      people: rule.release.people,
    };
  if (rule.only !== undefined) {
    const kept = new Set(words(rule.only, 'only'));
    return {
      kind: 'rules_out',
      measures: MEASURES.map((m) => m.id).filter((id) => id !== 'no_action' && !kept.has(id)),
    };
  }
  if (rule.rules_out !== undefined) {
    const measures = words(rule.rules_out, 'rules_out');
    if (measures.includes('no_action'))
      problems.push({
        path: `${path}.rules_out`,
        value: 'no_action',
        wanted: 'other measures: waiting is always possible',
      });
    return { kind: 'rules_out', measures };
  }
  if (rule.limit !== undefined) return { kind: 'limit', amount: rule.limit };
  if (rule.decline !== undefined) return { kind: 'decline', stands: rule.decline === 'stands' };
  return { kind: rule.refer === 'instead_of_decline' ? 'refer_declines' : 'refer' };
}

function readMeasureWord(word: string, path: string, problems: PolicyProblem[]): readonly string[] {
  const named = measuresNamed(word);
  if (named === null) problems.push({ path, value: word, wanted: 'a measure or a group of measures' });
  return named ?? [];
}

function readCollection(pack: Pack, problems: PolicyProblem[]): CollectionSettings | null {
  const { collection } = pack;
  if ((pack.kind === 'collection') !== (collection !== null))
    problems.push({
      path: 'collection',
      value: collection === null ? 'missing' : 'given',
      wanted: `${pack.kind} settings only`,
    });
  if (collection === null) return null;
  if (collection.measures.no_action?.enabled !== true)
    problems.push({
      path: 'collection.measures.no_action',
      value: 'missing',
      wanted: 'no_action, enabled: waiting is always possible',
    });
  const stretches = Math.ceil(collection.horizon_days / collection.response_days);
  if (collection.effect_left.length !== stretches)
    problems.push({
      path: 'collection.effect_left',
      value: collection.effect_left.join(', '),
      wanted: `${stretches} shares, one for each ${collection.response_days} days of the horizon`,
    });
  return {
    baseline: collection.baseline,
    horizonDays: collection.horizon_days,
    responseDays: collection.response_days,
    effectLeft: collection.effect_left,
    amount: collection.amount,
    debtorCostWeight: collection.debtor_cost_weight,
    measures: Object.entries(collection.measures)
      .filter(
        ([id]) => readMeasureWord(id, `collection.measures.${id}`, problems).length === 1 && isSingle(id),
      )
      .map(([id, of]) => readMeasure(id, of))
      .sort((a, b) => measure(a.measure).severity - measure(b.measure).severity),
    effectModifiers: collection.effect_modifiers,
  };
}

function isSingle(id: string): boolean {
  return MEASURES.some((m) => m.id === id);
}

function readMeasure(id: string, from: PackMeasure): PolicyMeasure {
  return {
    measure: id,
    enabled: from.enabled,
    creditorCost: from.creditor_cost,
    debtorCost: from.debtor_cost,
    recoveredShare: from.recovered_share,
    harm: from.harm,
    prior: {
      logOdds: from.prior.log_odds,
      standardError: from.prior.standard_error,
      by: from.prior.by,
      basis: from.prior.basis,
      verify: from.prior.verify,
    },
    release: from.release,
    waitDays: from.wait_days,
  };
}

function readCredit(pack: Pack, problems: PolicyProblem[]): CreditSettings | null {
  const { credit } = pack;
  if ((pack.kind === 'credit') !== (credit !== null))
    problems.push({
      path: 'credit',
      value: credit === null ? 'missing' : 'given',
      wanted: `${pack.kind} settings only`,
    });
  if (credit === null) return null;
  return {
    requestedAmount: credit.requested_amount,
    termMonths: credit.term_months,
    annualRate: credit.annual_rate,
    income: credit.income,
    expenses: credit.expenses,
    obligations: credit.obligations,
    stressRate: credit.stress_rate,
    debtServiceLimit: credit.debt_service_limit,
    freeCashLeast: credit.free_cash_least,
    leastAmount: credit.least_amount,
    amountStep: credit.amount_step,
    offerLess: credit.offer_less,
  };
}

function refused(problems: readonly PolicyProblem[]): ParsedPolicy {
  return { kind: 'refused', problems };
}

function at(document: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      value !== null && typeof value === 'object'
        ? (value as Readonly<Record<PropertyKey, unknown>>)[key]
        : undefined,
    document,
  );
}

function short(value: unknown): string {
  const text = value === undefined ? 'nothing' : (JSON.stringify(value) ?? typeof value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
