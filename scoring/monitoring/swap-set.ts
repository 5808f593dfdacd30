import { isAccepted } from './fairness.ts';

/** Who would move across the cut-off when one scorecard takes the place of another. */
export interface SwapSet {
  readonly cutoff: number;
  readonly bothIn: SwapCell;
  /** Turned away before, let through after. */
  readonly swappedIn: SwapCell;
  /** Let through before, turned away after. */
  readonly swappedOut: SwapCell;
  readonly bothOut: SwapCell;
}

export interface SwapCell {
  readonly rows: number;
  /** Share of them with target = 1; null where there are none. */
  readonly positiveRate: number | null;
}

export function swapSet(
  before: ArrayLike<number>,
  after: ArrayLike<number>,
  outcomes: ArrayLike<number>,
  favourable: 0 | 1,
  cutoff: number,
): SwapSet {
  const cell = (wasIn: boolean, isIn: boolean): SwapCell => {
    let [rows, positives] = [0, 0];
    for (let row = 0; row < outcomes.length; row += 1) {
      if (isAccepted(before[row]!, favourable, cutoff) !== wasIn) continue;
      if (isAccepted(after[row]!, favourable, cutoff) !== isIn) continue;
      rows += 1;
      positives += outcomes[row]!;
    }
    return { rows, positiveRate: rows === 0 ? null : positives / rows };
  };
  return {
    cutoff,
    bothIn: cell(true, true),
    swappedIn: cell(false, true),
    swappedOut: cell(true, false),
    bothOut: cell(false, false),
  };
}
