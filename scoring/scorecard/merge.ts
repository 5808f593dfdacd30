import type { Binning } from './binning.ts';
import type { Layout } from './curvature.ts';
import type { AttributeCover } from './locate.ts';

/** Attributes whose log-odds differ by less are one to a reader: less than half a point where 20 points double the odds. */
const INDISTINCT = 0.015;

/**
 * Joins neighbouring ranges that break a declared direction and, where asked, those that a reader could not tell
 * apart. `null`: nothing is left to join, so that every declared direction holds on the attributes as they are.
 */
export function mergeAttributes(
  binnings: readonly Binning[],
  layout: Layout,
  numbers: Float64Array,
  monotone: Readonly<Record<string, -1 | 1>>,
  join: 'directions' | 'directions and indistinct',
): { readonly binnings: readonly Binning[]; readonly numbers: Float64Array } | null {
  let joined = false;
  const kept: number[] = [numbers[0]!];
  const merged = binnings.map((binning, j): Binning => {
    const own = numbers.subarray(layout.starts[j], layout.starts[j]! + layout.sizes[j]!);
    const rows = rowsByAttribute(layout, j);
    const directed = rangeBlocks(binning, own, rows, monotone[binning.id] ?? 0);
    const blocks = join === 'directions' ? directed : joinIndistinct(directed);
    const ranges = binning.attributes.filter((attribute) => attribute.kind === 'range');
    if (blocks.length < ranges.length) joined = true;
    const attributes: AttributeCover[] = blocks.map(({ first, last }) => ({
      kind: 'range',
      from: ranges[first]!.from,
      to: ranges[last]!.to,
    }));
    const spans = blocks.map(({ first, last }) =>
      sum(ranges.map((_, at) => (at >= first && at <= last ? (binning.spans?.[at] ?? 1) : 0))),
    );
    kept.push(...blocks.map((block) => block.logOdds));
    binning.attributes.forEach((attribute, index) => {
      if (attribute.kind === 'range') return;
      attributes.push(attribute);
      spans.push(1);
      kept.push(own[index]!);
    });
    return { ...binning, attributes, spans };
  });
  return joined ? { binnings: merged, numbers: Float64Array.from(kept) } : null;
}

interface Block {
  readonly first: number;
  readonly last: number;
  readonly rows: number;
  readonly logOdds: number;
}

/** The numbers of a characteristic with the ranges that break the direction made equal; nothing is joined. */
export function levelled(
  binning: Binning,
  layout: Layout,
  j: number,
  numbers: Float64Array,
  direction: -1 | 1,
): Float64Array {
  const own = numbers.slice(layout.starts[j], layout.starts[j]! + layout.sizes[j]!);
  for (const { first, last, logOdds } of rangeBlocks(binning, own, rowsByAttribute(layout, j), direction)) {
    own.fill(logOdds, first, last + 1);
  }
  return own;
}

/** Pools adjacent violators. Ranges come first among the attributes. */
function rangeBlocks(
  binning: Binning,
  numbers: Float64Array,
  rows: readonly number[],
  direction: -1 | 0 | 1,
): readonly Block[] {
  const blocks: Block[] = [];
  binning.attributes.forEach((attribute, index) => {
    if (attribute.kind !== 'range') return;
    let block: Block = { first: index, last: index, rows: rows[index]!, logOdds: numbers[index]! };
    for (
      let before = blocks.at(-1);
      before && direction !== 0 && direction * (block.logOdds - before.logOdds) < 0;
      before = blocks.at(-1)
    ) {
      blocks.pop();
      block = pool(before, block);
    }
    blocks.push(block);
  });
  return blocks;
}

/** Joins neighbours as long as the whole block stays indistinct. */
function joinIndistinct(blocks: readonly Block[]): readonly Block[] {
  const joined: Block[] = [];
  let lowest = Infinity;
  let highest = -Infinity;
  for (const block of blocks) {
    const before = joined.at(-1);
    lowest = Math.min(lowest, block.logOdds);
    highest = Math.max(highest, block.logOdds);
    if (before && highest - lowest < INDISTINCT) {
      joined[joined.length - 1] = pool(before, block);
    } else {
      joined.push(block);
      lowest = highest = block.logOdds;
    }
  }
  return joined;
}

function pool(a: Block, b: Block): Block {
  const rows = a.rows + b.rows;
  const logOdds = rows === 0 ? (a.logOdds + b.logOdds) / 2 : (a.rows * a.logOdds + b.rows * b.logOdds) / rows;
  return { first: a.first, last: b.last, rows, logOdds };
}

function rowsByAttribute(layout: Layout, j: number): readonly number[] {
  const rows = new Array<number>(layout.sizes[j]!).fill(0);
  for (const hit of layout.hits[j]!) rows[hit] = rows[hit]! + 1;
  return rows;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
