/** How much better `first` ranks than `second` on the same rows, with the variance of that difference. */
export interface AucDifference {
  readonly first: number;
  readonly second: number;
  readonly difference: number;
  readonly variance: number;
}

/**
 * The paired comparison of DeLong, DeLong and Clarke-Pearson (Biometrics 44, 1988): each row's placement among the
 * rows of the other class, by midranks (Sun and Xu, 2014). `outcomes` are 0 or 1.
 */
export function aucDifference(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  outcomes: ArrayLike<number>,
): AucDifference {
  const [a, b] = [placements(first, outcomes), placements(second, outcomes)];
  const variance =
    varianceOf(a.positives, b.positives) / a.positives.length +
    varianceOf(a.negatives, b.negatives) / a.negatives.length;
  const [firstAuc, secondAuc] = [meanOf(a.positives), meanOf(b.positives)];
  return { first: firstAuc, second: secondAuc, difference: firstAuc - secondAuc, variance };
}

interface Placements {
  /** For each positive: the share of negatives that it outranks. */
  readonly positives: Float64Array;
  /** For each negative: the share of positives that outrank it. */
  readonly negatives: Float64Array;
}

function placements(scores: ArrayLike<number>, outcomes: ArrayLike<number>): Placements {
  const rows = Array.from({ length: outcomes.length }, (_, row) => row);
  const all = midranks(scores, rows);
  const side = (wanted: 0 | 1): { readonly rows: readonly number[]; readonly within: Float64Array } => {
    const own = rows.filter((row) => outcomes[row] === wanted);
    return { rows: own, within: midranks(scores, own) };
  };
  const [negative, positive] = [side(0), side(1)];
  return {
    positives: Float64Array.from(
      positive.rows,
      (row, at) => (all[row]! - positive.within[at]!) / negative.rows.length,
    ),
    negatives: Float64Array.from(
      negative.rows,
      (row, at) => 1 - (all[row]! - negative.within[at]!) / positive.rows.length,
    ),
  };
}

/** The rank of each of the rows among them, ties sharing their mean rank. */
function midranks(scores: ArrayLike<number>, rows: readonly number[]): Float64Array {
  const order = rows.map((_, at) => at).sort((a, b) => scores[rows[a]!]! - scores[rows[b]!]!);
  const ranks = new Float64Array(rows.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && scores[rows[order[to]!]!] === scores[rows[order[from]!]!]) to += 1;
    for (let at = from; at < to; at += 1) ranks[order[at]!] = (from + 1 + to) / 2;
    from = to;
  }
  return ranks;
}

function varianceOf(a: Float64Array, b: Float64Array): number {
  const differences = a.map((value, at) => value - b[at]!);
  const centre = meanOf(differences);
  const squares = differences.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return squares / Math.max(1, differences.length - 1);
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
