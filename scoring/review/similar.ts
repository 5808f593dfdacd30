/** What two contested decisions of the same kind and outcome are compared by. */
export interface Comparable {
  /** Codes of the principal reasons. */
  readonly reasons: readonly string[];
  readonly points: number | null;
}

export type Compared<T> = T & {
  /** Reasons that both have. */
  readonly shared: readonly string[];
};

/**
 * The nearest, the nearest first. To have no reason in common weighs as much as a hundred points; an unknown score is as
 * far as that.
 */
export function nearest<T extends Comparable>(
  of: Comparable,
  past: readonly T[],
  most: number,
): readonly Compared<T>[] {
  return past
    .map((each, at) => ({
      at,
      distance: distanceOf(of, each),
      compared: { ...each, shared: of.reasons.filter((reason) => each.reasons.includes(reason)) },
    }))
    .sort((a, b) => a.distance - b.distance || a.at - b.at)
    .slice(0, most)
    .map(({ compared }) => compared);
}

const FAR = 100;

function distanceOf(one: Comparable, other: Comparable): number {
  const all = new Set([...one.reasons, ...other.reasons]);
  const shared = [...all].filter((code) => one.reasons.includes(code) && other.reasons.includes(code)).length;
  const ofReasons = all.size === 0 ? 0 : FAR * (1 - shared / all.size);
  const ofPoints = one.points === null || other.points === null ? FAR : Math.abs(one.points - other.points);
  return ofReasons + ofPoints;
}
