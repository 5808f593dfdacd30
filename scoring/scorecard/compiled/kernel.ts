/**
 * The arithmetic of the explainer over a chunk of rows, all in one memory; every argument that is not a count is an
 * address in it. An entry is four Int32: log-odds, points and cost of an attribute or cell, and one left over, so that
 * one vector addition adds them all.
 */
export interface Kernel {
  readonly memory: ArrayBufferLike;
  /** Positions (Uint16) of numbers among the segments of a characteristic. */
  readonly binFloat32: Bin;
  readonly binFloat64: Bin;
  /** Adds the entries at the positions to the sums, and writes each one's log-odds. */
  readonly addTerm: (
    positions: number,
    rows: number,
    entries: number,
    sums: number,
    contributions: number,
  ) => void;
  /** The same, and writes each one's cost. */
  readonly addTermWithCost: (
    positions: number,
    rows: number,
    entries: number,
    sums: number,
    contributions: number,
    costs: number,
  ) => void;
  /** The same for cells: an entry lies at the sum of two offsets, one by the position of each side. */
  readonly addPair: (
    first: number,
    second: number,
    rows: number,
    firstOffsets: number,
    secondOffsets: number,
    entries: number,
    sums: number,
    contributions: number,
  ) => void;
  /** The same, and adds each one's cost to those of both sides. */
  readonly addPairWithCost: (
    first: number,
    second: number,
    rows: number,
    firstOffsets: number,
    secondOffsets: number,
    entries: number,
    sums: number,
    contributions: number,
    firstCosts: number,
    secondCosts: number,
  ) => void;
  /**
   * The four lowest of `count` costs of each row, `stride` bytes apart, lowest first: of those at most `limit` the bits
   * of `mask`, of others −1. Four runs of Int32 by row, `stride` bytes apart. Rows are taken by fours.
   */
  readonly rank: (
    costs: number,
    stride: number,
    count: number,
    rows: number,
    limit: number,
    mask: number,
    ranked: number,
  ) => void;
}

type Bin = (
  values: number,
  rows: number,
  buckets: number,
  shift: number,
  bounds: number,
  steps: number,
  positions: number,
) => void;

/** Bytes of an entry, and of a row's sums. */
export const ENTRY_BYTES = 16;

const HIGHEST = 2 ** 31 - 1;

/** Plain JavaScript, for where there is no WebAssembly, and to measure against. */
export function plainKernel(bytes: number): Kernel {
  const memory = new ArrayBuffer(bytes);
  const int32 = new Int32Array(memory);
  const uint16 = new Uint16Array(memory);
  const float32 = new Float32Array(memory);
  const float64 = new Float64Array(memory);
  const narrow = new Float32Array(1);
  const pattern = new Int32Array(narrow.buffer);

  const bin =
    (values: Float32Array | Float64Array): Bin =>
    (from, rows, buckets, shift, bounds, steps, positions) => {
      const source = from / values.BYTES_PER_ELEMENT;
      for (let row = 0; row < rows; row += 1) {
        const value = values[source + row]!;
        // −0 + 0 is 0, and a NaN of any pattern becomes a quiet one.
        narrow[0] = Math.fround(value) + 0;
        let at = uint16[(buckets >> 1) + (pattern[0]! >>> shift)]!;
        for (let step = 0; step < steps; step += 1) at += value <= float64[(bounds >> 3) + at]! ? 0 : 1;
        uint16[(positions >> 1) + row] = at;
      }
    };

  const addTermWithCost: Kernel['addTermWithCost'] = (
    positions,
    rows,
    entries,
    sums,
    contributions,
    costs,
  ) => {
    for (let row = 0; row < rows; row += 1) {
      const entry = (entries >> 2) + 4 * uint16[(positions >> 1) + row]!;
      const sum = (sums >> 2) + 4 * row;
      const logOdds = int32[entry]!;
      int32[(contributions >> 2) + row] = logOdds;
      int32[sum] = int32[sum]! + logOdds;
      int32[sum + 1] = int32[sum + 1]! + int32[entry + 1]!;
      if (costs !== 0) int32[(costs >> 2) + row] = int32[entry + 2]!;
    }
  };
  const addPairWithCost: Kernel['addPairWithCost'] = (
    first,
    second,
    rows,
    firstOffsets,
    secondOffsets,
    entries,
    sums,
    contributions,
    firstCosts,
    secondCosts,
  ) => {
    for (let row = 0; row < rows; row += 1) {
      const offset =
        int32[(firstOffsets >> 2) + uint16[(first >> 1) + row]!]! +
        int32[(secondOffsets >> 2) + uint16[(second >> 1) + row]!]!;
      const entry = (entries + offset) >> 2;
      const sum = (sums >> 2) + 4 * row;
      const logOdds = int32[entry]!;
      int32[(contributions >> 2) + row] = logOdds;
      int32[sum] = int32[sum]! + logOdds;
      int32[sum + 1] = int32[sum + 1]! + int32[entry + 1]!;
      if (firstCosts === 0) continue;
      const [one, other] = [(firstCosts >> 2) + row, (secondCosts >> 2) + row];
      int32[one] = int32[one]! + int32[entry + 2]!;
      int32[other] = int32[other]! + int32[entry + 2]!;
    }
  };
  const rank: Kernel['rank'] = (costs, stride, count, rows, limit, mask, ranked) => {
    const [from, apart, to] = [costs >> 2, stride >> 2, ranked >> 2];
    for (let row = 0; row < rows; row += 1) {
      let [a, b, c, d] = [HIGHEST, HIGHEST, HIGHEST, HIGHEST];
      for (let at = 0; at < count; at += 1) {
        const cost = int32[from + at * apart + row]!;
        if (cost >= d) continue;
        d = cost < c ? c : cost;
        if (cost < c) c = cost < b ? b : cost;
        if (cost < b) b = cost < a ? a : cost;
        if (cost < a) a = cost;
      }
      int32[to + row] = a <= limit ? a & mask : -1;
      int32[to + apart + row] = b <= limit ? b & mask : -1;
      int32[to + 2 * apart + row] = c <= limit ? c & mask : -1;
      int32[to + 3 * apart + row] = d <= limit ? d & mask : -1;
    }
  };
  return {
    memory,
    binFloat32: bin(float32),
    binFloat64: bin(float64),
    addTerm: (positions, rows, entries, sums, contributions) =>
      addTermWithCost(positions, rows, entries, sums, contributions, 0),
    addTermWithCost,
    addPair: (first, second, rows, firstOffsets, secondOffsets, entries, sums, contributions) =>
      addPairWithCost(first, second, rows, firstOffsets, secondOffsets, entries, sums, contributions, 0, 0),
    addPairWithCost,
    rank,
  };
}
