import { columnsLacking } from './compile.ts';
import { brokenDirections, coverOf } from './directions.ts';
import type { Edit, EditDone } from './edit-record.ts';
import { canonicalJson, fingerprintOfScorecard, fingerprintOfTable } from './fingerprint.ts';
import type { AttributeCover } from './attribute-cover.ts';
import { exactLogOdds, exactPoints, pointsPerLogOdds } from './scaling.ts';
import { type Cut, sidesOf } from './split-sides.ts';
import type { Attribute, PairSide, PairTerm, Scorecard, ScorecardCharacteristic } from './scorecard.ts';
import { type Column, type Table, valueAt } from './table.ts';

/** What the analyst's hand is to do, and who lays it on. */
export interface EditOrder {
  readonly edits: readonly Edit[];
  readonly by: string;
  /** An instant in UTC; the clock is the caller's. */
  readonly at: string;
  readonly why: string;
  /** Of the scorecard that comes of it; the parent stays as it is. */
  readonly version: number;
  /** Rows with known outcomes, of a hazard every month of every case: a split takes its numbers from them. */
  readonly rows: { readonly table: Table; readonly outcomes: ArrayLike<number> } | null;
}

export type EditOutcome = { readonly kind: 'edited'; readonly scorecard: Scorecard } | EditRefusal;

export interface EditRefusal {
  readonly kind: 'refused';
  readonly code:
    | 'nothing_to_change'
    | 'no_reason'
    | 'unknown_term'
    | 'unknown_attribute'
    | 'not_neighbours'
    | 'cannot_join'
    | 'no_such_cut'
    | 'needs_rows'
    | 'too_few_rows'
    | 'not_a_number'
    | 'all_fixed'
    | 'in_pairs'
    | 'last_term'
    | 'direction_broken';
  /** What the sentence names, for a text in another language. */
  readonly values: Readonly<Record<string, string | number>>;
  readonly reason: string;
}

/** A side of a split with fewer rows says more about them than about those to come. */
export const FEWEST_ROWS_A_SIDE = 10;

/**
 * A new version with the changes, in their order; attributes are counted as they stand when a change has its turn.
 * No other term is fitted again: whatever a change does not name keeps its numbers, and its scores to the last bit
 * but for the shift that a fixed attribute brings. What would break a declared direction is refused.
 */
export function editScorecard(scorecard: Scorecard, order: EditOrder): EditOutcome {
  if (order.edits.length === 0) return refusal('nothing_to_change', {}, 'no change is named');
  if (order.why.trim() === '') {
    return refusal('no_reason', {}, 'the reason is missing: say why the scorecard is changed');
  }
  let draft: Draft = { scorecard, changes: [], held: fixedBefore(scorecard) };
  for (const edit of order.edits) {
    const applied = apply(draft, edit, order);
    if ('code' in applied) return applied;
    draft = applied;
  }
  const [broken] = brokenDirections(draft.scorecard);
  if (broken) {
    const { characteristic: name, from, to } = broken;
    const values = { name, from: coverText(from), to: coverText(to), by: broken.by };
    return refusal(
      'direction_broken',
      values,
      `"${name}" would go against its declared direction between ${values.from} and ${values.to}`,
    );
  }
  const { fingerprint, version, ...content } = draft.scorecard;
  // The draws belong to the terms as they were fitted.
  delete (content as { uncertainty?: unknown }).uncertainty;
  const edited: Omit<Scorecard, 'fingerprint'> = {
    ...content,
    format: 'recourse-scorecard/2',
    version: order.version,
    edits: [
      ...(scorecard.edits ?? []),
      {
        by: order.by,
        at: order.at,
        why: order.why.trim(),
        parent: { version, fingerprint },
        changes: draft.changes,
      },
    ],
  };
  return { kind: 'edited', scorecard: { ...edited, fingerprint: fingerprintOfScorecard(edited) } };
}

/** An attribute in words for the person at the terminal: "[1000, 2000)". */
export function coverText(cover: AttributeCover): string {
  switch (cover.kind) {
    case 'range':
      return `[${cover.from ?? '−∞'}, ${cover.to ?? '∞'})`;
    case 'categories':
      return cover.values.map((value) => `"${value}"`).join(', ');
    case 'special':
      return `code ${cover.value}`;
    case 'missing':
      return 'missing';
    case 'other':
      return 'other';
  }
}

interface Draft {
  readonly scorecard: Scorecard;
  readonly changes: readonly EditDone[];
  /** Attributes whose points people fixed, in this order or an earlier version; they keep them. */
  readonly held: ReadonlySet<string>;
}

function apply(draft: Draft, edit: Edit, order: EditOrder): Draft | EditRefusal {
  switch (edit.kind) {
    case 'drop':
      return drop(draft, edit.term);
    case 'merge':
    case 'split':
    case 'fix': {
      const place = draft.scorecard.characteristics.findIndex(({ id }) => id === edit.characteristic);
      if (place < 0) return unknownTerm(edit.characteristic);
      if (edit.kind === 'merge') return merge(draft, place, edit.attributes);
      if (edit.kind === 'fix') return fix(draft, place, edit.attribute, edit.points);
      return split(draft, place, edit.at, order);
    }
  }
}

function drop(draft: Draft, term: string): Draft | EditRefusal {
  const { scorecard } = draft;
  const changes = [...draft.changes, { kind: 'drop', term } as const];
  const pair = scorecard.pairs.find(({ id }) => id === term);
  if (pair) {
    const pairs = scorecard.pairs.filter((each) => each !== pair);
    const intercept = scorecard.intercept + exactLogOdds(meanOf(pair.logOdds, pair.counts));
    return { ...draft, scorecard: { ...scorecard, intercept, pairs }, changes };
  }
  const characteristic = scorecard.characteristics.find(({ id }) => id === term);
  if (!characteristic) return unknownTerm(term);
  const bound = scorecard.pairs.filter(({ first, second }) =>
    [first.characteristic, second.characteristic].includes(term),
  );
  if (bound.length > 0) {
    const pairs = bound.map(({ id }) => `"${id}"`).join(', ');
    return refusal(
      'in_pairs',
      { term, pairs },
      `"${term}" is a side of the pair terms ${pairs}: drop those first, in the same order`,
    );
  }
  if (scorecard.characteristics.length === 1) {
    return refusal('last_term', { term }, `"${term}" is the last term: nothing would be left to score by`);
  }
  const { attributes } = characteristic;
  const mean = meanOf(
    attributes.map(({ logOdds }) => logOdds),
    attributes.map(({ count }) => count),
  );
  return {
    ...draft,
    scorecard: {
      ...scorecard,
      intercept: scorecard.intercept + exactLogOdds(mean),
      characteristics: scorecard.characteristics.filter((each) => each !== characteristic),
    },
    changes,
  };
}

/** The joined attribute gets the mean of its parts, weighted by training cases: the characteristic's mean stays 0. */
function merge(draft: Draft, place: number, asked: readonly number[]): Draft | EditRefusal {
  const { scorecard } = draft;
  const characteristic = scorecard.characteristics[place]!;
  const { id, attributes } = characteristic;
  const indices = [...new Set(asked)].sort((a, b) => a - b);
  const missing = indices.find((index) => attributes[index] === undefined);
  if (missing !== undefined) return unknownAttribute(characteristic, missing);
  if (indices.length < 2) {
    return refusal('nothing_to_change', {}, `"${id}": a merge wants two attributes or more`);
  }
  const parts = indices.map((index) => attributes[index]!);
  const cover = joined(parts);
  if (cover === 'not_neighbours') {
    return refusal(
      cover,
      { name: id },
      `"${id}": ranges can be merged with their neighbours only, without a gap`,
    );
  }
  if (cover === 'cannot_join') {
    return refusal(
      cover,
      { name: id },
      `"${id}": ranges merge with ranges and categories with categories; codes and missing values stay apart`,
    );
  }
  const counts = parts.map(({ count }) => count);
  const own: Attribute = {
    ...cover,
    ...numbersOf(scorecard, exactLogOdds(weightedMean(numbers(parts), counts))),
    standardError: exactLogOdds(
      weightedMean(
        parts.map(({ standardError }) => standardError),
        counts,
      ),
    ),
    count: total(counts),
    positives: total(parts.map(({ positives }) => positives)),
  };
  const [at] = indices as [number, ...number[]];
  const gone = new Set(indices.slice(1));
  const kept = attributes.flatMap((attribute, index) =>
    index === at ? [own] : gone.has(index) ? [] : [attribute],
  );
  const withPairs = scorecard.pairs.map((pair) => {
    const groupsJoined = joinGroups(scorecard, pair, id, indices);
    return regrouped(groupsJoined, id, (groupOf) => groupOf.filter((_, index) => !gone.has(index)));
  });
  return {
    ...draft,
    scorecard: withAttributes({ ...scorecard, pairs: withPairs }, place, kept),
    changes: [...draft.changes, { kind: 'merge', characteristic: id, covers: parts.map(coverOf) }],
  };
}

function joined(parts: readonly Attribute[]): AttributeCover | 'not_neighbours' | 'cannot_join' {
  if (parts.every((part) => part.kind === 'range')) {
    const gap = parts.slice(1).some((part, before) => part.from !== parts[before]!.to);
    return gap ? 'not_neighbours' : { kind: 'range', from: parts[0]!.from, to: parts.at(-1)!.to };
  }
  const values = parts.flatMap((part) => (part.kind === 'categories' ? part.values : []));
  if (!parts.every((part) => part.kind === 'categories' || part.kind === 'other')) return 'cannot_join';
  // What joins the rest is no longer told from categories that training never saw.
  if (parts.some((part) => part.kind === 'other')) return { kind: 'other' };
  return { kind: 'categories', values: [...values].sort((a, b) => (a < b ? -1 : 1)) };
}

/** Where merged attributes lie in several groups of a pair term, those groups become one; the cells stay purified. */
function joinGroups(
  scorecard: Scorecard,
  pair: PairTerm,
  characteristic: string,
  indices: readonly number[],
): PairTerm {
  const side = sideOf(pair, characteristic);
  if (side === null) return pair;
  const { groupOf, groups } = pair[side];
  const parts = [...new Set(indices.map((index) => groupOf[index]!))].sort((a, b) => a - b);
  const [target] = parts;
  if (parts.length < 2 || target === undefined) return pair;
  const survivors = Array.from({ length: groups }, (_, group) => group).filter(
    (group) => group === target || !parts.includes(group),
  );
  const place = (group: number): number => survivors.indexOf(parts.includes(group) ? target : group);
  const others = side === 'first' ? pair.second.groups : pair.first.groups;
  const cellAt = (group: number, other: number): number =>
    side === 'first' ? group * others + other : other * groups + group;
  const cells = Array.from({ length: survivors.length * others }, (_, at) => {
    const [group, other] =
      side === 'first'
        ? [survivors[Math.floor(at / others)]!, at % others]
        : [survivors[at % survivors.length]!, Math.floor(at / survivors.length)];
    return (group === target ? parts : [group]).map((part) => cellAt(part, other));
  });
  const mean = (values: readonly number[], of: readonly number[]): number =>
    of.length === 1
      ? values[of[0]!]!
      : exactLogOdds(
          weightedMean(
            of.map((cell) => values[cell]!),
            of.map((cell) => pair.counts[cell]!),
          ),
        );
  const logOdds = cells.map((of) => mean(pair.logOdds, of));
  return {
    ...pair,
    [side]: { ...pair[side], groups: survivors.length, groupOf: groupOf.map(place) },
    logOdds,
    standardErrors: cells.map((of) => mean(pair.standardErrors, of)),
    points: cells.map((of, at) =>
      of.length === 1 ? pair.points[of[0]!]! : numbersOf(scorecard, logOdds[at]!).points,
    ),
    counts: cells.map((of) => total(of.map((cell) => pair.counts[cell]!))),
    positives: cells.map((of) => total(of.map((cell) => pair.positives[cell]!))),
  };
}

/**
 * The points are those told from the average case. Everybody else's score stays: the other attributes of the
 * characteristic move one way by what keeps its mean at 0, and the intercept the other way.
 */
function fix(draft: Draft, place: number, index: number, points: number): Draft | EditRefusal {
  const { scorecard } = draft;
  const characteristic = scorecard.characteristics[place]!;
  const { id, attributes } = characteristic;
  const attribute = attributes[index];
  if (attribute === undefined) return unknownAttribute(characteristic, index);
  if (!Number.isFinite(points)) {
    return refusal('not_a_number', { name: id }, `"${id}": the points wanted are no number`);
  }
  const held = new Set([...draft.held, heldKey(id, attribute)]);
  const isHeld = attributes.map((each) => held.has(heldKey(id, each)));
  const toPoints = pointsPerLogOdds(scorecard.scaling, scorecard.target.favourable);
  const fixed: Attribute = {
    ...attribute,
    logOdds: exactLogOdds(points / toPoints),
    points: exactPoints(points),
    // Set, not estimated.
    standardError: 0,
  };
  const withFixed = attributes.map((each, at) => (at === index ? fixed : each));
  const sum = total(withFixed.map(({ logOdds, count }) => logOdds * count));
  const free = total(withFixed.map(({ count }, at) => (isHeld[at] ? 0 : count)));
  const cases = total(withFixed.map(({ count }) => count));
  // Half a step of the published numbers, of every case: within their rounding the mean is 0 already.
  const centred = Math.abs(sum) <= cases * 2 ** -20;
  if (free === 0 && !centred) {
    return refusal(
      'all_fixed',
      { name: id },
      `"${id}": with every attribute fixed none is left to keep the mean; leave one of them free`,
    );
  }
  const shift = centred ? 0 : exactLogOdds(-sum / free);
  const moved = withFixed.map((each, at): Attribute => {
    if (shift === 0 || isHeld[at]) return each;
    return { ...each, ...numbersOf(scorecard, each.logOdds + shift) };
  });
  return {
    scorecard: withAttributes({ ...scorecard, intercept: scorecard.intercept - shift }, place, moved),
    changes: [
      ...draft.changes,
      {
        kind: 'fix',
        characteristic: id,
        cover: coverOf(attribute),
        fromPoints: attribute.points,
        toPoints: fixed.points,
      },
    ],
    held,
  };
}

/** Each side is fitted to its own rows with everything else held; together they keep their parent's mean. */
function split(
  draft: Draft,
  place: number,
  at: number | string,
  { rows: given }: EditOrder,
): Draft | EditRefusal {
  const { scorecard } = draft;
  const { id, attributes, kind } = scorecard.characteristics[place]!;
  const found = cutIn(scorecard.characteristics[place]!, at);
  if (found === null) {
    const wanted = kind === 'numeric' ? 'a number within a range' : 'a category of a group';
    return refusal(
      'no_such_cut',
      { name: id, at },
      `"${id}" cannot be split at ${typeof at === 'number' ? at : `"${at}"`} (want ${wanted}, where there is no cut yet)`,
    );
  }
  if (given === null || columnsLacking(scorecard, given.table).length > 0) {
    return refusal(
      'needs_rows',
      { name: id },
      `"${id}": a split wants a table with every column of the scorecard, to count both sides`,
    );
  }
  const parent = attributes[found.index]!;
  const sides = sidesOf(draft.scorecard, place, found, given.table, given.outcomes);
  const few = Math.min(...sides.map(({ rows }) => rows));
  if (few < FEWEST_ROWS_A_SIDE) {
    return refusal(
      'too_few_rows',
      { name: id, at, rows: few, wanted: FEWEST_ROWS_A_SIDE },
      `"${id}": a side of ${String(at)} has ${few} rows (want at least ${FEWEST_ROWS_A_SIDE})`,
    );
  }
  const rows = total(sides.map((side) => side.rows));
  const drift = parent.logOdds - total(sides.map((side) => (side.logOdds * side.rows) / rows));
  const counts = apportioned(parent.count, [sides[0].rows, sides[1].rows], [Infinity, Infinity]);
  const positives = apportioned(parent.positives, [sides[0].positives, sides[1].positives], counts);
  const parts = found.covers.map(
    (cover, side): Attribute => ({
      ...cover,
      ...numbersOf(scorecard, exactLogOdds(sides[side]!.logOdds + drift)),
      standardError: exactLogOdds(sides[side]!.standardError),
      count: counts[side]!,
      positives: positives[side]!,
    }),
  );
  const own = attributes.flatMap((attribute, index) => (index === found.index ? parts : [attribute]));
  const pairs = scorecard.pairs.map((pair) =>
    regrouped(pair, id, (groupOf) =>
      groupOf.flatMap((group, index) => (index === found.index ? [group, group] : [group])),
    ),
  );
  const done = { kind: 'split', characteristic: id, cover: coverOf(parent), at } as const;
  return {
    ...draft,
    scorecard: withAttributes({ ...scorecard, pairs }, place, own),
    changes: [...draft.changes, { ...done, dataFingerprint: fingerprintOfTable(given.table) }],
  };
}

function cutIn({ kind, attributes }: ScorecardCharacteristic, at: number | string): Cut | null {
  if (kind === 'numeric') {
    const cut = Number(at);
    const index = attributes.findIndex(
      (each) =>
        each.kind === 'range' &&
        (each.from === null || each.from < cut) &&
        (each.to === null || cut < each.to),
    );
    const parent = attributes[index];
    if (!Number.isFinite(cut) || parent?.kind !== 'range') return null;
    return {
      index,
      covers: [
        { kind: 'range', from: parent.from, to: cut },
        { kind: 'range', from: cut, to: parent.to },
      ],
      isSecond: (column, row) => Number(valueAt(column, row)) >= cut,
    };
  }
  const value = String(at);
  const alone: AttributeCover = { kind: 'categories', values: [value] };
  const isSecond = (column: Column, row: number): boolean => String(valueAt(column, row)) === value;
  const index = attributes.findIndex((each) => each.kind === 'categories' && each.values.includes(value));
  const parent = attributes[index];
  if (parent?.kind === 'categories') {
    const rest = parent.values.filter((each) => each !== value);
    if (rest.length === 0) return null;
    return { index, covers: [{ kind: 'categories', values: rest }, alone], isSecond };
  }
  const other = attributes.findIndex((each) => each.kind === 'other');
  return other < 0 ? null : { index: other, covers: [{ kind: 'other' }, alone], isSecond };
}

/** Whole cases in the proportion of the rows: exact where the rows are those of the training. */
function apportioned(
  whole: number,
  [first, second]: readonly [number, number],
  [mostFirst, mostSecond]: readonly [number, number],
): readonly [number, number] {
  const share = first + second === 0 ? 0 : first / (first + second);
  const wanted = Math.round(whole * share);
  const own = Math.min(mostFirst, Math.max(whole - mostSecond, wanted));
  return [own, whole - own];
}

function fixedBefore({ edits = [] }: Scorecard): ReadonlySet<string> {
  const fixed = edits.flatMap(({ changes }) => changes).filter((change) => change.kind === 'fix');
  return new Set(fixed.map(({ characteristic, cover }) => heldKey(characteristic, cover)));
}

function heldKey(characteristic: string, cover: AttributeCover): string {
  return canonicalJson([characteristic, coverOf(cover)]);
}

function withAttributes(scorecard: Scorecard, place: number, attributes: readonly Attribute[]): Scorecard {
  return {
    ...scorecard,
    characteristics: scorecard.characteristics.map((each, at) =>
      at === place ? { ...each, attributes } : each,
    ),
  };
}

function regrouped(
  pair: PairTerm,
  characteristic: string,
  change: (groupOf: readonly number[]) => readonly number[],
): PairTerm {
  const side = sideOf(pair, characteristic);
  if (side === null) return pair;
  const own: PairSide = { ...pair[side], groupOf: change(pair[side].groupOf) };
  return { ...pair, [side]: own };
}

function sideOf({ first, second }: PairTerm, characteristic: string): 'first' | 'second' | null {
  if (first.characteristic === characteristic) return 'first';
  return second.characteristic === characteristic ? 'second' : null;
}

function numbersOf({ scaling, target }: Scorecard, logOdds: number): { logOdds: number; points: number } {
  return { logOdds, points: exactPoints(pointsPerLogOdds(scaling, target.favourable) * logOdds) };
}

function numbers(attributes: readonly Attribute[]): readonly number[] {
  return attributes.map(({ logOdds }) => logOdds);
}

/** Parts that no case weighs count alike. */
function weightedMean(values: readonly number[], weights: readonly number[]): number {
  const sum = total(weights);
  if (sum === 0) return total(values) / values.length;
  return total(values.map((value, at) => value * weights[at]!)) / sum;
}

function meanOf(values: readonly number[], counts: readonly number[]): number {
  return total(counts) === 0 ? 0 : weightedMean(values, counts);
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function unknownTerm(term: string): EditRefusal {
  return refusal('unknown_term', { term }, `the scorecard has no term "${term}"`);
}

function unknownAttribute({ id, attributes }: ScorecardCharacteristic, index: number): EditRefusal {
  const last = attributes.length - 1;
  return refusal(
    'unknown_attribute',
    { name: id, index, last },
    `"${id}" has no attribute ${index} (it has 0 to ${last})`,
  );
}

function refusal(code: EditRefusal['code'], values: EditRefusal['values'], reason: string): EditRefusal {
  return { kind: 'refused', code, values, reason };
}
