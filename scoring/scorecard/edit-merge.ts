import type { AttributeCover } from './attribute-cover.ts';
import { coverOf } from './directions.ts';
import {
  type Draft,
  type EditRefusal,
  numbersOf,
  refusal,
  regrouped,
  sideOf,
  total,
  unknownAttribute,
  weightedMean,
  withAttributes,
} from './edit-draft.ts';
import { exactLogOdds } from './scaling.ts';
import type { Attribute, PairTerm, Scorecard } from './scorecard.ts';

/** The joined attribute gets the mean of its parts, weighted by training cases: the characteristic's mean stays 0. */
export function merge(draft: Draft, place: number, asked: readonly number[]): Draft | EditRefusal {
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

function numbers(attributes: readonly Attribute[]): readonly number[] {
  return attributes.map(({ logOdds }) => logOdds);
}
