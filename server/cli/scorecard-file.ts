import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { fingerprintOfScorecard } from '../../scoring/scorecard/fingerprint.ts';
import type { Scorecard } from '../../scoring/scorecard/scorecard.ts';

const direction = z.union([z.literal(-1), z.literal(0), z.literal(1)]);
const fitted = {
  logOdds: z.number(),
  standardError: z.number(),
  points: z.number(),
  count: z.number(),
  positives: z.number(),
};
const attribute = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('range'),
    from: z.number().nullable(),
    to: z.number().nullable(),
    ...fitted,
  }),
  z.strictObject({ kind: z.literal('categories'), values: z.array(z.string()), ...fitted }),
  z.strictObject({ kind: z.literal('special'), value: z.number(), ...fitted }),
  z.strictObject({ kind: z.literal('missing'), ...fitted }),
  z.strictObject({ kind: z.literal('other'), ...fitted }),
]);
const pairSide = z.strictObject({
  characteristic: z.string(),
  groups: z.number().int().positive(),
  groupOf: z.array(z.number().int().min(0)),
});
const cover = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('range'), from: z.number().nullable(), to: z.number().nullable() }),
  z.strictObject({ kind: z.literal('categories'), values: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('special'), value: z.number() }),
  z.strictObject({ kind: z.literal('missing') }),
  z.strictObject({ kind: z.literal('other') }),
]);
const editRecord = z.strictObject({
  by: z.string(),
  at: z.string(),
  why: z.string(),
  parent: z.strictObject({ version: z.number(), fingerprint: z.string() }),
  changes: z.array(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('merge'), characteristic: z.string(), covers: z.array(cover) }),
      z.strictObject({
        kind: z.literal('split'),
        characteristic: z.string(),
        cover,
        at: z.union([z.number(), z.string()]),
        dataFingerprint: z.string(),
      }),
      z.strictObject({
        kind: z.literal('fix'),
        characteristic: z.string(),
        cover,
        fromPoints: z.number(),
        toPoints: z.number(),
      }),
      z.strictObject({ kind: z.literal('drop'), term: z.string() }),
    ]),
  ),
});
const SCORECARD = z.strictObject({
  format: z.enum(['recourse-scorecard/1', 'recourse-scorecard/2']),
  name: z.string(),
  version: z.number().int().positive(),
  target: z.strictObject({
    name: z.string(),
    favourable: z.union([z.literal(0), z.literal(1)]),
    kind: z.enum(['hazard', 'share', 'amount']).optional(),
    months: z
      .strictObject({
        characteristic: z.string(),
        horizon: z.number().int().positive(),
        recovered: z.array(z.number()).optional(),
      })
      .optional(),
  }),
  intercept: z.number(),
  characteristics: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.enum(['numeric', 'category']),
      monotone: direction,
      change: z
        .strictObject({ direction, daysPerUnit: z.number().min(0), costPerUnit: z.number().min(0) })
        .nullable(),
      observed: z.strictObject({ from: z.number(), to: z.number() }).nullable().optional(),
      attributes: z.array(attribute).min(1),
    }),
  ),
  pairs: z
    .array(
      z.strictObject({
        id: z.string(),
        first: pairSide,
        second: pairSide,
        logOdds: z.array(z.number()),
        standardErrors: z.array(z.number()),
        points: z.array(z.number()),
        counts: z.array(z.number()),
        positives: z.array(z.number()),
      }),
    )
    .default([]),
  uncertainty: z
    .strictObject({
      unit: z.number().positive(),
      base: z.array(z.number()).min(1),
      terms: z.array(z.array(z.number())),
      multipliers: z.array(z.array(z.number())),
    })
    .optional(),
  scaling: z.strictObject({
    pointsToDouble: z.number().positive(),
    anchorPoints: z.number(),
    anchorOdds: z.number().positive(),
  }),
  training: z.strictObject({
    rows: z.number(),
    positiveRate: z.number(),
    seed: z.number(),
    backend: z.string(),
    seconds: z.number(),
    dataFingerprint: z.string(),
    observedOn: z.string().nullable(),
  }),
  edits: z.array(editRecord).optional(),
  fingerprint: z.string(),
});

export type ScorecardRead =
  | { readonly kind: 'scorecard'; readonly scorecard: Scorecard }
  | { readonly kind: 'refused'; readonly reason: string };

/** Reads a scorecard file and refuses one that is not what its fingerprint says: nobody scores people by an altered card. */
export async function readScorecardFile(path: string): Promise<ScorecardRead> {
  const name = basename(path);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return refused(`${name}: the scorecard is not there, or cannot be read`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refused(`${name} is no scorecard: it is not JSON`);
  }
  const checked = SCORECARD.safeParse(value);
  if (!checked.success) {
    const { path: at, message } = checked.error.issues[0]!;
    return refused(`${name} is no scorecard: ${at.join('.') || 'the file'}: ${message}`);
  }
  const scorecard: Scorecard = checked.data;
  const fingerprint = fingerprintOfScorecard(scorecard);
  if (fingerprint !== scorecard.fingerprint) {
    return refused(
      `${name}: its content has the fingerprint ${fingerprint.slice(0, 12)}…, but it states ` +
        `${scorecard.fingerprint.slice(0, 12)}…: it was altered after training`,
    );
  }
  return { kind: 'scorecard', scorecard };
}

function refused(reason: string): ScorecardRead {
  return { kind: 'refused', reason };
}
