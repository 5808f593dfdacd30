import { sigmoid } from '../scorecard/metrics.ts';
import { scoreRow } from '../scorecard/score.ts';
import type { Scorecard, ValueRow } from '../scorecard/scorecard.ts';
import type { RecourseChange, RecourseOption } from './explanation.ts';
import { type Move, movesOf } from './moves.ts';

/** Of one scorecard and one cut-off. The same shape as `Recourse`, with the proof where there is none. */
export type ScorecardRecourse =
  | { readonly kind: 'options'; readonly options: readonly RecourseOption[] }
  | {
      readonly kind: 'none';
      readonly because: 'score' | 'nothing_changeable';
      /** The certificate: even every change at its best leaves the person here, short of the cut-off. */
      readonly best: { readonly changes: readonly RecourseChange[]; readonly probability: number };
    }
  | { readonly kind: 'not_needed' };

/**
 * Whether P(target = 1) is on the person's side of the cut-off: below it where 0 is the good outcome, at it or above
 * where 1 is.
 */
export function isOnGoodSide(scorecard: Scorecard, probability: number, cutoff: number): boolean {
  return scorecard.target.favourable === 1 ? probability >= cutoff : probability < cutoff;
}

const OPTIONS_AT_MOST = 3;

/**
 * The least burdensome changes that take the score across the cut-off. The first option is the cheapest there is; each
 * further one is the cheapest that does not contain all the characteristics of an earlier one.
 *
 * Why it is exact: the score is a sum of one attribute a characteristic, so it can only change where a value enters
 * another attribute, and the cheapest value in an attribute is the one nearest to the person's. One value an attribute
 * is therefore enough, and choosing one (or none) for each characteristic is a multiple-choice knapsack. The search
 * keeps every combination that no other one beats in both burden and gain (Nemhauser and Ullmann), and leaves one out
 * only when the rest cannot bring what is missing for less than the best found, by a bound that never asks too much.
 */
export function recourseOnScorecard(
  scorecard: Scorecard,
  row: ValueRow,
  cutoffProbability: number,
): ScorecardRecourse {
  const { probability } = scoreRow(scorecard, row);
  if (isOnGoodSide(scorecard, probability, cutoffProbability)) return { kind: 'not_needed' };
  const task = taskOf(scorecard, row, cutoffProbability);
  if (task.groups.length === 0) {
    return { kind: 'none', because: 'nothing_changeable', best: { changes: [], probability } };
  }
  const options: RecourseOption[] = [];
  while (options.length < OPTIONS_AT_MOST) {
    const found = cheapestBesides(task, options);
    if (!found) break;
    options.push(optionOf(found));
  }
  if (options.length > 0) return { kind: 'options', options };
  return { kind: 'none', because: 'score', best: bestReachable(task) };
}

/** What is asked of a search: one move at most of each group, and the changed row on the good side. */
interface Task {
  readonly logOdds: number;
  readonly sign: 1 | -1;
  /** A lower bound of the gain that is wanted; `flips` decides. */
  readonly wanted: number;
  readonly flips: (gain: number) => boolean;
  readonly groups: readonly (readonly Move[])[];
}

function taskOf(scorecard: Scorecard, row: ValueRow, cutoff: number): Task {
  const { favourable } = scorecard.target;
  const sign = favourable === 1 ? 1 : -1;
  const { logOdds } = scoreRow(scorecard, row);
  const threshold = Math.log(cutoff) - Math.log1p(-cutoff);
  const groups = scorecard.characteristics
    .map((characteristic) => undominated(movesOf(characteristic, row, favourable)))
    .filter((moves) => moves.length > 0);
  return {
    logOdds,
    sign,
    wanted: Math.max(0, sign * (threshold - logOdds) - 1e-9),
    // Published log-odds add exactly, so that this is the probability of the changed row to the last bit.
    flips: (gain) => isOnGoodSide(scorecard, sigmoid(logOdds + sign * gain), cutoff),
    groups,
  };
}

/** Cheapest first, each bringing more than the one before: a move that costs more and brings less is never chosen. */
function undominated(moves: readonly Move[]): readonly Move[] {
  const kept: Move[] = [];
  for (const move of [...moves].sort((a, b) => a.cost - b.cost || b.gain - a.gain || a.days - b.days)) {
    if (move.gain > (kept.at(-1)?.gain ?? 0)) kept.push(move);
  }
  return kept;
}

interface Found {
  readonly moves: readonly Move[];
  readonly cost: number;
  readonly gain: number;
}

/** Leaves out, in every possible way, one characteristic of each option already told, and takes the cheapest of all. */
function cheapestBesides(task: Task, told: readonly RecourseOption[]): Found | null {
  let leftOut: readonly (readonly string[])[] = [[]];
  for (const option of told) {
    leftOut = leftOut.flatMap((names) =>
      option.changes.some(({ characteristic }) => names.includes(characteristic))
        ? [names]
        : option.changes.map(({ characteristic }) => [...names, characteristic]),
    );
  }
  let best: Found | null = null;
  for (const names of leftOut) {
    const groups = task.groups.filter((moves) => !names.includes(moves[0]!.characteristic));
    const found = cheapest({ ...task, groups });
    if (found && (!best || isBetter(found, best))) best = found;
  }
  return best;
}

/** A partial choice, linked backwards. */
interface Choice {
  readonly cost: number;
  readonly gain: number;
  readonly changes: number;
  readonly move: Move | null;
  readonly before: Choice | null;
}

const NOTHING: Choice = { cost: 0, gain: 0, changes: 0, move: null, before: null };

function cheapest(task: Task): Found | null {
  const groups = [...task.groups].sort((a, b) => efficiency(b) - efficiency(a));
  const mostAfter = suffixSums(groups.map((moves) => moves.at(-1)!.gain));
  const boundAfter = groups.map((_, at) => costBound(groups.slice(at)));
  let front: readonly Choice[] = [NOTHING];
  let best = quickAnswer(task, groups);
  for (let at = 0; at <= groups.length; at += 1) {
    const open: Choice[] = [];
    for (const choice of front) {
      if (task.flips(choice.gain)) {
        if (!best || isCheaper(choice, best)) best = choice;
      } else if (at < groups.length && choice.gain + mostAfter[at]! >= task.wanted) open.push(choice);
    }
    if (at === groups.length) break;
    const limit: number = best?.cost ?? Infinity;
    const bound = boundAfter[at]!;
    const next: Choice[] = [];
    for (const choice of open) {
      if (choice.cost + bound(task.wanted - choice.gain) > limit * (1 + 1e-12)) continue;
      next.push(choice);
      for (const move of groups[at]!) {
        const cost = choice.cost + move.cost;
        if (cost > limit) break;
        next.push({ cost, gain: choice.gain + move.gain, changes: choice.changes + 1, move, before: choice });
      }
    }
    front = frontOf(next);
  }
  return best && { moves: movesIn(best), cost: best.cost, gain: best.gain };
}

/** Steepest steps first until the score flips: rarely the cheapest, but what it costs cuts the search short. */
function quickAnswer(task: Task, groups: readonly (readonly Move[])[]): Choice | null {
  const steps = groups.flatMap((moves, group) => hullOf(moves).map((step) => ({ ...step, group })));
  const chosen = new Map<number, Move>();
  for (const { group, move } of steps.sort(bySteepness)) {
    chosen.set(group, move);
    const choice = [...chosen.values()].reduce<Choice>(
      (before, next) => ({
        cost: before.cost + next.cost,
        gain: before.gain + next.gain,
        changes: before.changes + 1,
        move: next,
        before,
      }),
      NOTHING,
    );
    if (task.flips(choice.gain)) return choice;
  }
  return null;
}

/** Drops every choice that another one beats or equals in burden, in number of changes and in gain. */
function frontOf(choices: Choice[]): Choice[] {
  choices.sort((a, b) => a.cost - b.cost || b.gain - a.gain || a.changes - b.changes);
  const kept: Choice[] = [];
  const bestGain: number[] = [];
  for (const choice of choices) {
    let beaten = false;
    for (let changes = 0; changes <= choice.changes && !beaten; changes += 1) {
      beaten = (bestGain[changes] ?? -1) >= choice.gain;
    }
    if (beaten) continue;
    bestGain[choice.changes] = Math.max(bestGain[choice.changes] ?? -1, choice.gain);
    kept.push(choice);
  }
  return kept;
}

/**
 * The least burden that a gain can have when moves may be made in part: along the upper hull of each group, steepest
 * first. Whole moves never cost less.
 */
function costBound(groups: readonly (readonly Move[])[]): (gain: number) => number {
  const steps = groups.flatMap(hullOf).sort(bySteepness);
  return (gain) => {
    let missing = gain;
    let cost = 0;
    for (const step of steps) {
      if (missing <= 0) return cost;
      cost += step.gain <= missing ? step.cost : (step.cost * missing) / step.gain;
      missing -= step.gain;
    }
    return missing <= 1e-9 ? cost : Infinity;
  };
}

interface Step {
  readonly gain: number;
  readonly cost: number;
  /** The move that this step ends at. */
  readonly move: Move;
}

/** The steps of the upper hull of a group's (cost, gain), each less steep than the one before. */
function hullOf(moves: readonly Move[]): readonly Step[] {
  const hull: Move[] = [];
  for (const move of moves) {
    while (hull.length > 0) {
      const b = hull[hull.length - 1]!;
      const a = hull[hull.length - 2] ?? { gain: 0, cost: 0 };
      if ((b.gain - a.gain) * (move.cost - b.cost) > (move.gain - b.gain) * (b.cost - a.cost)) break;
      hull.pop();
    }
    hull.push(move);
  }
  return hull.map((move, index) => {
    const before = index === 0 ? { gain: 0, cost: 0 } : hull[index - 1]!;
    return { gain: move.gain - before.gain, cost: move.cost - before.cost, move };
  });
}

function bySteepness(a: Step, b: Step): number {
  return a.cost * b.gain - b.cost * a.gain;
}

function efficiency(moves: readonly Move[]): number {
  return Math.max(...moves.map(({ gain, cost }) => gain / (cost + 1e-12)));
}

function suffixSums(values: readonly number[]): readonly number[] {
  const sums = [...values, 0];
  for (let at = values.length - 1; at >= 0; at -= 1) sums[at] = sums[at + 1]! + values[at]!;
  return sums;
}

/** Cheaper; at equal burden fewer changes; then the surer one. */
function isCheaper(a: Choice, b: Choice): boolean {
  if (a.cost !== b.cost) return a.cost < b.cost;
  if (a.changes !== b.changes) return a.changes < b.changes;
  return a.gain > b.gain;
}

function isBetter(a: Found, b: Found): boolean {
  if (a.cost !== b.cost) return a.cost < b.cost;
  if (a.moves.length !== b.moves.length) return a.moves.length < b.moves.length;
  return a.gain > b.gain;
}

function movesIn(choice: Choice): readonly Move[] {
  const moves: Move[] = [];
  for (let at: Choice | null = choice; at; at = at.before) if (at.move) moves.push(at.move);
  return moves.reverse();
}

function optionOf({ moves, cost }: Found): RecourseOption {
  const days = Math.max(...moves.map((move) => move.days));
  // Twelve digits: the rest is the dust of adding decimals.
  return { changes: moves.map(changeOf), days, cost: Number(cost.toPrecision(12)) };
}

/** Every group at its greatest gain: what nobody can do better than. */
function bestReachable(task: Task): {
  readonly changes: readonly RecourseChange[];
  readonly probability: number;
} {
  const moves = task.groups.map((group) => group.at(-1)!);
  const gain = moves.reduce((sum, move) => sum + move.gain, 0);
  return { changes: moves.map(changeOf), probability: sigmoid(task.logOdds + task.sign * gain) };
}

function changeOf({ characteristic, from, to, days }: Move): RecourseChange {
  return { characteristic, from, to, days };
}
