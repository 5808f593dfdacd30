import type { Layout } from './curvature.ts';
import { calibrationOf, sigmoid } from './metrics.ts';
import type { ShapeFit } from './shape-fit.ts';

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
  const hit = new Uint32Array(layout.hits.length + 1);
  for (let row = 0; row < layout.rows; row += 1) {
    layout.hits.forEach((hits, j) => {
      hit[j + 1] = layout.starts[j]! + hits[row]!;
    });
    let sum = 0;
    for (const at of hit) sum += fit.numbers[at]!;
    const probability = sigmoid(sum);
    const weight = probability * (1 - probability);
    const leverage = quadraticForm(fit.covariance, layout.parameters, hit);
    logOdds[row] = sum - ((outcomes[row]! - probability) * leverage) / Math.max(0.1, 1 - weight * leverage);
  }
  const { slope, intercept } = calibrationOf(logOdds, outcomes);
  // Only ever more cautious: the shrinkage already leans to the timid side, and the joining of attributes, which this
  // does not see, to the bold one. Far below 1 it speaks of a table too small to calibrate on.
  return slope < 1 && slope > 0.6 ? { slope, intercept } : { slope: 1, intercept: 0 };
}

function quadraticForm(matrix: Float64Array, size: number, hit: Uint32Array): number {
  let sum = 0;
  for (let a = 0; a < hit.length; a += 1) {
    const rowAt = hit[a]! * size;
    let across = 0;
    for (let b = a + 1; b < hit.length; b += 1) across += matrix[rowAt + hit[b]!]!;
    sum += matrix[rowAt + hit[a]!]! + 2 * across;
  }
  return sum;
}
