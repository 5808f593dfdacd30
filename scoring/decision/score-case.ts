import { pointsOf } from '../scorecard/scaling.ts';
import { scoreRow } from '../scorecard/score.ts';
import { sigmoid } from '../scorecard/metrics.ts';
import { standardErrorOf } from '../scorecard/uncertainty.ts';
import type { Scorecard, Value } from '../scorecard/scorecard.ts';
import type { Score } from './decision.ts';

/** A score and what it could at best have been. */
export interface CaseScore {
  readonly score: Score;
  /** Log-odds of target = 1. */
  readonly logOdds: number;
  /** Standard error of `logOdds`: large where few training cases were like this one. */
  readonly error: number;
  /**
   * The score if every missing value were the one most favourable to the person; the same as `score` when nothing is
   * missing. A decline stands only when it would be a decline even so: what is missing never declines.
   */
  readonly best: { readonly probability: number; readonly points: number };
}

export function scoreCase(scorecard: Scorecard, values: Readonly<Record<string, Value>>): CaseScore {
  const { logOdds, probability, points, hits, cells } = scoreRow(scorecard, values);
  const best = logOdds + mostMissed(scorecard, hits, cells);
  const { name, version, fingerprint } = scorecard;
  return {
    score: { scorecard: name, version, fingerprint, probability, points },
    logOdds,
    error: standardErrorOf(scorecard, { hits, cells }),
    best:
      best === logOdds
        ? { probability, points }
        : {
            probability: sigmoid(best),
            points: pointsOf(scorecard.scaling, scorecard.target.favourable, best),
          },
  };
}

export function logOddsOf(probability: number): number {
  return Math.log(probability / (1 - probability));
}

/**
 * What the missing values could bring at most, in log-odds. A pair term with a missing side is taken at its best cell
 * apart from the characteristic's own term, which may ask too much of a value but never too little.
 */
function mostMissed(scorecard: Scorecard, hits: readonly number[], cells: readonly number[]): number {
  const missed = new Set<string>();
  let gain = 0;
  const bounds = boundsOf(scorecard);
  scorecard.characteristics.forEach(({ id, attributes }, i) => {
    const attribute = attributes[hits[i]!]!;
    if (attribute.kind !== 'missing') return;
    missed.add(id);
    gain += bounds.terms[i]! - attribute.logOdds;
  });
  if (missed.size === 0) return 0;
  scorecard.pairs.forEach(({ first, second, logOdds }, i) => {
    if (missed.has(first.characteristic) || missed.has(second.characteristic)) {
      gain += bounds.pairs[i]! - logOdds[cells[i]!]!;
    }
  });
  return gain;
}

interface Bounds {
  readonly terms: readonly number[];
  readonly pairs: readonly number[];
}

/** A scorecard never changes, and a run asks for its bounds a hundred thousand times. */
const BOUNDS = new WeakMap<Scorecard, Bounds>();

/** By term, the log-odds of the attribute or cell most favourable to the person. */
function boundsOf(scorecard: Scorecard): Bounds {
  const known = BOUNDS.get(scorecard);
  if (known !== undefined) return known;
  const most = scorecard.target.favourable === 1 ? Math.max : Math.min;
  const bounds = {
    terms: scorecard.characteristics.map(({ attributes }) =>
      most(...attributes.map(({ logOdds }) => logOdds)),
    ),
    pairs: scorecard.pairs.map(({ logOdds }) => most(...logOdds)),
  };
  BOUNDS.set(scorecard, bounds);
  return bounds;
}
