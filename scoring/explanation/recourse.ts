import { logit, sigmoid } from '../scorecard/metrics.ts';
import { placePairs } from '../scorecard/pairs.ts';
import { scoreRow } from '../scorecard/score.ts';
import type { PairSide, Scorecard, ValueRow } from '../scorecard/scorecard.ts';
import { ChoiceKnapsack } from './choice-knapsack.ts';
import type { Choice, Chosen, Coupling } from './choice-problem.ts';
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
 * Why it is exact: the score is a sum of one attribute a characteristic and one cell a pair term, and the attributes
 * alone tell the cell. So it can only change where a value enters another attribute, and the cheapest value in an
 * attribute is the one nearest to the person's. One value an attribute is therefore enough, and choosing one (or none)
 * for each characteristic is a multiple-choice knapsack, whose couplings are the pair terms of which both sides can
 * change; of the others the person's own value fixes the row or the column, and they belong to the choice
 * (choice-knapsack.ts says why its answer is the cheapest). Where there is none, the greatest gain of all choices
 * together is worked out exactly, and falls short.
 */
export function recourseOnScorecard(
  scorecard: Scorecard,
  row: ValueRow,
  cutoffProbability: number,
): ScorecardRecourse {
  const { probability, logOdds, hits, cells } = scoreRow(scorecard, row);
  if (isOnGoodSide(scorecard, probability, cutoffProbability)) return { kind: 'not_needed' };
  const { favourable } = scorecard.target;
  const sign = favourable === 1 ? 1 : -1;
  const moves = scorecard.characteristics.map((characteristic, at) =>
    movesOf(characteristic, hits[at]!, row, sign),
  );
  const paired = pairsOf(scorecard, moves, hits, cells, sign);
  const groups = scorecard.characteristics.flatMap((_, at) => {
    const choices = choicesOf(moves[at]!, paired.own[at]!, paired.isCoupled[at]!);
    return choices.length === 0 ? [] : [{ at, choices, mayStay: true }];
  });
  if (groups.length === 0) {
    return { kind: 'none', because: 'nothing_changeable', best: { changes: [], probability } };
  }
  // Published log-odds add exactly, so that this is the probability of the changed row to the last bit.
  const reached = (gain: number): number => sigmoid(logOdds + sign * gain);
  const knapsack = new ChoiceKnapsack({
    groups,
    couplings: couplingsOf(groups, paired.coupled, hits),
    wanted: Math.max(0, sign * (logit(cutoffProbability) - logOdds) - 1e-9),
    suffices: (gain) => isOnGoodSide(scorecard, reached(gain), cutoffProbability),
    changesAtMost: Infinity,
  });
  const options = knapsack.cheapest(OPTIONS_AT_MOST).map(optionOf);
  if (options.length > 0) return { kind: 'options', options };
  const greatest = knapsack.greatest();
  return {
    kind: 'none',
    because: 'score',
    best: {
      changes: greatest === null ? [] : greatest.choices.map(({ what }) => changeOf(what)),
      probability: greatest === null ? probability : reached(greatest.gain),
    },
  };
}

interface CoupledPair {
  readonly first: number;
  readonly second: number;
  readonly firstSide: PairSide;
  readonly secondSide: PairSide;
  /** Gain by cell. */
  readonly extra: readonly number[];
  readonly width: number;
}

interface Paired {
  /** By characteristic and attribute: what the pairs bring whose other side cannot change; null: nothing. */
  readonly own: readonly (Float64Array | null)[];
  readonly isCoupled: readonly boolean[];
  /** Of which both sides can change. */
  readonly coupled: readonly CoupledPair[];
}

function pairsOf(
  scorecard: Scorecard,
  moves: readonly (readonly Move[])[],
  hits: readonly number[],
  cells: readonly number[],
  sign: 1 | -1,
): Paired {
  const own = scorecard.characteristics.map((): Float64Array | null => null);
  const isCoupled = scorecard.characteristics.map(() => false);
  const coupled: CoupledPair[] = [];
  placePairs(scorecard).forEach(({ term, first, second }, at) => {
    const firstMoves = moves[first]!.length > 0;
    const secondMoves = moves[second]!.length > 0;
    const width = term.second.groups;
    if (firstMoves && secondMoves) {
      isCoupled[first] = true;
      isCoupled[second] = true;
      const extra = term.logOdds.map((logOdds) => sign * logOdds);
      coupled.push({ first, second, firstSide: term.first, secondSide: term.second, extra, width });
      return;
    }
    if (!firstMoves && !secondMoves) return;
    const place = firstMoves ? first : second;
    const now = term.logOdds[cells[at]!]!;
    const { groupOf } = firstMoves ? term.first : term.second;
    const gains = (own[place] ??= new Float64Array(groupOf.length));
    groupOf.forEach((group, attribute) => {
      const cell = firstMoves
        ? group * width + term.second.groupOf[hits[second]!]!
        : term.first.groupOf[hits[first]!]! * width + group;
      gains[attribute]! += sign * (term.logOdds[cell]! - now);
    });
  });
  return { own, isCoupled, coupled };
}

/** Cheapest first. A move that costs more than another and brings less is left out, unless a coupling may yet favour it. */
function choicesOf(
  moves: readonly Move[],
  own: Float64Array | null,
  isCoupled: boolean,
): readonly Choice<Move>[] {
  const choices = moves
    .map((move) => ({
      cost: move.cost,
      gain: own === null ? move.gain : move.gain + own[move.attribute]!,
      characteristics: [move.characteristic],
      what: move,
    }))
    .sort((a, b) => a.cost - b.cost || b.gain - a.gain || a.what.days - b.what.days);
  if (isCoupled) return choices;
  let most = 0;
  return choices.filter(({ gain }) => {
    if (gain <= most) return false;
    most = gain;
    return true;
  });
}

function couplingsOf(
  groups: readonly { readonly at: number; readonly choices: readonly Choice<Move>[] }[],
  coupled: readonly CoupledPair[],
  hits: readonly number[],
): readonly Coupling[] {
  const placeOf = new Map(groups.map(({ at }, place) => [at, place]));
  const classesOf = (characteristic: number, { groupOf }: PairSide): readonly number[] => [
    groupOf[hits[characteristic]!]!,
    ...groups[placeOf.get(characteristic)!]!.choices.map(({ what }) => groupOf[what.attribute]!),
  ];
  return coupled.map(({ first, second, firstSide, secondSide, extra, width }) => ({
    first: placeOf.get(first)!,
    second: placeOf.get(second)!,
    firstClasses: classesOf(first, firstSide),
    secondClasses: classesOf(second, secondSide),
    extra,
    width,
  }));
}

function optionOf({ choices, cost }: Chosen<Move>): RecourseOption {
  const days = Math.max(...choices.map(({ what }) => what.days));
  // Twelve digits: the rest is the dust of adding decimals.
  return { changes: choices.map(({ what }) => changeOf(what)), days, cost: Number(cost.toPrecision(12)) };
}

function changeOf({ characteristic, from, to, days }: Move): RecourseChange {
  return { characteristic, from, to, days };
}
