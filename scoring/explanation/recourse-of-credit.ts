import {
  affordabilityOf,
  amountWithin,
  limitedTruth,
  limitOf,
  setAffordability,
  setScores,
  whatItSays,
} from '../decision/decide-credit.ts';
import { decide, scoresOf } from '../decision/decide.ts';
import type { CreditOutcome, Decision } from '../decision/decision.ts';
import { fillSlots, type Filled } from '../decision/fill-slots.ts';
import { FALSE } from '../policy/compile-expression.ts';
import type { CompiledPolicy, CompiledRule } from '../policy/compile-policy.ts';
import { locate } from '../scorecard/locate.ts';
import { logit, sigmoid } from '../scorecard/metrics.ts';
import { cellOf } from '../scorecard/pairs.ts';
import { pointsOf } from '../scorecard/scaling.ts';
import { scoreRow } from '../scorecard/score.ts';
import type { Scorecard, Value } from '../scorecard/scorecard.ts';
import { ChoiceKnapsack } from './choice-knapsack.ts';
import type { Choice, ChoiceGroup, Chosen, Coupling } from './choice-problem.ts';
import { type CreditPlan, planOf } from './credit-plan.ts';
import type { Recourse, RecourseChange, RecourseOption } from './explanation.ts';
import {
  amountStep,
  type Candidate,
  candidate,
  candidatesOf,
  changeOf,
  reachablePoints,
  turningPoints,
} from './recourse-candidates.ts';
import { figureOf, FOLLOWS, touchedBy, withChanges } from './recourse-effects.ts';

const OPTIONS_AT_MOST = 3;

/**
 * Of the amount, the term, the income, the expenses and the obligations at most so many at once; more only where nothing
 * else turns the decision, so that a certificate is one.
 */
const MONEY_CHANGES_AT_MOST = 2;
const MONEY_CHANGES_AT_WORST = 3;

/** Incomes and expenses are advised in steps of €25: nobody is told to earn €1,243.17. */
const MONEY_STEP = 25_00;

/**
 * Recourse of a credit decision: score, rules and affordability together, as one knapsack (choice-knapsack.ts).
 *
 * - Rules that look at one characteristic alone strike out the values that they speak against.
 * - Rules that look at the score alone make one demand of it: the gain that is wanted. More never harms (checked), so a
 *   bound on the gain is a bound on the whole.
 * - The amount, the term, the income, the expenses and the obligations hang together, through affordability and the
 *   figures that follow from them. Every combination of the values on offer that the rules let pass is one choice of one
 *   group, with the gain that all its figures bring together.
 * - Pair terms between groups are couplings.
 *
 * So nothing is left to search for outside the knapsack, and its certificate is one for the whole decision. The values
 * on offer are the turning points: of each characteristic, the nearest value beyond each edge of an attribute or figure
 * of a rule; of the amount, the lender's own steps, each that is the last on its side of an edge; of the term, whole
 * years; of income and the like, steps of €25, each the first beyond an edge of a figure that follows from it.
 * Whatever is told was decided again, and turned.
 *
 * Null where the policy has rules that this cannot take apart (several scorecards, a rule over the score and a value at
 * once, or over several values): recourse-search.ts tries those.
 */
export function recourseOfCredit(
  decision: Decision,
  compiled: CompiledPolicy,
  scorecards: ReadonlyMap<string, Scorecard>,
  changesAtMost: number,
): Recourse | null {
  const plan = planOf(compiled, scorecards);
  if (plan === null || decision.outcome.kind === 'measure') return null;
  const credit = new CreditRecourse(decision, plan, compiled, scorecards, changesAtMost);
  return credit.work();
}

type Money = readonly Candidate[];

interface Group extends ChoiceGroup<Money> {
  /** Of each choice, the attributes by place in the scorecard, where they are others than now. */
  readonly attributes: readonly ReadonlyMap<number, number>[];
}

class CreditRecourse {
  readonly #decision: Decision;
  readonly #plan: CreditPlan;
  readonly #scorecards: ReadonlyMap<string, Scorecard>;
  readonly #changesAtMost: number;
  readonly #filled: Filled;
  readonly #sign: 1 | -1;
  readonly #logOdds: number;
  readonly #hits: readonly number[];
  readonly #cells: readonly number[];
  /** The figures of money, changed in place while combinations are tried. */
  readonly #figures: Record<string, Value> = {};
  /** The rules of which a combination of money has the word. */
  #moneyRules: readonly CompiledRule[] = [];
  /** Characteristics of the scorecard that money moves. */
  readonly #moved = new Map<string, readonly Moved[]>();
  /** The values on offer of the money figures but the amount; null before they were worked out. */
  #offers: readonly (readonly Candidate[])[] | null = null;
  readonly #mosts = new Map<string, number>();
  #moneyPlaces: ReadonlySet<number> = new Set();
  #spread: number | null = null;

  constructor(
    decision: Decision,
    plan: CreditPlan,
    compiled: CompiledPolicy,
    scorecards: ReadonlyMap<string, Scorecard>,
    changesAtMost: number,
  ) {
    this.#decision = decision;
    this.#plan = plan;
    this.#scorecards = scorecards;
    this.#changesAtMost = changesAtMost;
    const { inputs } = decision;
    this.#filled = fillSlots(compiled, inputs);
    setScores(this.#filled, compiled, scoresOf(inputs, compiled, scorecards), 'actual');
    const { logOdds, hits, cells } = scoreRow(plan.scorecard, inputs.values);
    this.#logOdds = logOdds;
    this.#hits = hits;
    this.#cells = cells;
    this.#sign = plan.scorecard.target.favourable === 1 ? 1 : -1;
    for (const id of [...Object.keys(FOLLOWS), ...Object.values(FOLLOWS).flat(), 'requested_rate']) {
      this.#figures[id] = inputs.values[id] ?? null;
    }
  }

  work(): Recourse | null {
    const { inputs } = this.#decision;
    const { compiled, scorecard, affordability } = this.#plan;
    const offered = candidatesOf(inputs.values, compiled, [scorecard], inputs.asOf).map((candidates) =>
      candidates.filter(({ characteristic: id, to }) => this.#isKnownGround(id, to)),
    );
    const isMoney = (id: string): boolean => MONEY.has(id) || affordability.includes(id);
    const groups = offered.filter(([first]) => first !== undefined);
    const alone = groups.filter(([first]) => !isMoney(first!.characteristic));
    const money = groups.filter(([first]) => isMoney(first!.characteristic));
    const rules = this.#sortRules(
      alone.map(([first]) => first!.characteristic),
      money.map(([first]) => first!.characteristic),
    );
    if (rules === null) return null;
    if (rules.standing.length > 0) return { kind: 'none', because: 'rule', rules: rules.standing };
    if (groups.length === 0) return { kind: 'none', because: 'nothing_changeable' };
    const score = this.#scoreWanted();
    if (score === null) return null;
    if (score.wanted === Infinity) return { kind: 'none', because: 'score' };
    const others: Group[] = [];
    for (const candidates of alone) {
      const id = candidates[0]!.characteristic;
      const ruled = rules.single.get(id) ?? [];
      const passes = (value: number): boolean => this.#pass(ruled, id, value);
      const from = candidates[0]!.from as number;
      const mayStay = passes(from);
      const left = ruled.length === 0 ? candidates : candidates.filter(({ to }) => passes(to));
      this.#set(id, from);
      if (left.length === 0 && !mayStay) {
        return { kind: 'none', because: 'rule', rules: ruled.map(({ rule }) => rule.id) };
      }
      if (left.length > 0) {
        others.push(
          groupOf(
            left.map((one) => this.#weigh([one])),
            mayStay,
          ),
        );
      }
    }
    this.#moneyRules = rules.ofMoney;
    this.#moneyPlaces = new Set(
      money.flatMap(([first]) =>
        this.#touched(first!.characteristic).flatMap((id) => this.#plan.placeOf.get(id) ?? []),
      ),
    );
    return this.#solve(others, money, score);
  }

  #solve(
    others: readonly Group[],
    money: readonly (readonly Candidate[])[],
    score: ScoreWanted,
  ): Recourse | null {
    const rest = new ChoiceKnapsack(this.#problem(others, score));
    const mayStay = this.#moneyPasses();
    const unavoidable = new Set(
      others.filter((group) => !group.mayStay).flatMap(({ choices }) => choices[0]!.characteristics),
    );
    const most = Math.min(MONEY_CHANGES_AT_WORST, this.#changesAtMost, money.length);
    let combinations = this.#combinations(money, 1, { rest, score, costAtMost: Infinity });
    let last = this.#knapsack(others, combinations, mayStay, score);
    let found = last?.cheapest(OPTIONS_AT_MOST) ?? [];
    for (let changes = 2; changes <= most; changes += 1) {
      if (changes > MONEY_CHANGES_AT_MOST && found.length > 0) break;
      const costAtMost = costOfDearest(found, unavoidable);
      const more = this.#combinations(money, changes, { rest, score, costAtMost });
      if (more.length === 0) continue;
      combinations = unbeaten([...combinations, ...more], this.#plan.pairsOf);
      last = this.#knapsack(others, combinations, mayStay, score);
      found = last?.cheapest(OPTIONS_AT_MOST) ?? [];
    }
    const options = found.map(({ choices, cost }) =>
      this.#told(
        choices.flatMap(({ what }) => what),
        cost,
      ),
    );
    if (options.length > 0) {
      const told = options.filter((option) => option !== null);
      return told.length < options.length ? null : { kind: 'options', options: told };
    }
    return this.#certificate(last, score);
  }

  #certificate(last: ChoiceKnapsack<Money> | null, score: ScoreWanted): Recourse {
    if (last === null) {
      const held = new Set(this.#decision.rules.filter(({ holds }) => holds).map(({ rule }) => rule));
      const standing = this.#moneyRules.map(({ rule }) => rule.id).filter((id) => held.has(id));
      return { kind: 'none', because: 'rule', rules: standing };
    }
    const greatest = last.greatest();
    if (greatest === null || score.suffices(greatest.gain)) return { kind: 'none', because: 'many_changes' };
    const { scaling, target } = this.#plan.scorecard;
    const points = (gain: number): number =>
      pointsOf(scaling, target.favourable, this.#logOdds + this.#sign * gain);
    return {
      kind: 'none',
      because: 'score',
      best: {
        changes: greatest.choices.flatMap(({ what }) => what.map(changeTold)),
        points: points(greatest.gain),
        neededPoints: points(score.wanted),
      },
    };
  }

  #knapsack(
    others: readonly Group[],
    combinations: readonly Weighed[],
    mayStay: boolean,
    score: ScoreWanted,
  ): ChoiceKnapsack<Money> | null {
    if (combinations.length === 0) {
      return mayStay ? new ChoiceKnapsack(this.#problem(others, score)) : null;
    }
    return new ChoiceKnapsack(this.#problem([groupOf(combinations, mayStay), ...others], score));
  }

  /** Decided again with the changes made: the last word. Null where it has another. */
  #told(money: Money, cost: number): RecourseOption | null {
    const { inputs, outcome } = this.#decision;
    const values = withChanges(inputs.values, new Map(money.map(({ characteristic: id, to }) => [id, to])));
    const again = decide({ ...inputs, values }, this.#plan.compiled, this.#scorecards, null).outcome;
    if (!isBetter(outcome, again)) return null;
    return {
      changes: money.map(changeTold),
      days: Math.max(...money.map(({ days }) => days)),
      cost: Number(cost.toPrecision(12)),
    };
  }

  /** What training has seen: an attribute without a case, or beyond the last of them, is no ground for advice. */
  #isKnownGround(id: string, to: number): boolean {
    const place = this.#plan.placeOf.get(id);
    if (place === undefined) return true;
    const { attributes, observed } = this.#plan.scorecard.characteristics[place]!;
    if (observed && (to < observed.from || to > observed.to)) return false;
    return attributes[locate(this.#plan.locators[place]!, to)]!.count > 0;
  }

  /** Which rules have their word where; null where one has it in several places at once. */
  #sortRules(
    alone: readonly string[],
    money: readonly string[],
  ): {
    readonly standing: readonly string[];
    readonly single: ReadonlyMap<string, readonly CompiledRule[]>;
    readonly ofMoney: readonly CompiledRule[];
  } | null {
    const isAlone = new Set(alone);
    const moved = new Set(money.flatMap((id) => this.#touched(id)));
    const standing: string[] = [];
    const single = new Map<string, CompiledRule[]>();
    const ofMoney: CompiledRule[] = [];
    for (const { rule, sees } of this.#plan.valueRules) {
      let own: string | null = null;
      let others = 0;
      let isOfMoney = rule.limit !== null;
      for (const id of sees) {
        if (moved.has(id)) isOfMoney = true;
        else if (isAlone.has(id)) {
          own = id;
          others += 1;
        }
      }
      if (others > 1 || (others === 1 && isOfMoney)) return null;
      if (own !== null) single.set(own, [...(single.get(own) ?? []), rule]);
      else if (isOfMoney) ofMoney.push(rule);
      else if (!this.#isSilent(rule)) standing.push(rule.rule.id);
    }
    return { standing, single, ofMoney };
  }

  #isSilent(rule: CompiledRule): boolean {
    const says = whatItSays(rule, rule.holds(this.#filled.numbers, this.#filled.texts));
    return says !== 'declines' && says !== 'refers';
  }

  #pass(rules: readonly CompiledRule[], id: string, value: number): boolean {
    this.#set(id, value);
    return rules.every((rule) => this.#isSilent(rule));
  }

  #set(id: string, value: Value): void {
    this.#filled.set(id, typeof value === 'number' ? value : NaN);
  }

  /**
   * What the rules that look at the score want of it: the least gain from which on they are silent, −Infinity when they
   * always are. Null where a better score can be worse: then no bound holds.
   */
  #scoreWanted(): ScoreWanted | null {
    const { scoreRules, alias, scorecard } = this.#plan;
    const { numbers, texts } = this.#filled;
    const name = `${alias}.probability`;
    const isSilentAt = (probability: number): boolean => {
      this.#filled.set(name, probability);
      return scoreRules.every((rule) => rule.holds(numbers, texts) === FALSE);
    };
    const suffices = (gain: number): boolean => isSilentAt(sigmoid(this.#logOdds + this.#sign * gain));
    const worstFirst = this.#figuresOfScore().sort((a, b) =>
      scorecard.target.favourable === 1 ? a - b : b - a,
    );
    const ends = scorecard.target.favourable === 1 ? [0, 1] : [1, 0];
    const stops = [ends[0]!, ...worstFirst, ends[1]!];
    // At each figure and between two: the rules say the same all along the way.
    const probes = stops.flatMap((stop, at) =>
      at + 1 < stops.length ? [stop, (stop + stops[at + 1]!) / 2] : [stop],
    );
    const silent = probes.map(isSilentAt);
    const from = silent.indexOf(true);
    if (from === -1) return { wanted: Infinity, suffices };
    if (silent.slice(from).includes(false)) return null;
    if (from === 0) return { wanted: -Infinity, suffices };
    const edge = probes[from % 2 === 0 ? from : from - 1]!;
    return { wanted: this.#sign * (logit(edge) - this.#logOdds) - 1e-9, suffices };
  }

  /** The figures that the rules compare the score with. */
  #figuresOfScore(): number[] {
    const { scoreRules, scoreConstants, compiled } = this.#plan;
    const inForce = compiled.numbersOn(this.#decision.inputs.asOf);
    const named = scoreRules.flatMap(({ names }) => names.flatMap((name) => inForce.get(name)?.value ?? []));
    return [...new Set([...named, ...scoreConstants])].filter((figure) => figure > 0 && figure < 1);
  }

  #problem(groups: readonly Group[], { wanted, suffices }: ScoreWanted) {
    return {
      groups,
      couplings: this.#couplings(groups),
      wanted,
      suffices,
      changesAtMost: this.#changesAtMost,
    };
  }

  /** A combination with the gain of every term that it moves. The values must stand as it changes them. */
  #weigh(money: Money): Weighed {
    const attributes = new Map<number, number>();
    let cost = 0;
    for (const { characteristic: id, to, cost: own } of money) {
      cost += own;
      this.#place(attributes, id, to);
      for (const { id: figure } of this.#movedBy(id)) {
        this.#place(attributes, figure, this.#figures[figure] ?? null);
      }
    }
    const characteristics = money.map(({ characteristic: id }) => id);
    return { choice: { cost, gain: this.#gainOf(attributes), characteristics, what: money }, attributes };
  }

  #place(attributes: Map<number, number>, id: string, value: Value): void {
    const { placeOf, locators } = this.#plan;
    const at = placeOf.get(id);
    if (at === undefined) return;
    const hit = locate(locators[at]!, value);
    if (hit !== this.#hits[at]) attributes.set(at, hit);
  }

  /** The terms of what is moved and the pair terms of which no side is moved by another group. */
  #gainOf(moved: ReadonlyMap<number, number>): number {
    const { scorecard, pairs, pairsOf } = this.#plan;
    let gain = 0;
    let seen: Set<number> | null = null;
    for (const [place, hit] of moved) {
      const { attributes } = scorecard.characteristics[place]!;
      gain += attributes[hit]!.logOdds - attributes[this.#hits[place]!]!.logOdds;
      for (const at of pairsOf[place]!) {
        seen ??= new Set();
        if (seen.has(at)) continue;
        seen.add(at);
        const { term, first, second } = pairs[at]!;
        const cell = cellOf(
          term,
          moved.get(first) ?? this.#hits[first]!,
          moved.get(second) ?? this.#hits[second]!,
        );
        gain += term.logOdds[cell]! - term.logOdds[this.#cells[at]!]!;
      }
    }
    return this.#sign * gain;
  }

  /**
   * A pair term with a side in each of two groups. Each group's own gain has what it brings while the other stays, so
   * the coupling holds only what is beyond both: the cell less the two that one change alone leads to, plus now.
   */
  #couplings(groups: readonly Group[]): readonly Coupling[] {
    const groupOf = new Map<number, number>();
    groups.forEach(({ attributes }, at) => {
      for (const moved of attributes) for (const place of moved.keys()) groupOf.set(place, at);
    });
    return this.#plan.pairs.flatMap(({ term, first, second }): readonly Coupling[] => {
      const [one, other] = [groupOf.get(first), groupOf.get(second)];
      if (one === undefined || other === undefined || one === other) return [];
      const classes = (group: number, place: number, side: readonly number[]): readonly number[] => [
        side[this.#hits[place]!]!,
        ...groups[group]!.attributes.map((moved) => side[moved.get(place) ?? this.#hits[place]!]!),
      ];
      const width = term.second.groups;
      const [row, column] = [
        term.first.groupOf[this.#hits[first]!]!,
        term.second.groupOf[this.#hits[second]!]!,
      ];
      const cell = (a: number, b: number): number => term.logOdds[a * width + b]!;
      return [
        {
          first: one,
          second: other,
          firstClasses: classes(one, first, term.first.groupOf),
          secondClasses: classes(other, second, term.second.groupOf),
          extra: term.logOdds.map((logOdds, at) => {
            const [a, b] = [Math.floor(at / width), at % width];
            return this.#sign * (logOdds - cell(a, column) - cell(row, b) + cell(row, column));
          }),
          width,
        },
      ];
    });
  }

  /** The combinations of exactly so many changes of money that the rules let pass, but for those that cost too much. */
  #combinations(
    money: readonly (readonly Candidate[])[],
    changes: number,
    bound: MoneyBound,
  ): readonly Weighed[] {
    const asked = money.find(([first]) => first!.characteristic === AMOUNT)?.[0] ?? null;
    this.#offers ??= money
      .filter(([first]) => first!.characteristic !== AMOUNT)
      .map((candidates) => this.#withEdges(candidates));
    const found: Weighed[] = [];
    this.#extend(this.#offers, asked, [], 0, changes, bound, found);
    return found;
  }

  #extend(
    offers: readonly (readonly Candidate[])[],
    asked: Candidate | null,
    chosen: Money,
    cost: number,
    missing: number,
    bound: MoneyBound,
    found: Weighed[],
  ): void {
    if (missing === 1 && asked !== null) {
      const most = this.#mostOf([...chosen, asked]);
      for (const amount of this.#amounts(asked, chosen)) {
        if (isTooDear(cost + amount.cost, most, bound)) break;
        this.#attempt([...chosen, amount], bound, found);
      }
    }
    for (let at = 0; at < offers.length; at += 1) {
      const candidates = offers[at]!;
      // What is yet to be chosen may bring whatever it can.
      const open =
        missing === 1
          ? []
          : [...offers.slice(at + 1).map(([first]) => first!), ...(asked === null ? [] : [asked])];
      const most = this.#mostOf([...chosen, candidates[0]!, ...open]);
      for (const candidate of candidates) {
        const dearer = cost + candidate.cost;
        if (isTooDear(dearer, most, bound)) break;
        const combination = [...chosen, candidate];
        if (missing === 1) this.#attempt(combination, bound, found);
        else this.#extend(offers.slice(at + 1), asked, combination, dearer, missing - 1, bound, found);
      }
    }
  }

  #attempt(money: Money, bound: MoneyBound, found: Weighed[]): void {
    this.#move(money);
    if (this.#moneyPasses()) {
      const weighed = this.#weigh(money);
      const { cost, gain } = weighed.choice;
      if (!isTooDear(cost, gain + this.#spreadOfPairs(), bound)) found.push(weighed);
    }
    this.#moveBack(money);
  }

  /** More than what these and all that follows from them can bring, pair terms included. */
  #mostOf(money: Money): number {
    const key = money.map(({ characteristic: id }) => id).join(' ');
    let most = this.#mosts.get(key);
    if (most === undefined) {
      most = this.#mostOfMoney(money);
      this.#mosts.set(key, most);
    }
    return most;
  }

  /** What the pair terms of anything that money moves can make of it beside the changes of others. */
  #spreadOfPairs(): number {
    return (this.#spread ??= this.#spreadOf(this.#moneyPlaces));
  }

  #mostOfMoney(money: Money): number {
    const { scorecard, placeOf } = this.#plan;
    const places = new Set<number>();
    for (const { characteristic } of money) {
      for (const id of this.#touched(characteristic)) {
        const place = placeOf.get(id);
        if (place !== undefined) places.add(place);
      }
    }
    let most = this.#spreadOf(places);
    for (const place of places) {
      const { attributes } = scorecard.characteristics[place]!;
      const now = attributes[this.#hits[place]!]!.logOdds;
      let best = 0;
      for (const { logOdds } of attributes) best = Math.max(best, this.#sign * (logOdds - now));
      most += best;
    }
    return most;
  }

  /** Whatever the other side of a pair does, from one cell to another of a row or column is no more than the spread. */
  #spreadOf(places: ReadonlySet<number>): number {
    const { pairs, spreads } = this.#plan;
    return pairs.reduce(
      (sum, { first, second }, at) => (places.has(first) || places.has(second) ? sum + spreads[at]! : sum),
      0,
    );
  }

  /** Of income and the like, in whole steps, also the first beyond each edge of a figure that follows from it alone. */
  #withEdges(candidates: readonly Candidate[]): readonly Candidate[] {
    const { characteristic: id, from } = candidates[0]!;
    const change = changeOf(id, [this.#plan.scorecard]);
    if (id === TERM || change === null || change.direction === 0 || typeof from !== 'number')
      return candidates;
    const toStep = change.direction > 0 ? Math.ceil : Math.floor;
    const tos = new Set(candidates.map(({ to }) => toStep(to / MONEY_STEP) * MONEY_STEP));
    const steps = stepsOfMoney(from, change.direction);
    if (steps.last >= 1) {
      for (const { id: figure, edges, now } of this.#movedBy(id)) {
        const last = this.#figureAt(figure, id, steps.valueAt(steps.last)) ?? now;
        for (const edge of edges) {
          if (now < edge === last < edge) continue;
          tos.add(steps.firstWhere((to) => (this.#figureAt(figure, id, to) ?? now) < edge === last < edge));
        }
        this.#figures[id] = from;
      }
      const passesAt = (to: number): boolean => this.#passesWith([candidate(id, from, to, change)]);
      if (!this.#moneyPasses() && passesAt(steps.valueAt(steps.last))) tos.add(steps.firstWhere(passesAt));
    }
    return [...tos]
      .filter((to) => to >= 0 && to !== from && this.#isKnownGround(id, to))
      .sort((a, b) => Math.abs(a - from) - Math.abs(b - from))
      .map((to) => candidate(id, from, to, change));
  }

  /** The figure as it would be; the value is left for the caller to set back. */
  #figureAt(figure: string, id: string, value: number): number | null {
    this.#figures[id] = value;
    return figureOf(figure, this.#figures);
  }

  /** The lender's steps of amount that matter beside these changes: each the last on its side of an edge; the highest first. */
  #amounts({ from, characteristic: id }: Candidate, beside: Money): readonly Candidate[] {
    const { compiled, scorecard, credit } = this.#plan;
    const { asOf } = this.#decision.inputs;
    const change = changeOf(id, [scorecard]);
    if (change === null || typeof from !== 'number' || change.direction > 0) return [];
    const step = amountStep(compiled, asOf);
    const least = Number(this.#filled.valueOf(credit.settings.leastAmount) ?? step);
    const highest = Math.ceil(from / step) - 1;
    const steps = new Set<number>([highest]);
    for (const point of reachablePoints(id, from, change, this.#ownEdges(id)))
      steps.add(Math.floor(point / step));
    this.#move(beside);
    for (const { id: figure, edges } of this.#movedBy(id)) {
      const none = this.#figureAt(figure, id, 0) ?? 0;
      const all = this.#figureAt(figure, id, highest * step) ?? 0;
      for (const edge of edges) {
        const isBelow = none < edge;
        if (isBelow === all < edge) continue;
        // The figure is proportional to the amount but for its rounding: the step is guessed, then mended.
        let last = Math.min(highest, Math.max(0, Math.floor(((edge - none) / (all - none)) * highest)));
        while (last > 0 && (this.#figureAt(figure, id, last * step) ?? 0) < edge !== isBelow) last -= 1;
        while (last < highest && (this.#figureAt(figure, id, (last + 1) * step) ?? 0) < edge === isBelow)
          last += 1;
        steps.add(last);
      }
      this.#figures[id] = from;
    }
    setAffordability(this.#filled, affordabilityOf(credit, this.#filled));
    const limit = this.#limit();
    if (Number.isFinite(limit)) steps.add(Math.floor(limit / step));
    this.#moveBack(beside);
    return [...steps]
      .map((count) => count * step)
      .filter((to) => to > 0 && to >= least && to < from && this.#isKnownGround(id, to))
      .sort((a, b) => b - a)
      .map((to) => candidate(id, from, to, change));
  }

  #ownEdges(id: string): readonly number[] {
    const { compiled, scorecard } = this.#plan;
    return turningPoints(compiled, [scorecard], this.#decision.inputs.asOf).get(id) ?? [];
  }

  #passesWith(money: Money): boolean {
    this.#move(money);
    const passes = this.#moneyPasses();
    this.#moveBack(money);
    return passes;
  }

  /** Whether the rules of money are silent, and what they allow is better than what was decided. */
  #moneyPasses(): boolean {
    setAffordability(this.#filled, affordabilityOf(this.#plan.credit, this.#filled));
    if (!this.#moneyRules.every((rule) => rule.limit !== null || this.#isSilent(rule))) return false;
    const limit = this.#limit();
    if (Number.isNaN(limit)) return false;
    const { credit } = this.#plan;
    const requested = credit.requestedAmount(this.#filled.numbers, this.#filled.texts);
    return isBetter(this.#decision.outcome, amountWithin(limit, credit, this.#filled, requested));
  }

  /** The least of the limits that speak; NaN where one would have people decide. */
  #limit(): number {
    const { credit } = this.#plan;
    const { numbers, texts } = this.#filled;
    const requested = credit.requestedAmount(numbers, texts);
    let least = Infinity;
    for (const rule of this.#moneyRules) {
      if (rule.limit === null) continue;
      const limit = limitOf(rule, this.#filled);
      const says = whatItSays(rule, limitedTruth(rule, rule.holds(numbers, texts), limit, requested));
      if (says === 'refers' || says === 'declines') return NaN;
      if (says === 'limits') least = Math.min(least, limit);
    }
    return least;
  }

  /** Sets the values and every figure that follows from them. */
  #move(money: Money): void {
    const { numbers } = this.#filled;
    for (const { characteristic: id, to } of money) {
      this.#figures[id] = to;
      const slot = this.#slotOf(id);
      if (slot >= 0) numbers[slot] = to;
    }
    for (const { characteristic: id } of money) {
      for (const { id: figure, slot } of this.#movedBy(id)) {
        const value = figureOf(figure, this.#figures);
        this.#figures[figure] = value;
        if (slot >= 0) numbers[slot] = value ?? NaN;
      }
    }
  }

  #moveBack(money: Money): void {
    const { numbers } = this.#filled;
    for (const { characteristic: id, from } of money) {
      this.#figures[id] = from;
      const ownSlot = this.#slotOf(id);
      if (ownSlot >= 0) numbers[ownSlot] = from as number;
      for (const { id: figure, now, slot } of this.#movedBy(id)) {
        this.#figures[figure] = now;
        if (slot >= 0) numbers[slot] = now;
      }
    }
  }

  #slotOf(id: string): number {
    return this.#plan.compiled.slots.numbers.get(id) ?? -1;
  }

  /** The figures that follow from it and are known; what was not known stays not known. */
  #movedBy(id: string): readonly Moved[] {
    const known = this.#moved.get(id);
    if (known !== undefined) return known;
    const { values, asOf } = this.#decision.inputs;
    const turning = turningPoints(this.#plan.compiled, [this.#plan.scorecard], asOf);
    const moved = touchedBy(id)
      .slice(1)
      .flatMap((figure): readonly Moved[] => {
        const now = values[figure];
        const matters = this.#plan.placeOf.has(figure) || this.#plan.compiled.slots.numbers.has(figure);
        return typeof now === 'number' && matters
          ? [{ id: figure, now, slot: this.#slotOf(figure), edges: turning.get(figure) ?? [] }]
          : [];
      });
    this.#moved.set(id, moved);
    return moved;
  }

  #touched(id: string): readonly string[] {
    return [id, ...this.#movedBy(id).map(({ id: figure }) => figure)];
  }
}

/** What the dearest option still wanted costs by what was found so far; Infinity while any may yet come. */
function costOfDearest(found: readonly Chosen<Money>[], unavoidable: ReadonlySet<string>): number {
  // Whoever does only what cannot be avoided does what every other option contains: there is no other.
  const isAll = found.some(({ choices }) =>
    choices.every(({ characteristics }) => characteristics.every((id) => unavoidable.has(id))),
  );
  return found.length === OPTIONS_AT_MOST || isAll ? found.at(-1)!.cost : Infinity;
}

/** A combination, and by place in the scorecard the attributes that it leads to, where they are others than now. */
interface Weighed {
  readonly choice: Choice<Money>;
  readonly attributes: ReadonlyMap<number, number>;
}

function groupOf(weighed: readonly Weighed[], mayStay: boolean): Group {
  return {
    choices: weighed.map(({ choice }) => choice),
    attributes: weighed.map(({ attributes }) => attributes),
    mayStay,
  };
}

/**
 * Drops every combination that another one of the same characteristics beats in cost and in gain, where both stand the
 * same in all pair terms.
 */
function unbeaten(weighed: readonly Weighed[], pairsOf: CreditPlan['pairsOf']): readonly Weighed[] {
  const most = new Map<string, number>();
  return [...weighed]
    .sort((a, b) => a.choice.cost - b.choice.cost || b.choice.gain - a.choice.gain)
    .filter(({ choice, attributes }) => {
      let key = choice.characteristics.join(' ');
      for (const [place, hit] of attributes) if (pairsOf[place]!.length > 0) key += ` ${place}:${hit}`;
      if (choice.gain <= (most.get(key) ?? -Infinity)) return false;
      most.set(key, choice.gain);
      return true;
    });
}

/** Values of money in whole steps, from the person's own in the direction that it can change: at most twice as much. */
function stepsOfMoney(from: number, direction: -1 | 1) {
  const start = direction > 0 ? Math.floor(from / MONEY_STEP) : Math.ceil(from / MONEY_STEP);
  const last = direction > 0 ? Math.ceil((2 * from) / MONEY_STEP) - start : start;
  const valueAt = (step: number): number => (start + direction * step) * MONEY_STEP;
  return {
    last,
    valueAt,
    /** The first value from which on it holds, when it holds at the last. */
    firstWhere(holds: (to: number) => boolean): number {
      let [low, high] = [1, last];
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (holds(valueAt(middle))) high = middle;
        else low = middle + 1;
      }
      return valueAt(low);
    },
  };
}

interface Moved {
  readonly id: string;
  readonly now: number;
  /** Where rules read it; −1: none does. */
  readonly slot: number;
  readonly edges: readonly number[];
}

interface ScoreWanted {
  readonly wanted: number;
  readonly suffices: (gain: number) => boolean;
}

/** A combination that costs more, with the least that the others must still cost, comes too late for any option. */
interface MoneyBound {
  readonly rest: ChoiceKnapsack<Money>;
  readonly score: ScoreWanted;
  readonly costAtMost: number;
}

function isTooDear(cost: number, mostGain: number, { rest, score, costAtMost }: MoneyBound): boolean {
  return costAtMost < Infinity && cost + rest.least(score.wanted - mostGain) > costAtMost + 1e-9;
}

const AMOUNT = 'requested_amount';
const TERM = 'requested_term';

/** What figures follow from. */
const MONEY: ReadonlySet<string> = new Set(Object.values(FOLLOWS).flat());

function changeTold({ characteristic, from, to, days }: Candidate): RecourseChange {
  return { characteristic, from, to, days };
}

/** What was refused is approved, what was cut is approved for more. */
export function isBetter(was: Decision['outcome'], now: Decision['outcome'] | CreditOutcome): boolean {
  if (now.kind !== 'approve') return false;
  return was.kind === 'approve' ? now.amountCents > was.amountCents : was.kind === 'decline';
}
