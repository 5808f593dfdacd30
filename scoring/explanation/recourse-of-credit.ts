import { decide } from '../decision/decide.ts';
import type { Decision } from '../decision/decision.ts';
import type { CompiledPolicy } from '../policy/compile-policy.ts';
import { pointsOf } from '../scorecard/scaling.ts';
import type { Scorecard } from '../scorecard/scorecard.ts';
import { ChoiceKnapsack } from './choice-knapsack.ts';
import type { ChoiceProblem, Chosen } from './choice-problem.ts';
import { type CreditCase, isBetter, isKnownGround, layOut } from './credit-case.ts';
import { planOf } from './credit-plan.ts';
import type { Recourse, RecourseChange, RecourseOption } from './explanation.ts';
import { MoneyCombinations } from './money-combinations.ts';
import { MoneyFigures, MoneyRules } from './money-figures.ts';
import { type Changes, couplingsOf, type Group, groupOf, MovedTerms, type Weighed } from './moved-terms.ts';
import { type Candidate, candidatesOf } from './recourse-candidates.ts';
import { FOLLOWS, withChanges } from './recourse-effects.ts';
import { isSilent, rulesInTheWay } from './rules-in-the-way.ts';
import { scoreWanted, type ScoreWanted } from './score-wanted.ts';

const OPTIONS_AT_MOST = 3;

/**
 * Of the amount, the term, the income, the expenses and the obligations at most so many at once; more only where nothing
 * else turns the decision, so that a certificate is one.
 */
const MONEY_CHANGES_AT_MOST = 2;
const MONEY_CHANGES_AT_WORST = 3;

/**
 * Recourse of a credit decision: score, rules and affordability together, as one knapsack (choice-knapsack.ts says why
 * its answer is the cheapest).
 *
 * - Rules that look at one characteristic alone strike out the values that they speak against (rules-in-the-way.ts).
 * - Rules that look at the score alone make one demand of it: the gain that is wanted. More never harms (checked), so a
 *   bound on the gain is a bound on the whole (score-wanted.ts).
 * - The amount, the term, the income, the expenses and the obligations hang together, through affordability and the
 *   figures that follow from them (money-figures.ts). Every combination of the values on offer that the rules let pass
 *   is one choice of one group, with the gain that all its figures bring together; money-combinations.ts says why none
 *   is left out that an answer could need.
 * - Pair terms between groups are couplings (moved-terms.ts).
 *
 * So nothing is left to search for outside the knapsack, and its certificate is one for the whole decision. The values
 * on offer (recourse-candidates.ts, money-offers.ts) are the turning points: of each characteristic, the nearest value
 * beyond each edge of an attribute or figure of a rule; of the amount, the lender's own steps, each that is the last on
 * its side of an edge; of the term, whole years; of income and the like, steps of €25, each the first beyond an edge of
 * a figure that follows from it. Whatever is told was decided again, and turned.
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
  return new CreditRecourse(layOut(decision, plan, scorecards), scorecards, changesAtMost).work();
}

class CreditRecourse {
  readonly #case: CreditCase;
  readonly #scorecards: ReadonlyMap<string, Scorecard>;
  readonly #changesAtMost: number;
  readonly #terms: MovedTerms;
  readonly #figures: MoneyFigures;

  constructor(of: CreditCase, scorecards: ReadonlyMap<string, Scorecard>, changesAtMost: number) {
    this.#case = of;
    this.#scorecards = scorecards;
    this.#changesAtMost = changesAtMost;
    this.#terms = new MovedTerms(of);
    this.#figures = new MoneyFigures(of);
  }

  work(): Recourse | null {
    const { alone, money } = this.#onOffer();
    const rules = rulesInTheWay(
      this.#case,
      new Set(alone.map(([first]) => first!.characteristic)),
      new Set(money.flatMap(([first]) => this.#figures.touchedBy(first!.characteristic))),
    );
    if (rules === null) return null;
    if (rules.standing.length > 0) return { kind: 'none', because: 'rule', rules: rules.standing };
    if (alone.length + money.length === 0) return { kind: 'none', because: 'nothing_changeable' };
    const score = scoreWanted(this.#case);
    if (score === null) return null;
    if (score.wanted === Infinity) return { kind: 'none', because: 'score' };
    const others: Group[] = [];
    for (const candidates of alone) {
      const { characteristic: id, from } = candidates[0]!;
      const ruled = rules.single.get(id) ?? [];
      const passes = (value: number): boolean => {
        this.#case.filled.set(id, value);
        return ruled.every((rule) => isSilent(rule, this.#case.filled));
      };
      const mayStay = passes(from as number);
      const left = ruled.length === 0 ? candidates : candidates.filter(({ to }) => passes(to));
      this.#case.filled.set(id, from as number);
      if (left.length > 0) {
        others.push(
          groupOf(
            left.map((one) => this.#terms.weigh(one)),
            mayStay,
          ),
        );
      } else if (!mayStay) {
        return { kind: 'none', because: 'rule', rules: ruled.map(({ rule }) => rule.id) };
      }
    }
    return this.#solve(others, money, new MoneyRules(this.#case, rules.ofMoney), score);
  }

  /** The values on known ground: of what changes by itself, and of what affordability and figures follow from. */
  #onOffer(): {
    readonly alone: readonly (readonly Candidate[])[];
    readonly money: readonly (readonly Candidate[])[];
  } {
    const { plan, decision } = this.#case;
    const { values, asOf } = decision.inputs;
    const groups = candidatesOf(values, plan.compiled, [plan.scorecard], asOf)
      .map((candidates) => candidates.filter(({ characteristic: id, to }) => isKnownGround(plan, id, to)))
      .filter((candidates) => candidates.length > 0);
    const isMoney = ([first]: readonly Candidate[]): boolean =>
      MONEY.has(first!.characteristic) || plan.affordability.includes(first!.characteristic);
    return { alone: groups.filter((group) => !isMoney(group)), money: groups.filter(isMoney) };
  }

  #solve(
    others: readonly Group[],
    money: readonly (readonly Candidate[])[],
    rules: MoneyRules,
    score: ScoreWanted,
  ): Recourse | null {
    const combinations = new MoneyCombinations(this.#case, this.#terms, this.#figures, rules, {
      money,
      others,
    });
    const rest = new ChoiceKnapsack(this.#problem(others, score));
    const mayStay = rules.letPass();
    const unavoidable = new Set(
      others.filter((group) => !group.mayStay).flatMap(({ choices }) => choices[0]!.characteristics),
    );
    let last = mayStay ? rest : null;
    let found: readonly Chosen<Changes>[] | null = null;
    for (let changes = 1; changes <= Math.max(1, this.#moneyChangesAtMost(money)); changes += 1) {
      if (changes > MONEY_CHANGES_AT_MOST && found !== null && found.length > 0) break;
      const soFar = found ?? [];
      const weighed = combinations.extended(changes, {
        rest,
        score,
        costAtMost: (ids) => costAtMost(soFar, ids, unavoidable),
      });
      if (weighed === null && found !== null) continue;
      if (weighed !== null) last = this.#knapsack(others, weighed, mayStay, score);
      found = last?.cheapest(OPTIONS_AT_MOST) ?? [];
    }
    const options = (found ?? []).map(({ choices, cost }) =>
      this.#told(
        choices.flatMap(({ what }) => what),
        cost,
      ),
    );
    if (options.length === 0) return this.#certificate(last, rules, score);
    const told = options.filter((option) => option !== null);
    return told.length < options.length ? null : { kind: 'options', options: told };
  }

  #moneyChangesAtMost(money: readonly (readonly Candidate[])[]): number {
    return Math.min(MONEY_CHANGES_AT_WORST, this.#changesAtMost, money.length);
  }

  #certificate(last: ChoiceKnapsack<Changes> | null, rules: MoneyRules, score: ScoreWanted): Recourse {
    const { plan, decision, score: now, sign } = this.#case;
    if (last === null) {
      const held = new Set(decision.rules.filter(({ holds }) => holds).map(({ rule }) => rule));
      return { kind: 'none', because: 'rule', rules: rules.ids.filter((id) => held.has(id)) };
    }
    const greatest = last.greatest();
    if (greatest === null || score.suffices(greatest.gain)) return { kind: 'none', because: 'many_changes' };
    const { scaling, target } = plan.scorecard;
    const points = (gain: number): number => pointsOf(scaling, target.favourable, now.logOdds + sign * gain);
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
    weighed: readonly Weighed[],
    mayStay: boolean,
    score: ScoreWanted,
  ): ChoiceKnapsack<Changes> {
    return new ChoiceKnapsack(this.#problem([groupOf(weighed, mayStay), ...others], score));
  }

  #problem(groups: readonly Group[], { wanted, suffices }: ScoreWanted): ChoiceProblem<Changes> {
    return {
      groups,
      couplings: couplingsOf(this.#case, groups),
      wanted,
      suffices,
      changesAtMost: this.#changesAtMost,
    };
  }

  /** Decided again with the changes made: the last word. Null where it has another. */
  #told(changes: Changes, cost: number): RecourseOption | null {
    const { decision, plan } = this.#case;
    const { inputs, outcome } = decision;
    const values = withChanges(inputs.values, new Map(changes.map(({ characteristic: id, to }) => [id, to])));
    const again = decide({ ...inputs, values }, plan.compiled, this.#scorecards, null).outcome;
    if (!isBetter(outcome, again)) return null;
    return {
      changes: changes.map(changeTold),
      days: Math.max(...changes.map(({ days }) => days)),
      cost: Number(cost.toPrecision(12)),
    };
  }
}

/**
 * What an answer that changes these may cost and still be told. Dearer than the dearest of three it comes too late; and
 * what contains all that a cheaper one changes is no other way. An answer contains at least these and what cannot be
 * avoided.
 */
function costAtMost(
  found: readonly Chosen<Changes>[],
  ids: readonly string[],
  unavoidable: ReadonlySet<string>,
): number {
  const contained = found.find(({ choices }) =>
    choices.every(({ characteristics }) =>
      characteristics.every((id) => unavoidable.has(id) || ids.includes(id)),
    ),
  );
  if (contained !== undefined) return contained.cost;
  return found.length === OPTIONS_AT_MOST ? found.at(-1)!.cost : Infinity;
}

/** What figures follow from. */
const MONEY: ReadonlySet<string> = new Set(Object.values(FOLLOWS).flat());

function changeTold({ characteristic, from, to, days }: Candidate): RecourseChange {
  return { characteristic, from, to, days };
}
