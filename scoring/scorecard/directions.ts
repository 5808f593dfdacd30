import type { AttributeCover } from './attribute-cover.ts';
import { placePairs } from './pairs.ts';
import type { Scorecard } from './scorecard.ts';

/** A step from one range to the next that goes against the declared direction, for some value of the others. */
export interface BrokenDirection {
  readonly characteristic: string;
  readonly from: AttributeCover;
  readonly to: AttributeCover;
  /** By how much log-odds, at the worst. */
  readonly by: number;
}

/**
 * Looks at the whole grid: for each declared direction and each two neighbouring ranges, the step of the main term
 * plus the least step of every pair term over all groups of its other side. The other sides are free of one another,
 * so the least steps add up to the least step there is; published numbers add exactly, so no tolerance is needed.
 */
export function brokenDirections(
  scorecard: Pick<Scorecard, 'characteristics' | 'pairs'>,
): readonly BrokenDirection[] {
  const pairs = placePairs(scorecard);
  return scorecard.characteristics.flatMap(({ id, monotone, attributes }, place) => {
    if (monotone === 0) return [];
    const ranges = attributes.flatMap(({ kind }, index) => (kind === 'range' ? [index] : []));
    const broken: BrokenDirection[] = [];
    for (let at = 1; at < ranges.length; at += 1) {
      const [low, high] = [ranges[at - 1]!, ranges[at]!];
      let least = monotone * (attributes[high]!.logOdds - attributes[low]!.logOdds);
      for (const { term, first, second } of pairs) {
        const [own, other] = first === place ? [term.first, term.second] : [term.second, term.first];
        if (first !== place && second !== place) continue;
        const cell = (attribute: number, group: number): number =>
          first === place
            ? term.logOdds[own.groupOf[attribute]! * other.groups + group]!
            : term.logOdds[group * own.groups + own.groupOf[attribute]!]!;
        let step = Infinity;
        for (let group = 0; group < other.groups; group += 1) {
          step = Math.min(step, monotone * (cell(high, group) - cell(low, group)));
        }
        least += step;
      }
      if (least < 0) {
        broken.push({
          characteristic: id,
          from: coverOf(attributes[low]!),
          to: coverOf(attributes[high]!),
          by: -least,
        });
      }
    }
    return broken;
  });
}

/** What an attribute covers, without its numbers. */
export function coverOf(attribute: AttributeCover): AttributeCover {
  switch (attribute.kind) {
    case 'range':
      return { kind: 'range', from: attribute.from, to: attribute.to };
    case 'categories':
      return { kind: 'categories', values: attribute.values };
    case 'special':
      return { kind: 'special', value: attribute.value };
    case 'missing':
    case 'other':
      return { kind: attribute.kind };
  }
}
