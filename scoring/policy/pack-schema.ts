/** The shape of a policy file, before any expression is read. Keys are the words of docs/policies.md. */
import { z } from 'zod';
import { isIsoDate } from '../portfolio/dates.ts';

const texts = z.strictObject({
  et: z.string().min(1),
  en: z.string().min(1),
  fi: z.string().min(1).optional(),
  sv: z.string().min(1).optional(),
});
/** Said to persons whose language may be any of ours. */
const everyText = z.strictObject({
  et: z.string().min(1),
  en: z.string().min(1),
  fi: z.string().min(1),
  sv: z.string().min(1),
});
const date = z.string().refine(isIsoDate, 'a date as YYYY-MM-DD');
const name = z.string().regex(/^[a-z][a-z0-9_]*$/, 'a name of small letters, digits and _');
const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'an id of small letters, digits and -');
const expression = z.union([z.string().min(1), z.number()]).transform(String);
const verify = z.string().min(1).nullable().default(null);

const period = {
  value: z.number(),
  citation: z.string().min(1),
  from: date,
  to: date.nullable().default(null),
  confidence: z.enum(['H', 'M', 'L']),
  verify,
};
const number = z.union([
  z.strictObject({ unit: z.string(), text: texts, ...period }),
  z.strictObject({ unit: z.string(), text: texts, periods: z.array(z.strictObject(period)).min(1) }),
]);

const rule = z.strictObject({
  id,
  enabled: z.boolean().default(true),
  when: expression.default('true'),
  unknown: z.enum(['refer', 'holds', 'fails']),
  rules_out: z.array(z.string()).min(1).optional(),
  only: z.array(z.string()).min(1).optional(),
  release: z
    .strictObject({ measures: z.array(z.string()).min(1), people: z.enum(['one_person', 'two_people']) })
    .optional(),
  decline: z.enum(['stands', 'assessed']).optional(),
  refer: z.union([z.literal(true), z.literal('instead_of_decline')]).optional(),
  limit: expression.optional(),
  reason: z.string().regex(/^R\d\d$/, 'a reason code such as R23'),
  basis: z.enum(['law', 'good_practice', 'policy']),
  citation: z.string().min(1).nullable().default(null),
  verify,
  text: texts,
  to_person: z.strictObject({ sentence: everyText, correct: everyText }).optional(),
});

const measure = z.strictObject({
  enabled: z.boolean().default(true),
  creditor_cost: expression,
  debtor_cost: expression.default('0'),
  recovered_share: expression,
  harm: expression.default('0'),
  prior: z.strictObject({
    log_odds: z.number().min(-5).max(5),
    standard_error: z.number().positive().max(5),
    by: z.record(id, z.number().min(-2).max(2)).default({}),
    basis: z.string().min(1),
    verify,
  }),
  release: z.enum(['one_person', 'two_people']).nullable().default(null),
  wait_days: z.number().int().min(0),
});

const collection = z.strictObject({
  baseline: name,
  horizon_days: z.number().int().positive(),
  response_days: z.number().int().positive(),
  effect_left: z.array(z.number().min(0).max(1)).min(1),
  amount: expression,
  debtor_cost_weight: name,
  measures: z.record(z.string(), measure),
  effect_modifiers: z
    .array(
      z.strictObject({
        id,
        value: expression,
        scale: z.enum(['linear', 'log', 'log_odds']),
        middle: z.number(),
        unit: z.number().positive(),
      }),
    )
    .default([]),
});

const credit = z.strictObject({
  requested_amount: expression,
  term_months: expression,
  annual_rate: expression,
  income: expression,
  expenses: expression,
  obligations: expression,
  stress_rate: name,
  debt_service_limit: name,
  free_cash_least: name,
  least_amount: name,
  amount_step: name,
  offer_less: z.boolean(),
});

export const packSchema = z.strictObject({
  policy: id,
  version: z.number().int().positive(),
  kind: z.enum(['collection', 'credit']),
  jurisdiction: z.enum(['EE', 'FI']).nullable(),
  currency: z.string().regex(/^[A-Z]{3}$/, 'a currency as three capitals'),
  name: texts,
  scorecards: z.record(name, z.strictObject({ scorecard: z.string(), target: z.enum(['pays', 'defaults']) })),
  numbers: z.record(name, number),
  rules: z.array(rule),
  collection: collection.nullable().default(null),
  credit: credit.nullable().default(null),
  review: z.strictObject({
    quorum: z.number().int().min(2),
    majority: z.literal('simple'),
    tie: z.enum(['person', 'chair']),
    deadline_days: z.number().int().positive(),
    deadline_months: z.number().int().positive(),
    suspends_outcome: z.boolean(),
    statement_first: z.boolean(),
    show_score_late: z.boolean().optional(),
    remedies: z.array(texts).min(1),
  }),
  notice: z.strictObject({
    debt_advice: z.strictObject({ text: texts, url: z.url() }),
    contact: texts,
    contact_hours: texts.nullable().default(null),
    silent_measures: z.array(z.string()).default([]),
  }),
});

export type Pack = z.infer<typeof packSchema>;
export type PackRule = z.infer<typeof rule>;
export type PackNumber = z.infer<typeof number>;
export type PackMeasure = z.infer<typeof measure>;
