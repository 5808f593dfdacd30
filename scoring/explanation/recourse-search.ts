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
const SCORES_AT_MOST = 1_000_000;
const TRIALS_AT_MOST = 40_000;

/** Further options are for choice; with more than two changes they are no easier than the first. */
const CHANGES_OF_FURTHER_OPTIONS = 2;

interface Weighed extends Candidate {
  /** Points that it can bring at most, whatever else is changed with it. */
  readonly most: number;
}

interface Branch {
  readonly chosen: readonly Weighed[];
  readonly cost: number;
  readonly points: number;
  /** The obstacles that what is chosen touches, a bit each. */
  readonly touched: number;
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
  /** By group, the obstacles it touches, a bit each; by place, those that a group from there on still touches. */
  readonly #touches: readonly number[];
  readonly #stillTouched: readonly number[];
  readonly #allObstacles: number;
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
    this.#touches = this.#groups.map(([first]) =>
      space.mustTouch.reduce(
        (bits, set, i) => (set.has(first?.characteristic ?? '') ? bits | (1 << i) : bits),
        0,
      ),
    );
    this.#stillTouched = this.#groups.map((_, at) =>
      this.#touches.slice(at).reduce((bits, own) => bits | own, 0),
    );
    this.#allObstacles = space.mustTouch.reduce((bits, _, i) => bits | (1 << i), 0);
  }

  /** The cheapest combination that turns the decision and contains none of those told; null when there is none. */
  cheapest(told: readonly RecourseOption[]): RecourseOption | null {
    this.#best = null;
    this.#trials = 0;
    this.#scores = 0;
    const { changesAtMost } = this.#space;
    const most = told.length === 0 ? changesAtMost : Math.min(changesAtMost, CHANGES_OF_FURTHER_OPTIONS);
    // Few changes first: they bound the search for more.
    for (let size = 1; size <= most; size++)
      this.#extend({ chosen: [], cost: 0, points: 0, touched: 0 }, 0, size, told);
    return this.#best;
  }

  /** Whether even the best of everything changeable leaves the score short. */
  scoreIsOutOfReach(): boolean {
    const { score } = this.#space;
    if (score === null) return false;
    const most = this.#groups.map((group) => Math.max(0, ...group.map((candidate) => candidate.most)));
    return most.reduce((sum, points) => sum + points, 0) < score.points;
  }

  #extend(branch: Branch, from: number, missing: number, told: readonly RecourseOption[]): void {
    if (missing === 0) return this.#attempt(branch);
    for (let at = from; at <= this.#groups.length - missing; at++) {
      if ((branch.touched | (this.#stillTouched[at] ?? 0)) !== this.#allObstacles) return;
      if (!this.#suffices(branch.points + (this.#reach[missing]?.[at] ?? 0))) return;
      const reach = this.#reach[missing - 1]?.[at + 1] ?? 0;
      for (const candidate of this.#groups[at] ?? []) {
        const cost = branch.cost + candidate.cost;
        if (this.#best !== null && cost >= this.#best.cost) break;
        if (this.#trials >= TRIALS_AT_MOST || this.#scores >= SCORES_AT_MOST) return;
        const points = branch.points + candidate.most;
        if (!this.#suffices(points + reach)) continue;
        const chosen = [...branch.chosen, candidate];
        if (containsOne(chosen, told)) break;
        const touched = branch.touched | (this.#touches[at] ?? 0);
        this.#extend({ chosen, cost, points, touched }, at + 1, missing - 1, told);
      }
    }
  }

  #attempt({ chosen, cost, touched }: Branch): void {
    if (touched !== this.#allObstacles) return;
    const { values, turns } = this.#space;
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
  return told.some(({ changes }) =>
    changes.every(({ characteristic: id }) => chosen.some(({ characteristic }) => characteristic === id)),
  );
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
