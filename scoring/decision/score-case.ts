import { pointsOf } from '../scorecard/scaling.ts';
import { scoreRow } from '../scorecard/score.ts';
import { sigmoid } from '../scorecard/metrics.ts';
import type { Scorecard, Value } from '../scorecard/scorecard.ts';
import type { Score } from './decision.ts';

/** A score and what it could at best have been. */
export interface CaseScore {
  readonly score: Score;
  /** Log-odds of target = 1. */
  readonly logOdds: number;
  /**
   * The score if every missing value were the one most favourable to the person; the same as `score` when nothing is
   * missing. A decline stands only when it would be a decline even so: what is missing never declines.
   */
  readonly best: { readonly probability: number; readonly points: number };
}

export function scoreCase(scorecard: Scorecard, values: Readonly<Record<string, Value>>): CaseScore {
  const { logOdds, probability, points, hits } = scoreRow(scorecard, values);
  const bounds = boundsOf(scorecard);
  let best = logOdds;
  hits.forEach((hit, i) => {
    const attribute = scorecard.characteristics[i]!.attributes[hit]!;
    if (attribute.kind === 'missing') best += bounds[i]! - attribute.logOdds;
  });
  const { name, version, fingerprint } = scorecard;
  return {
    score: { scorecard: name, version, fingerprint, probability, points },
    logOdds,
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

/** A scorecard never changes, and a run asks for its bounds a hundred thousand times. */
const BOUNDS = new WeakMap<Scorecard, readonly number[]>();

/** By characteristic, the log-odds of the attribute most favourable to the person. */
function boundsOf(scorecard: Scorecard): readonly number[] {
  const known = BOUNDS.get(scorecard);
  if (known !== undefined) return known;
  const most = scorecard.target.favourable === 1 ? Math.max : Math.min;
  const bounds = scorecard.characteristics.map(({ attributes }) =>
    most(...attributes.map(({ logOdds }) => logOdds)),
  );
  BOUNDS.set(scorecard, bounds);
  return bounds;
}
