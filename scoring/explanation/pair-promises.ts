import type { CreditCase } from './credit-case.ts';
import type { Group, MovedTerms } from './moved-terms.ts';

/**
 * What pair terms can bring to a change of money at most. With the cell c(a, b) of the attributes a of money and b
 * beside it, and (r, s) the cell as decided: money's own gain has c(a, s) − c(r, s), that of b by itself has
 * c(r, b) − c(r, s), and what both bring together beyond that is c(a, b) − c(a, s) − c(r, b) + c(r, s). A bound that
 * leaves this out, or takes the spread of the cells for it, could call a combination too dear that is not.
 */
export class PairPromises {
  readonly #case: CreditCase;
  /** Places that other groups move. */
  readonly #others: ReadonlySet<number>;
  readonly #sides = new Map<number, Side>();

  constructor(of: CreditCase, others: readonly Group[]) {
    this.#case = of;
    this.#others = new Set(
      others.flatMap(({ attributes }) => attributes.flatMap((moved) => [...moved.keys()])),
    );
  }

  /** The pair terms of which another group moves a side. */
  sharedAmong(pairs: readonly number[]): readonly number[] {
    return pairs.filter((at) => {
      const { first, second } = this.#case.plan.pairs[at]!;
      return this.#others.has(first) || this.#others.has(second);
    });
  }

  /** Of shared pair terms, beyond what each side brings by itself, as the terms stand. */
  mostBeside(shared: readonly number[], terms: MovedTerms): number {
    let sum = 0;
    for (const at of shared) {
      const { place, groupOf, mostBeside } = this.#sideOf(at);
      sum += mostBeside[groupOf[terms.hit(place)]!]!;
    }
    return sum;
  }

  /** Alike where the terms stand the same in all shared pair terms. */
  standing(shared: readonly number[], terms: MovedTerms): string {
    let standing = '';
    for (const at of shared) {
      const { place, groupOf } = this.#sideOf(at);
      standing += String.fromCharCode(groupOf[terms.hit(place)]!);
    }
    return standing;
  }

  #sideOf(at: number): Side {
    const ready = this.#sides.get(at);
    if (ready !== undefined) return ready;
    const side = this.#makeSide(at);
    this.#sides.set(at, side);
    return side;
  }

  #makeSide(at: number): Side {
    const { plan, score, sign } = this.#case;
    const { term, first, second } = plan.pairs[at]!;
    const isFirst = !this.#others.has(first);
    const [mine, theirs] = isFirst ? [term.first, term.second] : [term.second, term.first];
    const [place, beside] = isFirst ? [first, second] : [second, first];
    const cell = (own: number, other: number): number =>
      sign * term.logOdds[isFirst ? own * theirs.groups + other : other * mine.groups + own]!;
    const ownNow = mine.groupOf[score.hits[place]!]!;
    const otherNow = theirs.groupOf[score.hits[beside]!]!;
    const mostBeside = new Float64Array(mine.groups);
    for (let own = 0; own < mine.groups; own += 1) {
      const alone = cell(own, otherNow) - cell(ownNow, otherNow);
      for (let other = 0; other < theirs.groups; other += 1) {
        mostBeside[own] = Math.max(mostBeside[own]!, cell(own, other) - cell(ownNow, other) - alone);
      }
    }
    return { place, groupOf: mine.groupOf, mostBeside };
  }
}

/** A shared pair term seen from money. */
interface Side {
  readonly place: number;
  readonly groupOf: readonly number[];
  /** By group here: beyond what each brings by itself. */
  readonly mostBeside: Float64Array;
}
