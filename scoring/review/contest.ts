import type { DecisionInputs } from '../decision/decision.ts';

export const CONTEST_POINTS = ['reason', 'data', 'rule', 'conduct', 'outcome', 'other'] as const;
/**
 * What a person disagrees with: the reasons they were told, a datum, a rule, how it was done, the measure or amount, or
 * something else. Nobody has to name one: to ask is enough (GDPR art. 22(3)).
 */
export type ContestPoint = (typeof CONTEST_POINTS)[number];

/** A datum of the decision that the person says is wrong, and what they say is right, in their own words. */
export interface WrongDatum {
  readonly characteristic: string;
  /** Null: they say that it is wrong, but not what is right. */
  readonly right: string | null;
}

export interface Grounds {
  readonly points: readonly ContestPoint[];
  readonly wrongData: readonly WrongDatum[];
}

export const NO_GROUNDS: Grounds = { points: [], wrongData: [] };

/** So much is enough to say what is right; a story goes into the statement. */
export const RIGHT_CHARACTERS_AT_MOST = 500;

export type GroundsTaken =
  | { readonly kind: 'taken'; readonly grounds: Grounds }
  | {
      readonly kind: 'refused';
      readonly because: 'unknown_datum' | 'too_long';
      readonly characteristic: string;
    };

/**
 * The grounds in good order: each point and datum once, in a fixed order, and a wrong datum makes `data` a point. Only
 * what the decision was made from can have been wrong in it.
 */
export function takeGrounds(given: Grounds, inputs: Pick<DecisionInputs, 'values'>): GroundsTaken {
  const wrong = new Map<string, string | null>();
  for (const { characteristic, right } of given.wrongData) {
    if (!Object.hasOwn(inputs.values, characteristic)) {
      return { kind: 'refused', because: 'unknown_datum', characteristic };
    }
    const said = right?.trim() ?? '';
    if (said.length > RIGHT_CHARACTERS_AT_MOST) {
      return { kind: 'refused', because: 'too_long', characteristic };
    }
    wrong.set(characteristic, said === '' ? (wrong.get(characteristic) ?? null) : said);
  }
  const named = new Set<ContestPoint>([...given.points, ...(wrong.size > 0 ? (['data'] as const) : [])]);
  return {
    kind: 'taken',
    grounds: {
      points: CONTEST_POINTS.filter((point) => named.has(point)),
      wrongData: [...wrong].map(([characteristic, right]) => ({ characteristic, right })),
    },
  };
}
