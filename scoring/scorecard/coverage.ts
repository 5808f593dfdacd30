import { fitScorecard, type ScorecardSpec } from './fit.ts';
import { scoreRow } from './score.ts';
import type { Scorecard } from './scorecard.ts';
import { seededRandom, shuffled } from './seeded.ts';
import { rowOf, takeRows, type Table } from './table.ts';
import type { TensorFlow } from './tensorflow.ts';
import { NINETY_PERCENT, samplingErrorOf } from './uncertainty.ts';
import { withoutUnusable } from './unusable-columns.ts';

/** How often two scorecards of separate rows differ by no more than their sampling errors let expect. */
export interface Coverage {
  readonly nominal: number;
  readonly covered: number;
  /** Rows that each of them was fitted to, and the rows that all scored without having seen them. */
  readonly fittedOn: number;
  readonly rows: number;
}

const PARTS = 3;
const FITTED_AT_MOST = 6000;
const LOOKED_AT = 2000;
/** One dealing of few rows says more of the dealing than of the errors; more of them cost little. */
const FEW = 1000;
const DEALINGS_OF_FEW = 5;

/**
 * Whether errors are of the right size shows on other cases of the same kind: the rows outside the first fold are dealt
 * into three parts, a scorecard is fitted to each, and all score rows of the first fold. Two of them ought to differ by at
 * most 1.64 × √(error² + error²) in nine of ten. What is measured by is the part of the error that sampling makes
 * (`samplingErrorOf`): what smoothing bends, all parts bend alike, and no two of them can show it; simulated truths do so
 * in the tests. Null where the parts are too few to fit.
 */
export async function coverageOf(
  tf: TensorFlow,
  table: Table,
  spec: ScorecardSpec,
  folds: ArrayLike<number>,
): Promise<Coverage | null> {
  const random = seededRandom((spec.seed ?? 0) + 104_729);
  const all = Uint32Array.from({ length: table.rows }, (_, row) => row);
  const seen = all.filter((row) => folds[row] !== 0);
  const held = shuffled(
    all.filter((row) => folds[row] === 0),
    random,
  );
  const looked = takeRows(table, held.subarray(0, LOOKED_AT));
  const size = Math.min(FITTED_AT_MOST, Math.floor(seen.length / PARTS));
  const usable = withoutUnusable(table, spec);
  let [covered, compared] = [0, 0];
  for (let dealing = 0; dealing < (size < FEW ? DEALINGS_OF_FEW : 1); dealing += 1) {
    const dealt = shuffled(seen, random);
    const cards: Scorecard[] = [];
    for (let part = 0; part < PARTS; part += 1) {
      const own = takeRows(table, dealt.subarray(part * size, (part + 1) * size));
      const fitted = await fitScorecard(tf, own, usable);
      if (fitted.kind === 'refused') return null;
      cards.push(fitted.withSampling());
    }
    const agreed = agreementOf(cards, looked);
    covered += agreed.covered;
    compared += agreed.compared;
  }
  return { nominal: 0.9, covered: covered / compared, fittedOn: size, rows: looked.rows };
}

function agreementOf(
  cards: readonly Scorecard[],
  looked: Table,
): { readonly covered: number; readonly compared: number } {
  let [covered, compared] = [0, 0];
  for (let at = 0; at < looked.rows; at += 1) {
    const row = rowOf(looked, at);
    const scored = cards.map((card) => {
      const score = scoreRow(card, row);
      return { logOdds: score.logOdds, error: samplingErrorOf(card, score) };
    });
    scored.forEach((one, first) => {
      for (const other of scored.slice(first + 1)) {
        compared += 1;
        const reach = NINETY_PERCENT * Math.hypot(one.error, other.error);
        if (Math.abs(one.logOdds - other.logOdds) <= reach) covered += 1;
      }
    });
  }
  return { covered, compared };
}
