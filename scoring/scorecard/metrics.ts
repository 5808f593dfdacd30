/** How well probabilities tell outcomes apart and how far they can be believed. `outcomes` are 0 or 1. */
export interface Metrics {
  readonly auc: number;
  readonly logLoss: number;
  readonly brier: number;
  readonly ks: number;
  /** Expected calibration error over 10 bins of equal count. */
  readonly ece: number;
  /** Slope of the outcome's log-odds on the predicted log-odds: below 1 too bold, above 1 too timid. */
  readonly calibrationSlope: number;
}

type Outcomes = ArrayLike<number>;
type Probabilities = ArrayLike<number>;

export function metricsOf(probabilities: Probabilities, outcomes: Outcomes): Metrics {
  const order = ascending(probabilities);
  return {
    auc: areaUnderRoc(probabilities, outcomes, order),
    logLoss: logLoss(probabilities, outcomes),
    brier: brier(probabilities, outcomes),
    ks: kolmogorovSmirnov(probabilities, outcomes, order),
    ece: expectedCalibrationError(probabilities, outcomes, 10, order),
    calibrationSlope: calibrationOf(Float64Array.from(probabilities, logit), outcomes).slope,
  };
}

/** P(a positive ranks above a negative), ties counting half: the Mann–Whitney form of the area under the ROC curve. */
export function areaUnderRoc(
  probabilities: Probabilities,
  outcomes: Outcomes,
  order: Uint32Array = ascending(probabilities),
): number {
  let positives = 0;
  let rankSum = 0;
  for (let from = 0; from < order.length; ) {
    const to = endOfTie(probabilities, order, from);
    const meanRank = (from + 1 + to) / 2;
    for (let at = from; at < to; at += 1) {
      if (outcomes[order[at]!] === 1) {
        positives += 1;
        rankSum += meanRank;
      }
    }
    from = to;
  }
  const negatives = order.length - positives;
  if (positives === 0 || negatives === 0) return NaN;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

export function logLoss(probabilities: Probabilities, outcomes: Outcomes): number {
  let sum = 0;
  for (let row = 0; row < probabilities.length; row += 1) {
    const p = Math.min(1 - 1e-15, Math.max(1e-15, probabilities[row]!));
    sum -= outcomes[row] === 1 ? Math.log(p) : Math.log1p(-p);
  }
  return sum / probabilities.length;
}

export function brier(probabilities: Probabilities, outcomes: Outcomes): number {
  let sum = 0;
  for (let row = 0; row < probabilities.length; row += 1) sum += (probabilities[row]! - outcomes[row]!) ** 2;
  return sum / probabilities.length;
}

/** The widest gap between the two classes' cumulative distributions. */
export function kolmogorovSmirnov(
  probabilities: Probabilities,
  outcomes: Outcomes,
  order: Uint32Array = ascending(probabilities),
): number {
  let positives = 0;
  for (let row = 0; row < outcomes.length; row += 1) positives += outcomes[row]!;
  const negatives = outcomes.length - positives;
  if (positives === 0 || negatives === 0) return NaN;
  let seenPositives = 0;
  let widest = 0;
  for (let from = 0; from < order.length; ) {
    const to = endOfTie(probabilities, order, from);
    for (let at = from; at < to; at += 1) seenPositives += outcomes[order[at]!]!;
    widest = Math.max(widest, Math.abs(seenPositives / positives - (to - seenPositives) / negatives));
    from = to;
  }
  return widest;
}

/** Mean over bins of equal count of |mean prediction − share of positives|. Rows are ordered by prediction, then by row. */
export function expectedCalibrationError(
  probabilities: Probabilities,
  outcomes: Outcomes,
  bins: number,
  order: Uint32Array = ascending(probabilities),
): number {
  let error = 0;
  for (let bin = 0; bin < bins; bin += 1) {
    const from = Math.floor((bin * order.length) / bins);
    const to = Math.floor(((bin + 1) * order.length) / bins);
    let gap = 0;
    for (let at = from; at < to; at += 1) gap += probabilities[order[at]!]! - outcomes[order[at]!]!;
    error += Math.abs(gap);
  }
  return error / order.length;
}

/** Maximum likelihood of log-odds(outcome) = intercept + slope × log-odds(predicted), by Newton's method. */
export function calibrationOf(
  logOdds: ArrayLike<number>,
  outcomes: Outcomes,
): { readonly slope: number; readonly intercept: number } {
  let slope = 1;
  let intercept = 0;
  for (let iteration = 0; iteration < 25; iteration += 1) {
    let [g0, g1, h00, h01, h11] = [0, 0, 1e-9, 0, 1e-9];
    for (let row = 0; row < logOdds.length; row += 1) {
      const x = logOdds[row]!;
      const p = sigmoid(intercept + slope * x);
      const w = p * (1 - p);
      g0 += outcomes[row]! - p;
      g1 += (outcomes[row]! - p) * x;
      h00 += w;
      h01 += w * x;
      h11 += w * x * x;
    }
    const determinant = h00 * h11 - h01 * h01;
    if (!(determinant > 1e-12 * h00 * h11)) break;
    const stepIntercept = (h11 * g0 - h01 * g1) / determinant;
    const stepSlope = (h00 * g1 - h01 * g0) / determinant;
    intercept += Math.max(-2, Math.min(2, stepIntercept));
    slope += Math.max(-1, Math.min(1, stepSlope));
    if (Math.abs(stepIntercept) + Math.abs(stepSlope) < 1e-10) break;
  }
  return { slope, intercept };
}

/** Standard deviations to either side of the mean of a normal distribution within which 95 % of it lies. */
export const Z_95 = 1.959964;

export function sigmoid(logOdds: number): number {
  return logOdds >= 0 ? 1 / (1 + Math.exp(-logOdds)) : Math.exp(logOdds) / (1 + Math.exp(logOdds));
}

export function logit(probability: number): number {
  const p = Math.min(1 - 1e-15, Math.max(1e-15, probability));
  return Math.log(p) - Math.log1p(-p);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Standard deviation of the values as they are (n in the denominator, as the anchors are given). */
export function standardDeviation(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
}

function ascending(values: ArrayLike<number>): Uint32Array {
  return Uint32Array.from({ length: values.length }, (_, row) => row).sort(
    (a, b) => values[a]! - values[b]! || a - b,
  );
}

function endOfTie(values: ArrayLike<number>, order: Uint32Array, from: number): number {
  const value = values[order[from]!];
  let to = from + 1;
  while (to < order.length && values[order[to]!] === value) to += 1;
  return to;
}
