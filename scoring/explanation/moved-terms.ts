import { locate } from '../scorecard/locate.ts';
import { cellOf } from '../scorecard/pairs.ts';
import type { Value } from '../scorecard/scorecard.ts';
import type { Choice, ChoiceGroup, Coupling } from './choice-problem.ts';
import type { CreditCase } from './credit-case.ts';
import type { Candidate } from './recourse-candidates.ts';

/** What changes together: one value, or several of money. */
export type Changes = readonly Candidate[];

export interface Group extends ChoiceGroup<Changes> {
  /** Of each choice, the attributes by place in the scorecard, where they are others than now. */
  readonly attributes: readonly ReadonlyMap<number, number>[];
}

/** One way to change, with the attributes by place that it leads to, where they are others than now. */
export interface Weighed {
  readonly choice: Choice<Changes>;
  readonly attributes: ReadonlyMap<number, number>;
}

export function groupOf(weighed: readonly Weighed[], mayStay: boolean): Group {
  return {
    choices: weighed.map(({ choice }) => choice),
    attributes: weighed.map(({ attributes }) => attributes),
    mayStay,
  };
}

/** The attributes that a case hits, with those that a change would lead to put in their place for as long as it is tried. */
export class MovedTerms {
  readonly #case: CreditCase;
  readonly #hits: Int32Array;

  constructor(of: CreditCase) {
    this.#case = of;
    this.#hits = Int32Array.from(of.score.hits);
  }

  put(place: number, value: Value): void {
    this.#hits[place] = locate(this.#case.plan.locators[place]!, value);
  }

  takeBack(places: readonly number[]): void {
    for (const place of places) this.#hits[place] = this.#case.score.hits[place]!;
  }

  hit(place: number): number {
    return this.#hits[place]!;
  }

  /** Of the terms of these places and of these pair terms, while nothing else moves. */
  gainOf(places: readonly number[], pairs: readonly number[]): number {
    const { plan, score, sign } = this.#case;
    const hits = this.#hits;
    let gain = 0;
    for (const place of places) {
      const { attributes } = plan.scorecard.characteristics[place]!;
      gain += attributes[hits[place]!]!.logOdds - attributes[score.hits[place]!]!.logOdds;
    }
    for (const at of pairs) {
      const { term, first, second } = plan.pairs[at]!;
      gain += term.logOdds[cellOf(term, hits[first]!, hits[second]!)]! - term.logOdds[score.cells[at]!]!;
    }
    return sign * gain;
  }

  attributesOf(places: readonly number[]): ReadonlyMap<number, number> {
    const attributes = new Map<number, number>();
    for (const place of places) {
      if (this.#hits[place] !== this.#case.score.hits[place]) attributes.set(place, this.#hits[place]!);
    }
    return attributes;
  }

  /** A change of one characteristic that nothing follows from. */
  weigh(change: Candidate): Weighed {
    const { placeOf, pairsOf } = this.#case.plan;
    const { characteristic, cost, to } = change;
    const place = placeOf.get(characteristic);
    const places = place === undefined ? [] : [place];
    if (place !== undefined) this.put(place, to);
    const gain = this.gainOf(places, place === undefined ? [] : pairsOf[place]!);
    const attributes = this.attributesOf(places);
    this.takeBack(places);
    return { choice: { cost, gain, characteristics: [characteristic], what: [change] }, attributes };
  }
}

/**
 * A pair term with a side in each of two groups. Each group's own gain has what it brings while the other stays, so
 * the coupling holds only what is beyond both: the cell less the two that one change alone leads to, plus now.
 */
export function couplingsOf(
  { plan, score: { hits }, sign }: CreditCase,
  groups: readonly Group[],
): readonly Coupling[] {
  const groupAt = new Map<number, number>();
  groups.forEach(({ attributes }, at) => {
    for (const moved of attributes) for (const place of moved.keys()) groupAt.set(place, at);
  });
  return plan.pairs.flatMap(({ term, first, second }): readonly Coupling[] => {
    const [one, other] = [groupAt.get(first), groupAt.get(second)];
    if (one === undefined || other === undefined || one === other) return [];
    const classes = (group: number, place: number, side: readonly number[]): readonly number[] => [
      side[hits[place]!]!,
      ...groups[group]!.attributes.map((moved) => side[moved.get(place) ?? hits[place]!]!),
    ];
    const width = term.second.groups;
    const [row, column] = [term.first.groupOf[hits[first]!]!, term.second.groupOf[hits[second]!]!];
    const cell = (a: number, b: number): number => term.logOdds[a * width + b]!;
    return [
      {
        first: one,
        second: other,
        firstClasses: classes(one, first, term.first.groupOf),
        secondClasses: classes(other, second, term.second.groupOf),
        extra: term.logOdds.map((logOdds, at) => {
          const [a, b] = [Math.floor(at / width), at % width];
          return sign * (logOdds - cell(a, column) - cell(row, b) + cell(row, column));
        }),
        width,
      },
    ];
  });
}
