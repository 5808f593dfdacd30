import { extendZodWithOpenApi } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { isIsoDate, type IsoDate } from '../../../scoring/portfolio/dates.ts';

extendZodWithOpenApi(z);

/*
 * What goes in and out of the API. The same schemas check requests and make the OpenAPI document; a test holds every
 * answer against its schema.
 */

export const isoDate = z
  .string()
  .refine(isIsoDate, 'want a date as YYYY-MM-DD')
  .transform((text): IsoDate => text)
  .openapi({ type: 'string', format: 'date', example: '2026-09-30' });

export const number = z.number().int().positive();

export const name = (what: string) =>
  z.string().min(1, `want ${what}`).max(200, 'want at most 200 characters');

/** Paging by number: what comes after the last one seen. */
export const pageQuery = z.object({
  after: z.coerce.number().int().min(0).default(0).openapi({ description: 'Number of the last one seen.' }),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});

const value = z.union([z.number(), z.string(), z.null()]);
const values = z.record(z.string(), value);
const cents = z.number().int().openapi({ description: 'Cents of the currency of the case.' });

const provenance = z.object({
  source: z.string(),
  obtainedOn: z.string(),
  validUntil: z.string().nullable(),
});

const outcome = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('approve'), amountCents: cents, termMonths: z.number().int() }),
    z.object({ kind: z.literal('decline') }),
    z.object({ kind: z.literal('refer'), why: z.array(z.string()).readonly() }),
    z.object({
      kind: z.literal('measure'),
      measure: z.string(),
      release: z.enum(['automatic', 'one_person', 'two_people']),
    }),
  ])
  .openapi('Outcome');

/** As it was made, and nothing added: a case of one person with all that the program looked at. */
export const decision = z
  .object({
    kind: z.enum(['collection', 'credit']),
    inputs: z.object({
      caseNumber: z.string(),
      personId: number,
      jurisdiction: z.enum(['EE', 'FI']),
      language: z.string(),
      asOf: z.string(),
      currency: z.string(),
      values: values.readonly(),
      evidence: z.record(z.string(), z.object(provenance.shape)).readonly(),
    }),
    policy: z.object({ id: z.string(), version: z.number().int(), fingerprint: z.string() }),
    scores: z
      .array(
        z.object({
          scorecard: z.string(),
          version: z.number().int(),
          fingerprint: z.string(),
          probability: z.number(),
          points: z.number(),
        }),
      )
      .readonly(),
    rules: z.array(z.object({ rule: z.string(), holds: z.boolean(), values: values.readonly() })).readonly(),
    measures: z
      .array(
        z.object({
          measure: z.string(),
          ruledOutBy: z.array(z.string()).readonly(),
          payProbability: z.number(),
          payProbabilityBasis: z.enum(['learnt', 'prior']),
          creditorCostCents: z.number(),
          debtorCostCents: z.number(),
          expectedNetCents: z.number(),
        }),
      )
      .readonly(),
    affordability: z
      .object({
        incomeCents: cents.nullable(),
        expensesCents: cents.nullable(),
        obligationsCents: cents.nullable(),
        newPaymentCents: z.number(),
        stressedPaymentCents: z.number(),
        debtServiceShare: z.number().nullable(),
        freeCents: z.number().nullable(),
        affordableAmountCents: z.number().nullable(),
      })
      .nullable(),
    outcome,
  })
  .openapi('Decision');

export const storedDecision = z
  .object({
    id: number,
    decidedAt: z.string(),
    decidedBy: z.enum(['program', 'people']),
    replaces: number.nullable().openapi({ description: 'The decision whose place this one takes.' }),
    replacedBy: number.nullable(),
    decision,
  })
  .openapi('StoredDecision');

export const decisionLine = z
  .object({
    id: number,
    caseNumber: z.string().nullable(),
    outcome: z.enum(['measure', 'approve', 'decline', 'refer']),
    measure: z.string().nullable(),
    amountCents: cents.nullable(),
    points: z.number().int().nullable(),
    probability: z.number().nullable(),
  })
  .openapi('DecisionLine');

const contribution = z.object({ characteristic: z.string(), logOdds: z.number(), points: z.number() });

export const explanation = z
  .object({
    threshold: z.object({ points: z.number(), of: z.string() }).nullable(),
    scores: z
      .array(
        z.object({
          scorecard: z.string(),
          base: z.number(),
          contributions: z.array(contribution).readonly(),
          sum: z.number(),
          probability: z.number(),
          points: z.number(),
        }),
      )
      .readonly(),
    reasons: z.array(z.object({ code: z.string(), points: z.number() })).readonly(),
    recourse: z.object({ kind: z.string() }),
    data: z.array(z.object({ characteristic: z.string(), usedBy: z.enum(['score', 'rule']) })).readonly(),
    asOf: z.string(),
  })
  .openapi('Explanation', {
    description: 'base + Σ contributions = sum, exactly; the same decision gives the same bytes.',
  });

export const explained = z.object({
  decisionId: number,
  language: z.enum(['et', 'en']),
  reasons: z
    .array(z.object({ sentence: z.string(), from: z.string(), correct: z.string() }))
    .openapi({ description: 'The principal reasons in words, each with the person’s own value.' }),
  explanation,
});

export const run = z
  .object({
    id: number,
    portfolio: z.string(),
    kind: z.enum(['collection', 'credit']),
    asOf: z.string(),
    policy: z.string(),
    policyVersion: z.number().int(),
    state: z.enum(['running', 'finished', 'failed', 'cancelled']),
    persons: z.object({ total: z.number().int(), done: z.number().int() }),
    cases: z.number().int(),
    restricted: z.number().int().openapi({
      description: 'Cases of persons whose data are only kept (GDPR art. 18): not scored.',
    }),
    startedAt: z.string(),
    finishedAt: z.string().nullable(),
    seconds: z.record(z.string(), z.number()).readonly(),
    error: z.string().nullable(),
  })
  .openapi('Run');

export const review = z
  .object({
    id: number,
    decisionId: number,
    state: z.enum(['requested', 'prepared', 'before_committee', 'decided', 'notified', 'withdrawn']),
    round: z.number().int(),
    requestedAt: z.string(),
    dueOn: z.string(),
    suspendsOutcome: z.boolean(),
    outcomeDecisionId: number.nullable(),
  })
  .openapi('Review');

export const verdict = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('uphold') }),
    z.object({ kind: z.literal('send_back'), missing: z.string().min(1).max(5000) }),
    z.object({
      kind: z.literal('change'),
      to: z.discriminatedUnion('kind', [
        z.object({
          kind: z.literal('approve'),
          amountCents: z.number().int().positive(),
          termMonths: z.number().int().positive().max(600),
        }),
        z.object({ kind: z.literal('decline') }),
        z.object({ kind: z.literal('measure'), measure: z.string().min(1).max(100) }),
      ]),
    }),
  ])
  .openapi('Verdict');

export const importDone = z
  .object({
    id: number,
    portfolio: z.string(),
    accepted: z.number().int(),
    known: z.number().int().openapi({ description: 'Rows that were on record already.' }),
    takenOut: z.number().int().openapi({
      description: 'Of them rows whose record a correction has taken out: it stays out.',
    }),
    erased: z.number().int().openapi({
      description: 'Of them rows that tell again what a person had erased: it stays out.',
    }),
    matched: z.number().int().openapi({
      description: 'Of them rows that met a payment put in by hand: it is counted once.',
    }),
    refused: z.number().int(),
    refusals: z
      .array(
        z.object({
          row: z.number().int(),
          field: z.string().nullable(),
          value: z.string().nullable(),
          wanted: z.string(),
        }),
      )
      .readonly()
      .openapi({ description: 'The first few; all of them are in the file of refused rows.' }),
  })
  .openapi('Import');

export const portfolio = z
  .object({
    name: z.string(),
    controller: z.string(),
    kind: z.enum(['collection', 'credit']),
    jurisdiction: z.enum(['EE', 'FI']),
    policy: z.string().nullable(),
    sample: z.boolean(),
  })
  .openapi('Portfolio');
