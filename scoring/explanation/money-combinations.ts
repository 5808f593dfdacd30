import type { ChoiceKnapsack } from './choice-knapsack.ts';
import type { CreditCase } from './credit-case.ts';
import type { Follower, MoneyFigures, MoneyRules } from './money-figures.ts';
import { AMOUNT, MoneyOffers } from './money-offers.ts';
import type { Changes, Group, MovedTerms, Weighed } from './moved-terms.ts';
import { PairPromises } from './pair-promises.ts';
import type { Candidate } from './recourse-candidates.ts';
import type { ScoreWanted } from './score-wanted.ts';

/** What a combination may cost at most, to come in time for any option. */
export interface MoneyBound {
  /** Everything but money: what a gain that is still missing costs at least. */
  readonly rest: ChoiceKnapsack<Changes>;
  readonly score: ScoreWanted;
  /** By the characteristics that are changed. */
  readonly costAtMost: (ids: readonly string[]) => number;
}

/** A combination and where it stands in the pair terms that it shares with other groups. */
interface Combination extends Weighed {
  readonly standing: string;
}

/** All combinations of the same characteristics: what moves with them, and the most that they can gain. */
interface Kind {
  readonly ids: readonly string[];
  readonly followers: readonly Follower[];
  /** In the scorecard, of the characteristics themselves and of all that moves with them. */
  readonly own: readonly number[];
  readonly places: readonly number[];
  readonly pairs: readonly number[];
  readonly shared: readonly number[];
  /** With all that the shared pair terms may bring beside it. */
  readonly most: number;
}

/**
 * The combinations of money that the rules let pass. Left out are only those that cannot be part of an answer: what
 * they cost, with the least that the gain still missing costs elsewhere, is more than any option may; or another
 * combination of the same characteristics that stands the same in all shared pair terms costs no more and gains no less.
 */
export class MoneyCombinations {
  readonly #case: CreditCase;
  readonly #terms: MovedTerms;
  readonly #figures: MoneyFigures;
  readonly #rules: MoneyRules;
  readonly #money: readonly (readonly Candidate[])[];
  readonly #promises: PairPromises;
  readonly #offers: MoneyOffers;
  readonly #kinds = new Map<string, Kind>();
  /** The values on offer of all but the amount; null before they were worked out. */
  #values: readonly (readonly Candidate[])[] | null = null;
  #kept: readonly Combination[] = [];

  constructor(
    of: CreditCase,
    terms: MovedTerms,
    figures: MoneyFigures,
    rules: MoneyRules,
    beside: { readonly money: readonly (readonly Candidate[])[]; readonly others: readonly Group[] },
  ) {
    this.#case = of;
    this.#terms = terms;
    this.#figures = figures;
    this.#rules = rules;
    this.#money = beside.money;
    this.#promises = new PairPromises(of, beside.others);
    this.#offers = new MoneyOffers(of, figures, rules);
  }

  /** Adds those of exactly so many changes to those found before. Null where they add none. */
  extended(changes: number, bound: MoneyBound): readonly Weighed[] | null {
    const asked = this.#money.find(([first]) => first!.characteristic === AMOUNT)?.[0] ?? null;
    this.#values ??= this.#money
      .filter(([first]) => first!.characteristic !== AMOUNT)
      .map((candidates) => this.#offers.withEdges(candidates))
      .filter((candidates) => candidates.length > 0);
    const found = new Found();
    this.#extend(this.#values, asked, { changes: [], cost: 0 }, changes, bound, found);
    if (found.all.length === 0) return null;
    this.#kept = unbeaten([...this.#kept, ...found.all]);
    return this.#kept;
  }

  #extend(
    offers: readonly (readonly Candidate[])[],
    asked: Candidate | null,
    made: { readonly changes: Changes; readonly cost: number },
    missing: number,
    bound: MoneyBound,
    found: Found,
  ): void {
    const { changes, cost } = made;
    if (missing === 1 && asked !== null) {
      const kind = this.#kindOf([...changes, asked]);
      const limit = bound.costAtMost(kind.ids);
      const beside = this.#kindOf(changes).followers;
      for (const amount of this.#offers.amountsBeside(asked, changes, beside)) {
        if (isTooDear(cost + amount.cost, kind.most, limit, bound)) break;
        this.#attempt(kind, [...changes, amount], limit, bound, found);
      }
    }
    for (let at = 0; at < offers.length; at += 1) {
      const candidates = offers[at]!;
      const kind = this.#kindOf([...changes, candidates[0]!]);
      const limit = bound.costAtMost(kind.ids);
      // What is yet to be chosen may bring whatever it can.
      const open = [...offers.slice(at + 1).map(([first]) => first!), ...(asked === null ? [] : [asked])];
      const most = missing === 1 ? kind.most : this.#kindOf([...changes, candidates[0]!, ...open]).most;
      for (const candidate of candidates) {
        const dearer = cost + candidate.cost;
        if (isTooDear(dearer, most, limit, bound)) break;
        const more = [...changes, candidate];
        if (missing === 1) this.#attempt(kind, more, limit, bound, found);
        else {
          const next = { changes: more, cost: dearer };
          this.#extend(offers.slice(at + 1), asked, next, missing - 1, bound, found);
        }
      }
    }
  }

  #attempt(kind: Kind, changes: Changes, limit: number, bound: MoneyBound, found: Found): void {
    this.#figures.move(changes, kind.followers);
    if (this.#rules.letPass()) this.#weigh(kind, changes, limit, bound, found);
    this.#figures.moveBack(changes, kind.followers);
  }

  /** The figures stand as the combination changes them. */
  #weigh(kind: Kind, changes: Changes, limit: number, bound: MoneyBound, found: Found): void {
    const terms = this.#terms;
    let cost = 0;
    changes.forEach((change, at) => {
      cost += change.cost;
      if (kind.own[at]! >= 0) terms.put(kind.own[at]!, change.to);
    });
    for (const follower of kind.followers) {
      if (follower.place >= 0) terms.put(follower.place, this.#figures.figure(follower));
    }
    const gain = terms.gainOf(kind.places, kind.pairs);
    const most = gain + this.#promises.mostBeside(kind.shared, terms);
    if (!isTooDear(cost, most, limit, bound)) {
      const standing = this.#promises.standing(kind.shared, terms);
      if (found.isNew(kind, standing, cost, gain)) {
        const choice = { cost, gain, characteristics: kind.ids, what: changes };
        found.all.push({
          choice,
          attributes: terms.attributesOf(kind.places),
          standing: `${kind.ids.join(' ')} ${standing}`,
        });
      }
    }
    terms.takeBack(kind.places);
  }

  #kindOf(changes: Changes): Kind {
    const key = changes.map(({ characteristic }) => characteristic).join(' ');
    const ready = this.#kinds.get(key);
    if (ready !== undefined) return ready;
    const kind = this.#makeKind(changes.map(({ characteristic }) => characteristic));
    this.#kinds.set(key, kind);
    return kind;
  }

  #makeKind(ids: readonly string[]): Kind {
    const { plan } = this.#case;
    const followers = new Map<string, Follower>();
    for (const id of ids) {
      for (const follower of this.#figures.followersOf(id)) followers.set(follower.id, follower);
    }
    const own = ids.map((id) => plan.placeOf.get(id) ?? -1);
    const moved = [...own, ...[...followers.values()].map(({ place }) => place)];
    const places = [...new Set(moved.filter((place) => place >= 0))];
    const pairs = [...new Set(places.flatMap((place) => plan.pairsOf[place]!))];
    // From one cell of a row or column to another is no more than the spread, whatever changes beside it.
    let most = pairs.reduce((sum, at) => sum + plan.spreads[at]!, 0);
    for (const place of places) most += this.#bestAt(place);
    const shared = this.#promises.sharedAmong(pairs);
    return { ids, followers: [...followers.values()], own, places, pairs, shared, most };
  }

  /** The most that the term of this place alone can gain. */
  #bestAt(place: number): number {
    const { plan, score, sign } = this.#case;
    const { attributes } = plan.scorecard.characteristics[place]!;
    const now = attributes[score.hits[place]!]!.logOdds;
    let best = 0;
    for (const { logOdds } of attributes) best = Math.max(best, sign * (logOdds - now));
    return best;
  }
}

function isTooDear(cost: number, mostGain: number, limit: number, { rest, score }: MoneyBound): boolean {
  return limit < Infinity && cost + rest.least(score.wanted - mostGain) > limit + 1e-9;
}

/** Combinations as they are found, without those that one before of the same kind and standing beats at first sight. */
class Found {
  readonly all: Combination[] = [];
  readonly #best = new Map<Kind, Map<string, Best>>();

  isNew(kind: Kind, standing: string, cost: number, gain: number): boolean {
    let ofKind = this.#best.get(kind);
    if (ofKind === undefined) this.#best.set(kind, (ofKind = new Map<string, Best>()));
    const best = ofKind.get(standing);
    if (best !== undefined && best.cost <= cost && best.gain >= gain) return false;
    if (best === undefined || gain > best.gain) ofKind.set(standing, { cost, gain });
    return true;
  }
}

interface Best {
  readonly cost: number;
  readonly gain: number;
}

/** Drops every combination that another one of the same characteristics and the same standing beats in cost and in gain. */
function unbeaten(combinations: readonly Combination[]): readonly Combination[] {
  const most = new Map<string, number>();
  return combinations
    .toSorted((a, b) => a.choice.cost - b.choice.cost || b.choice.gain - a.choice.gain)
    .filter(({ choice: { gain }, standing }) => {
      if (gain <= (most.get(standing) ?? -Infinity)) return false;
      most.set(standing, gain);
      return true;
    });
}
