import type { Layout } from './curvature.ts';
import { calibrationOf, sigmoid } from './metrics.ts';
import { type ShapeFit, sumHits } from './shape-fit.ts';

/** A slope and an intercept keep a scorecard additive; anything bent (isotonic) would not. */
export interface Calibration {
  readonly slope: number;
  readonly intercept: number;
}

/**
 * Calibrates on what the fit would have said of each row without that row. One Newton step from the full fit gives it
 * in closed form: η₋ᵢ = ηᵢ − (yᵢ − pᵢ) hᵢ / (1 − wᵢ hᵢ), hᵢ = xᵢᵀ V xᵢ, so that no row is used up by a hold-out.
 */
export function calibrationByLeavingOneOut(
  layout: Layout,
  fit: ShapeFit,
  outcomes: Float64Array,
): Calibration {
  const logOdds = new Float64Array(layout.rows);
  const attributes = layout.hits.length + 1;
  const hit = new Uint32Array(attributes + layout.shapes.length);
  const size = new Float64Array(hit.length).fill(1);
  layout.shapes.forEach((_, s) => {
    hit[attributes + s] = layout.firstShape + s;
  });
  const sums = sumHits(layout, fit.numbers);
  for (let row = 0; row < layout.rows; row += 1) {
    layout.hits.forEach((hits, j) => {
      hit[j + 1] = layout.starts[j]! + hits[row]!;
    });
    layout.shapes.forEach((shape, s) => {
      size[attributes + s] = shape[row]!;
    });
    const probability = sigmoid(sums[row]!);
    const weight = probability * (1 - probability);
    const leverage = quadraticForm(fit.covariance, layout.parameters, hit, size);
    logOdds[row] =
      sums[row]! - ((outcomes[row]! - probability) * leverage) / Math.max(0.1, 1 - weight * leverage);
  }
  const { slope, intercept } = calibrationOf(logOdds, outcomes);
  // Only ever more cautious: the shrinkage already leans to the timid side, and the joining of attributes, which this
  // does not see, to the bold one. Far below 1 it speaks of a table too small to calibrate on.
  return slope < 1 && slope > 0.6 ? { slope, intercept } : { slope: 1, intercept: 0 };
}

/** xᵀVx, where x has the sizes at the places hit and nothing elsewhere. */
function quadraticForm(matrix: Float64Array, p: number, hit: Uint32Array, size: Float64Array): number {
  let sum = 0;
  for (let a = 0; a < hit.length; a += 1) {
    const rowAt = hit[a]! * p;
    let across = 0;
    for (let b = a + 1; b < hit.length; b += 1) across += size[b]! * matrix[rowAt + hit[b]!]!;
    sum += size[a]! * (size[a]! * matrix[rowAt + hit[a]!]! + 2 * across);
  }
  return sum;
}
