import { createHash } from 'node:crypto';
import type { Scorecard } from './scorecard.ts';
import type { Column, Table } from './table.ts';

/**
 * One text for one value: keys sorted, no spaces, numbers as ECMAScript prints them. `undefined` members are left out,
 * as JSON does; NaN and infinities have no place in a published value and throw.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new Error(`canonical JSON has no ${value}`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value === 'object') {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  throw new Error(`canonical JSON has no ${typeof value}`);
}

/** SHA-256 (hex) of the canonical JSON. */
export function fingerprintOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/** Everything that makes the scorecard score and explain as it does; how long the fit took is no part of it. */
export function fingerprintOfScorecard(scorecard: Omit<Scorecard, 'fingerprint'>): string {
  const { pairs, training } = scorecard;
  return fingerprintOf({
    ...scorecard,
    fingerprint: undefined,
    pairs: scorecard.format === 'recourse-scorecard/1' ? undefined : pairs,
    training: { ...training, seconds: undefined },
  });
}

/** Names and values of every column in order; two tables with the same fingerprint train the same scorecard. */
export function fingerprintOfTable(table: Table): string {
  const hash = createHash('sha256').update(`${table.rows}\n`);
  for (const column of table.columns) {
    hash.update(`${JSON.stringify(column.id)} ${column.kind}\n`);
    hash.update(bytesOf(column));
    if (column.kind === 'category') hash.update(canonicalJson(column.dictionary));
  }
  return hash.digest('hex');
}

function bytesOf(column: Column): Uint8Array {
  const data = column.kind === 'numeric' ? column.values : column.codes;
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
