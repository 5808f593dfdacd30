import type { DecisionInputs } from '../decision/decision.ts';
import type { ScoreExplained } from '../explanation/explanation.ts';
import type { IsoDate } from '../portfolio/dates.ts';
import type { Value } from '../scorecard/scorecard.ts';

/** A datum as the decision was made from it, and as it stands now. */
export interface DatumChanged {
  readonly characteristic: string;
  readonly then: Value;
  readonly now: Value;
  /** When we came to know what stands now; null where it follows from nothing on record. */
  readonly obtainedOn: IsoDate | null;
}

/** Of the data used, those that stand otherwise now; in the order given. */
export function changedData(
  then: DecisionInputs,
  now: Pick<DecisionInputs, 'values' | 'evidence'>,
  used: readonly string[],
): readonly DatumChanged[] {
  return [...new Set(used)]
    .map((characteristic) => ({
      characteristic,
      then: then.values[characteristic] ?? null,
      now: now.values[characteristic] ?? null,
      obtainedOn: now.evidence[characteristic]?.obtainedOn ?? null,
    }))
    .filter((datum) => datum.then !== datum.now);
}

/** What a term of the score gave then and gives now. */
export interface TermChanged {
  readonly characteristic: string;
  readonly thenPoints: number;
  readonly nowPoints: number;
}

/**
 * Why two scores differ: each term that gives other points, the heaviest first. A term that only one of them has gives
 * nothing in the other; with the difference of their bases the changes add up to the difference of the scores.
 */
export function changedTerms(then: ScoreExplained, now: ScoreExplained): readonly TermChanged[] {
  const before = pointsByTerm(then);
  const after = pointsByTerm(now);
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((characteristic) => ({
      characteristic,
      thenPoints: before.get(characteristic) ?? 0,
      nowPoints: after.get(characteristic) ?? 0,
    }))
    .filter(({ thenPoints, nowPoints }) => thenPoints !== nowPoints)
    .sort(
      (a, b) =>
        Math.abs(b.nowPoints - b.thenPoints) - Math.abs(a.nowPoints - a.thenPoints) ||
        (a.characteristic < b.characteristic ? -1 : 1),
    );
}

function pointsByTerm({ contributions }: ScoreExplained): ReadonlyMap<string, number> {
  return new Map(contributions.map(({ characteristic, points }) => [characteristic, points]));
}
