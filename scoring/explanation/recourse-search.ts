import { scoreRow } from '../scorecard/score.ts';
import type { Scorecard, Value } from '../scorecard/scorecard.ts';
import type { RecourseOption } from './explanation.ts';
import type { Candidate, Values } from './recourse-candidates.ts';
import { FOLLOWS, touchedBy, withChanges } from './recourse-effects.ts';

export interface SearchSpace {
  readonly values: Values;
  /** The values that each changeable characteristic could be brought to. */
  readonly groups: readonly (readonly Candidate[])[];
  readonly changesAtMost: number;
  /** Of each of these sets at least one characteristic must change, or an obstacle stays. */
  readonly mustTouch: readonly ReadonlySet<string>[];
  /** The points it has now and those it lacks; null when the score is no obstacle. */
  readonly score: { readonly scorecard: Scorecard; readonly now: number; readonly points: number } | null;
  /** Decides again; the only word on whether a combination turns the decision. */
  readonly turns: (values: Values) => boolean;
}

/** Bounds for the page: a score is tried in a few microseconds, a whole decision in some tens. */
const SCORES_AT_MOST = 40_000;
const TRIALS_AT_MOST = 4_000;

/** Further options are for choice; with more than two changes they are no easier than the first. */
const CHANGES_OF_FURTHER_OPTIONS = 2;

interface Weighed extends Candidate {
  /** Points that it can bring at most, whatever else is changed with it. */
  readonly most: number;
}

/**
 * Branch and bound by cost over at most one new value for each characteristic. A branch is left when it costs as much
 * as the best found, when it contains an option already told, when an obstacle can no longer be touched, or when the
 * points it can still bring do not suffice. All four only leave what cannot be the answer.
 */
export class Search {
  readonly #space: SearchSpace;
  readonly #groups: readonly (readonly Weighed[])[];
  /** The most points that `missing` further changes can bring from group `at` on. */
  readonly #reach: readonly (readonly number[])[];
  /** The values that the score rests on: a tenth of all, and so ten times as fast to try. */
  readonly #scored: Values;
  #best: RecourseOption | null = null;
  #trials = 0;
  #scores = 0;

  constructor(space: SearchSpace) {
    this.#space = space;
    this.#groups = space.groups
      .map((group) => weigh(group, space).toSorted((a, b) => a.cost - b.cost))
      .toSorted((a, b) => (a[0]?.cost ?? 0) - (b[0]?.cost ?? 0));
    this.#reach = reachOf(this.#groups, space.changesAtMost);
    this.#scored = scoredValues(space);
  }

  /** The cheapest combination that turns the decision and contains none of those told; null when there is none. */
  cheapest(told: readonly RecourseOption[]): RecourseOption | null {
    this.#best = null;
    this.#trials = 0;
    this.#scores = 0;
    const { changesAtMost } = this.#space;
    const most = told.length === 0 ? changesAtMost : Math.min(changesAtMost, CHANGES_OF_FURTHER_OPTIONS);
    // Few changes first: they bound the search for more.
    for (let size = 1; size <= most; size++) this.#extend([], 0, 0, 0, size, told);
    return this.#best;
  }

  /** Whether even the best of everything changeable leaves the score short. */
  scoreIsOutOfReach(): boolean {
    const { score } = this.#space;
    if (score === null) return false;
    const most = this.#groups.map((group) => Math.max(0, ...group.map((candidate) => candidate.most)));
    return most.reduce((sum, points) => sum + points, 0) < score.points;
  }

  #extend(
    chosen: readonly Weighed[],
    cost: number,
    points: number,
    from: number,
    missing: number,
    told: readonly RecourseOption[],
  ): void {
    if (containsOne(chosen, told)) return;
    if (missing === 0) return this.#attempt(chosen, cost);
    for (let at = from; at <= this.#groups.length - missing; at++) {
      if (!this.#canTouchAll(chosen, at)) return;
      if (!this.#suffices(points + (this.#reach[missing]?.[at] ?? 0))) return;
      for (const candidate of this.#groups[at] ?? []) {
        const total = cost + candidate.cost;
        if (this.#best !== null && total >= this.#best.cost) break;
        if (this.#trials >= TRIALS_AT_MOST || this.#scores >= SCORES_AT_MOST) return;
        const brings = points + candidate.most;
        if (!this.#suffices(brings + (this.#reach[missing - 1]?.[at + 1] ?? 0))) continue;
        this.#extend([...chosen, candidate], total, brings, at + 1, missing - 1, told);
      }
    }
  }

  #attempt(chosen: readonly Weighed[], cost: number): void {
    const { mustTouch, values, turns } = this.#space;
    if (!mustTouch.every((set) => chosen.some(({ characteristic }) => set.has(characteristic)))) return;
    const changes = new Map<string, Value>(chosen.map(({ characteristic, to }) => [characteristic, to]));
    if (!this.#liftsScore(changes)) return;
    this.#trials++;
    if (!turns(withChanges(values, changes))) return;
    this.#best = {
      changes: chosen.map(({ characteristic, from, to, days }) => ({ characteristic, from, to, days })),
      days: Math.max(...chosen.map(({ days }) => days)),
      cost,
    };
  }

  #liftsScore(changes: ReadonlyMap<string, Value>): boolean {
    const { score } = this.#space;
    if (score === null) return true;
    this.#scores++;
    return this.#suffices(scoreRow(score.scorecard, withChanges(this.#scored, changes)).points - score.now);
  }

  #suffices(points: number): boolean {
    const { score } = this.#space;
    // A thousandth of a point for the rounding of sums.
    return score === null || points >= score.points - 0.001;
  }

  #canTouchAll(chosen: readonly Weighed[], from: number): boolean {
    const later = this.#groups.slice(from);
    return this.#space.mustTouch.every(
      (set) =>
        chosen.some(({ characteristic }) => set.has(characteristic)) ||
        later.some((group) => set.has(group[0]?.characteristic ?? '')),
    );
  }
}

function scoredValues({ values, score }: SearchSpace): Values {
  if (score === null) return values;
  const ids = [
    ...score.scorecard.characteristics.map(({ id }) => id),
    ...Object.entries(FOLLOWS).flatMap(([derived, roots]) => [derived, ...roots]),
    'requested_rate',
  ];
  return Object.fromEntries(ids.flatMap((id) => (values[id] === undefined ? [] : [[id, values[id]]])));
}

function containsOne(chosen: readonly Candidate[], told: readonly RecourseOption[]): boolean {
  const touched = new Set(chosen.map(({ characteristic }) => characteristic));
  return told.some(({ changes }) => changes.every(({ characteristic }) => touched.has(characteristic)));
}

/**
 * A characteristic that nothing follows from brings exactly its own points. One that others follow from may bring more
 * together with another, so it is credited with the best of everything it touches.
 */
function weigh(group: readonly Candidate[], { values, score }: SearchSpace): readonly Weighed[] {
  if (score === null) return group.map((candidate) => ({ ...candidate, most: 0 }));
  const { scorecard } = score;
  const touched = new Set(touchedBy(group[0]?.characteristic ?? ''));
  const now = scoreRow(scorecard, values);
  if (touched.size > 1) {
    const most = scorecard.characteristics.reduce((sum, { id, attributes }, i) => {
      if (!touched.has(id)) return sum;
      const best = Math.max(...attributes.map(({ points }) => points));
      return sum + best - (attributes[now.hits[i] ?? 0]?.points ?? 0);
    }, 0);
    return group.map((candidate) => ({ ...candidate, most }));
  }
  return group.map((candidate) => {
    const changed = scoreRow(scorecard, { ...values, [candidate.characteristic]: candidate.to });
    return { ...candidate, most: changed.points - now.points };
  });
}

/** `reach[missing][at]`: the sum of the best of the `missing` best groups from `at` on. */
function reachOf(
  groups: readonly (readonly Weighed[])[],
  changesAtMost: number,
): readonly (readonly number[])[] {
  const most = groups.map((group) => Math.max(0, ...group.map((candidate) => candidate.most)));
  return Array.from({ length: changesAtMost + 1 }, (_, missing) =>
    Array.from({ length: groups.length + 1 }, (__, at) =>
      most
        .slice(at)
        .sort((a, b) => b - a)
        .slice(0, missing)
        .reduce((sum, points) => sum + points, 0),
    ),
  );
}
