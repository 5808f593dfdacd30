import { fitScorecard, type ScorecardSpec } from './fit.ts';
import { scoreRow } from './score.ts';
import type { Scorecard } from './scorecard.ts';
import { seededRandom, shuffled } from './seeded.ts';
import { rowOf, takeRows, type Table } from './table.ts';
import type { TensorFlow } from './tensorflow.ts';
import { NINETY_PERCENT, standardErrorOf } from './uncertainty.ts';
import { withoutUnusable } from './unusable-columns.ts';

/** How often two scorecards of separate rows differ by no more than their standard errors let expect. */
export interface Coverage {
  readonly nominal: number;
  readonly covered: number;
  /** Rows that each of the two was fitted to, and the rows that both scored without having seen them. */
  readonly fittedOn: number;
  readonly rows: number;
}

const FITTED_AT_MOST = 10_000;
const LOOKED_AT = 2_000;

/**
 * A standard error says how far a score would move with other training cases of the same kind, so other cases are taken:
 * the rows outside the first fold are dealt into two halves, each is fitted, and both score rows of the first fold. Their
 * difference ought to lie within 1.64 × √(error² + error²) for nine rows of ten. What both halves get wrong alike does
 * not show; simulated truths stand in for that in the tests. Null where the halves are too few to fit.
 */
export async function coverageOf(
  tf: TensorFlow,
  table: Table,
  spec: ScorecardSpec,
  folds: ArrayLike<number>,
): Promise<Coverage | null> {
  const random = seededRandom((spec.seed ?? 0) + 104_729);
  const all = Uint32Array.from({ length: table.rows }, (_, row) => row);
  const seen = shuffled(
    all.filter((row) => folds[row] !== 0),
    random,
  );
  const looked = takeRows(
    table,
    shuffled(
      all.filter((row) => folds[row] === 0),
      random,
    ).subarray(0, LOOKED_AT),
  );
  const half = Math.min(FITTED_AT_MOST, Math.floor(seen.length / 2));
  const usable = withoutUnusable(table, spec);
  const cards: Scorecard[] = [];
  for (const from of [0, half]) {
    const fitted = await fitScorecard(tf, takeRows(table, seen.subarray(from, from + half)), usable);
    if (fitted.kind === 'refused') return null;
    cards.push(fitted.scorecard);
  }
  let covered = 0;
  for (let at = 0; at < looked.rows; at += 1) {
    const row = rowOf(looked, at);
    const scores = cards.map((card) => scoreRow(card, row));
    const [one, other] = cards.map((card, which) => standardErrorOf(card, scores[which]!));
    const distance = Math.abs(scores[0]!.logOdds - scores[1]!.logOdds);
    if (distance <= NINETY_PERCENT * Math.hypot(one!, other!)) covered += 1;
  }
  return { nominal: 0.9, covered: covered / looked.rows, fittedOn: half, rows: looked.rows };
}
