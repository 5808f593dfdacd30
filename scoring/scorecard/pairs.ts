import type { PairTerm, Scorecard } from './scorecard.ts';

/** A pair term with the places of its sides among the scorecard's characteristics found once. */
export interface PlacedPair {
  readonly term: PairTerm;
  /** Index of each side's characteristic in the scorecard's order. */
  readonly first: number;
  readonly second: number;
}

/** Throws when a pair names a characteristic that the scorecard does not have, or has another number of cells. */
export function placePairs({
  characteristics,
  pairs,
}: Pick<Scorecard, 'characteristics' | 'pairs'>): readonly PlacedPair[] {
  return pairs.map((term) => {
    const [first, second] = [term.first, term.second].map((side) => {
      const place = characteristics.findIndex(({ id }) => id === side.characteristic);
      if (place < 0)
        throw new Error(`the pair "${term.id}" is of "${side.characteristic}", which has no term`);
      if (side.groupOf.length !== characteristics[place]!.attributes.length) {
        throw new Error(`the pair "${term.id}" does not group every attribute of "${side.characteristic}"`);
      }
      return place;
    });
    if (term.logOdds.length !== term.first.groups * term.second.groups) {
      throw new Error(`the pair "${term.id}" does not have a number for every cell`);
    }
    return { term, first: first!, second: second! };
  });
}

/** The cell of the attribute hit on each side. */
export function cellOf({ first, second }: PairTerm, firstHit: number, secondHit: number): number {
  return first.groupOf[firstHit]! * second.groups + second.groupOf[secondHit]!;
}
