import { performance } from 'node:perf_hooks';
import { decide } from '../../scoring/decision/decide.ts';
import type { Decision } from '../../scoring/decision/decision.ts';
import type { RecourseOption } from '../../scoring/explanation/explanation.ts';
import { type Move, movesOf } from '../../scoring/explanation/moves.ts';
import { isOnGoodSide, recourseOnScorecard } from '../../scoring/explanation/recourse.ts';
import { CHANGES_AT_MOST, recourseOfDecision } from '../../scoring/explanation/recourse-of-decision.ts';
import { withChanges } from '../../scoring/explanation/recourse-effects.ts';
import { scoreRow } from '../../scoring/scorecard/score.ts';
import type { Scorecard, ValueRow } from '../../scoring/scorecard/scorecard.ts';
import { creditInputs, creditPack } from '../scoring/explanation/fixtures.ts';
import { dice, madeCard, madeRow } from './made-card.ts';
import { madeApplicant, madeCreditCard } from './made-credit.ts';

const CHARACTERISTICS = 40;
const PAIRS = 10;
const CARDS = 10;
const PEOPLE = 100;

/** The plain way tries sets of moves, the smaller first, and gives up after so many rows scored. */
const PLAIN_ROWS_AT_MOST = 20_000;
const PLAIN_PEOPLE = 40;

interface Timed {
  readonly cases: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Of a process alone with its core: time of all threads, in which the garbage collector counts. */
  readonly cpuP50Ms: number;
  readonly cpuP99Ms: number;
  /** Share of the cases that have an option and flip when it is applied and decided again. */
  readonly flips: number;
  readonly certificates: number;
  readonly neither: number;
}

/** Recourse on one scorecard and of whole credit decisions, certificates included; warm, after a tenth of the work. */
export function benchRecourse() {
  return {
    characteristics: CHARACTERISTICS,
    pairs: PAIRS,
    scorecard: benchScorecard(),
    decision: benchDecision(),
    plain: benchPlain(),
  };
}

function benchScorecard(): Timed {
  const roll = dice(11);
  const clock = new Clock();
  for (let at = -Math.ceil(CARDS / 3); at < CARDS; at += 1) {
    const card = flatCard(roll);
    for (let person = 0; person < PEOPLE; person += 1) {
      const row = madeRow(roll, card);
      const cutoff = CUTOFFS[person % CUTOFFS.length]!;
      if (isOnGoodSide(card, scoreRow(card, row).probability, cutoff)) continue;
      const recourse = clock.time(at >= 0, () => recourseOnScorecard(card, row, cutoff));
      if (at < 0 || recourse.kind === 'not_needed') continue;
      if (recourse.kind === 'none') clock.certificates += 1;
      else clock.applied(recourse.options.every((option) => isGoodAfter(card, row, option, cutoff)));
    }
  }
  return clock.figures();
}

const CUTOFFS = [0.3, 0.2, 0.1, 0.05];

function flatCard(roll: () => number): Scorecard {
  return madeCard(roll, {
    characteristics: CHARACTERISTICS,
    attributes: 7,
    pairs: PAIRS,
    groups: 5,
    changeable: 0.7,
  });
}

function isGoodAfter(card: Scorecard, row: ValueRow, { changes }: RecourseOption, cutoff: number): boolean {
  const changed = { ...row, ...Object.fromEntries(changes.map((each) => [each.characteristic, each.to])) };
  return isOnGoodSide(card, scoreRow(card, changed).probability, cutoff);
}

function benchDecision(): Timed {
  const roll = dice(12);
  const clock = new Clock();
  for (let at = -Math.ceil(CARDS / 3); at < CARDS; at += 1) {
    const card = madeCreditCard(roll, CHARACTERISTICS, PAIRS, 0.8);
    const cards = new Map([[card.name, card]]);
    for (let person = 0; person < PEOPLE; person += 1) {
      const values = { ...madeApplicant(roll, card), credit_ban: roll() < 0.02 ? 1 : 0 };
      const decision = decide(creditInputs(values), creditPack, cards, null);
      if (decision.outcome.kind !== 'decline') continue;
      const threshold = null;
      const recourse = clock.time(at >= 0, () =>
        recourseOfDecision(decision, creditPack, cards, {
          threshold,
          responses: undefined,
          changesAtMost: CHANGES_AT_MOST.credit,
        }),
      );
      if (at < 0) continue;
      if (recourse.kind === 'options') {
        clock.applied(recourse.options.every((option) => isApproved(decision, option, cards)));
      } else if (recourse.kind === 'none' && recourse.because !== 'many_changes') clock.certificates += 1;
      else clock.neither += 1;
    }
  }
  return clock.figures();
}

function isApproved(
  { inputs }: Decision,
  { changes }: RecourseOption,
  cards: ReadonlyMap<string, Scorecard>,
): boolean {
  const values = withChanges(inputs.values, new Map(changes.map(({ characteristic: id, to }) => [id, to])));
  return decide({ ...inputs, values }, creditPack, cards, null).outcome.kind === 'approve';
}

/** The plain way on the same kind of card: each set of moves scored as a whole row, until it would take too long. */
function benchPlain() {
  const roll = dice(11);
  const card = flatCard(roll);
  const times: number[] = [];
  let gaveUp = 0;
  while (times.length < PLAIN_PEOPLE) {
    const row = madeRow(roll, card);
    if (isOnGoodSide(card, scoreRow(card, row).probability, CUTOFFS[0]!)) continue;
    const started = performance.now();
    if (!plainly(card, row, CUTOFFS[0]!)) gaveUp += 1;
    times.push(performance.now() - started);
  }
  return { cases: times.length, p50Ms: quantile(times, 0.5), p99Ms: quantile(times, 0.99), gaveUp };
}

/** Whether every set of moves was tried. */
function plainly(card: Scorecard, row: ValueRow, cutoff: number): boolean {
  const { hits } = scoreRow(card, row);
  const moves = card.characteristics.map((one, at): readonly Move[] => movesOf(one, hits[at]!, row, -1));
  let rows = 0;
  let best = Infinity;
  const extend = (at: number, missing: number, changed: ValueRow, cost: number): void => {
    if (missing === 0) {
      rows += 1;
      if (isOnGoodSide(card, scoreRow(card, changed).probability, cutoff)) best = cost;
      return;
    }
    for (let next = at; next < moves.length; next += 1) {
      for (const move of moves[next]!) {
        if (rows >= PLAIN_ROWS_AT_MOST) return;
        if (cost + move.cost >= best) continue;
        extend(next + 1, missing - 1, { ...changed, [move.characteristic]: move.to }, cost + move.cost);
      }
    }
  };
  for (let size = 1; size <= moves.length && rows < PLAIN_ROWS_AT_MOST; size += 1) extend(0, size, row, 0);
  return rows < PLAIN_ROWS_AT_MOST;
}

class Clock {
  readonly #wall: number[] = [];
  readonly #cpu: number[] = [];
  #options = 0;
  #flipped = 0;
  certificates = 0;
  neither = 0;

  time<T>(counts: boolean, work: () => T): T {
    const cpu = process.cpuUsage();
    const started = performance.now();
    const result = work();
    const wall = performance.now() - started;
    const { user, system } = process.cpuUsage(cpu);
    if (counts) {
      this.#wall.push(wall);
      this.#cpu.push((user + system) / 1000);
    }
    return result;
  }

  applied(flips: boolean): void {
    this.#options += 1;
    if (flips) this.#flipped += 1;
  }

  figures(): Timed {
    const cases = this.#wall.length;
    return {
      cases,
      p50Ms: quantile(this.#wall, 0.5),
      p99Ms: quantile(this.#wall, 0.99),
      cpuP50Ms: quantile(this.#cpu, 0.5),
      cpuP99Ms: quantile(this.#cpu, 0.99),
      flips: this.#flipped / this.#options,
      certificates: this.certificates / cases,
      neither: this.neither / cases,
    };
  }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
  return Math.round(value * 1000) / 1000;
}
