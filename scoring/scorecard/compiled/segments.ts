import type { Locator } from '../locate.ts';
import type { Attribute, ScorecardCharacteristic } from '../scorecard.ts';

/**
 * The number line of a characteristic cut into segments, each with one attribute, so that a number finds its segment
 * without a search: the top bits of its Float32 pattern name a bucket, the bucket the first segment that can be meant,
 * and from there `steps` comparisons in Float64 lead to the right one. Special codes are segments of one number.
 */
export interface Segments {
  /** By position: the attribute. First the segments in ascending order, then the missing value, then every attribute itself. */
  readonly attributeOf: Uint16Array;
  /** By segment: the largest number in it. NaN is above every bound and so ends among the copies of the missing value. */
  readonly bounds: Float64Array;
  /** By bucket: the lowest segment that a number of the bucket can lie in. */
  readonly buckets: Uint16Array;
  /** How far the bit pattern is shifted to the right to give the bucket. */
  readonly shift: number;
  /** How many bounds a number has to be compared with, whichever it is. */
  readonly steps: number;
  /** The position of attribute 0 itself: a category's code leads to `direct` + its attribute. */
  readonly direct: number;
}

export function segmentsOf(characteristic: ScorecardCharacteristic, locator: Locator): Segments {
  const lows = lowsOf(characteristic);
  const bounds = lows.map((_, at) => (at + 1 < lows.length ? nextDown(lows[at + 1]!) : Infinity));
  const { buckets, shift, steps } = bestBuckets(bounds);
  const missing = Array.from({ length: steps + 1 }, () => locator.missing);
  const attributes = characteristic.attributes.map((_, at) => at);
  return {
    attributeOf: Uint16Array.from([...lows.map((low) => locator.ofNumber(low)), ...missing, ...attributes]),
    bounds: Float64Array.from([...bounds, ...missing.map(() => Infinity)]),
    buckets,
    shift,
    steps,
    direct: lows.length + missing.length,
  };
}

/** The lowest number of each segment, ascending from −∞. */
function lowsOf({ attributes }: ScorecardCharacteristic): readonly number[] {
  const lows = attributes.flatMap((attribute) => {
    if (attribute.kind === 'range') return attribute.from === null ? [] : [attribute.from];
    return alone(attribute).flatMap((value) => [value, nextUp(value)]);
  });
  return [...new Set([-Infinity, ...lows.map((low) => low + 0)])].sort((a, b) => a - b);
}

/** Numbers that are an attribute by themselves; a number is the category that its digits spell. */
function alone(attribute: Attribute): readonly number[] {
  if (attribute.kind === 'special') return [attribute.value];
  if (attribute.kind !== 'categories') return [];
  return attribute.values
    .map(Number)
    .filter((value, at) => !Number.isNaN(value) && String(value) === attribute.values[at]);
}

type Buckets = Pick<Segments, 'buckets' | 'shift' | 'steps'>;

/** Cuts that lie close together want finer buckets; a coarse table stays in the nearest cache. */
const BUCKET_BITS = [13, 15, 17] as const;

/**
 * Rounding to Float32 keeps the order, so that a number of a bucket is above every bound of the buckets below it, and
 * has only to be compared with those of its own.
 */
function bestBuckets(bounds: readonly number[]): Buckets {
  const patterns = bounds.slice(0, -1).map(patternOf);
  const ranksAt = BUCKET_BITS.map((bits) => patterns.map((pattern) => rankOf(pattern >>> (32 - bits), bits)));
  const stepsAt = ranksAt.map(mostAlike);
  const few = stepsAt.findIndex((steps) => steps <= 1);
  const chosen = few >= 0 ? few : stepsAt.indexOf(Math.min(...stepsAt));
  const bits = BUCKET_BITS[chosen]!;
  return {
    buckets: filledBuckets(ranksAt[chosen]!, bits, bounds.length),
    shift: 32 - bits,
    steps: stepsAt[chosen]!,
  };
}

function filledBuckets(ranks: readonly number[], bits: number, missing: number): Uint16Array {
  const buckets = new Uint16Array(2 ** bits);
  let below = 0;
  for (let rank = 0; rank < buckets.length; rank += 1) {
    while (ranks[below]! < rank) below += 1;
    buckets[bucketOf(rank, bits)] = below;
  }
  const half = 2 ** (bits - 1);
  for (const infinity of [Infinity, -Infinity]) {
    const from = (patternOf(infinity) >>> (32 - bits)) + 1;
    buckets.fill(missing, from, infinity > 0 ? half : 2 * half);
  }
  return buckets;
}

/** Place of a bucket from −∞ to ∞: patterns of negative numbers descend. */
function rankOf(bucket: number, bits: number): number {
  const half = 2 ** (bits - 1);
  return bucket >= half ? 2 * half - 1 - bucket : bucket + half;
}

function bucketOf(rank: number, bits: number): number {
  const half = 2 ** (bits - 1);
  return rank < half ? 2 * half - 1 - rank : rank - half;
}

/** How often the number occurs that occurs most; equal ones stand together. */
function mostAlike(ascending: readonly number[]): number {
  let most = 0;
  for (let at = 0, alike = 0; at < ascending.length; at += 1) {
    alike = ascending[at] === ascending[at - 1] ? alike + 1 : 1;
    most = Math.max(most, alike);
  }
  return most;
}

const PATTERN = new Int32Array(1);
const FLOAT = new Float32Array(PATTERN.buffer);

/** The bits of a number as Float32; −0 is 0. */
function patternOf(value: number): number {
  FLOAT[0] = Math.fround(value) + 0;
  return PATTERN[0]!;
}

const BITS = new BigInt64Array(1);
const DOUBLE = new Float64Array(BITS.buffer);

/** The next Float64 above; ∞ and −0 included, so that a special code is a segment of its own. */
function nextUp(value: number): number {
  if (value === Infinity) return Infinity;
  if (value === 0) return Number.MIN_VALUE;
  DOUBLE[0] = value;
  BITS[0] = BITS[0]! + (value > 0 ? 1n : -1n);
  return DOUBLE[0];
}

function nextDown(value: number): number {
  return -nextUp(-value);
}
