import { bandAt, roundEdges } from './calibration.ts';

/** How many rows of each outcome scored in a band of points. */
export interface ScoreBin {
  readonly fromPoints: number;
  readonly toPoints: number;
  readonly positives: number;
  readonly negatives: number;
}

const BINS = 30;

export function scoreDistribution(
  points: ArrayLike<number>,
  outcomes: ArrayLike<number>,
): readonly ScoreBin[] {
  const edges = roundEdges(points, BINS);
  const bins = edges.slice(1).map((toPoints, at) => ({
    fromPoints: edges[at]!,
    toPoints,
    positives: 0,
    negatives: 0,
  }));
  for (let row = 0; row < points.length; row += 1) {
    const bin = bins[bandAt(edges, points[row]!)]!;
    if (outcomes[row] === 1) bin.positives += 1;
    else bin.negatives += 1;
  }
  return bins;
}
