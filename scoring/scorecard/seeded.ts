/** Mulberry32, numbers in [0, 1): the same seed gives the same numbers everywhere. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A shuffled copy (Fisher–Yates). */
export function shuffled(values: ArrayLike<number>, random: () => number): Uint32Array {
  const mixed = Uint32Array.from(values);
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [mixed[at], mixed[other]] = [mixed[other]!, mixed[at]!];
  }
  return mixed;
}

/** Deals rows out to k folds of equal size: for outcomes without classes. */
export function dealtFolds(rows: number, k: number, seed: number): Uint8Array {
  const folds = new Uint8Array(rows);
  const order = shuffled(
    Uint32Array.from({ length: rows }, (_, row) => row),
    seededRandom(seed),
  );
  order.forEach((row, at) => {
    folds[row] = at % k;
  });
  return folds;
}
