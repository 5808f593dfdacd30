import type { AttributeCover } from './attribute-cover.ts';
import { brokenDirections, coverOf } from './directions.ts';
import {
  type Draft,
  type EditRefusal,
  heldKey,
  numbersOf,
  refusal,
  total,
  unknownAttribute,
  weightedMean,
  withAttributes,
} from './edit-draft.ts';
import { merge } from './edit-merge.ts';
import type { Edit } from './edit-record.ts';
import { type CountedRows, split } from './edit-split.ts';
import { fingerprintOfScorecard } from './fingerprint.ts';
import { exactLogOdds, exactPoints, pointsPerLogOdds } from './scaling.ts';
import type { Attribute, Scorecard } from './scorecard.ts';

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
  readonly rows: CountedRows | null;
}

export type EditOutcome = { readonly kind: 'edited'; readonly scorecard: Scorecard } | EditRefusal;

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
      return split(draft, place, edit.at, order.rows);
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

function fixedBefore({ edits = [] }: Scorecard): ReadonlySet<string> {
  const fixed = edits.flatMap(({ changes }) => changes).filter((change) => change.kind === 'fix');
  return new Set(fixed.map(({ characteristic, cover }) => heldKey(characteristic, cover)));
}

function meanOf(values: readonly number[], counts: readonly number[]): number {
  return total(counts) === 0 ? 0 : weightedMean(values, counts);
}

function unknownTerm(term: string): EditRefusal {
  return refusal('unknown_term', { term }, `the scorecard has no term "${term}"`);
}
