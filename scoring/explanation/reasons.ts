import type { Characteristic } from '../characteristics/characteristic.ts';
import type { Decision, RuleResult } from '../decision/decision.ts';
import type { PolicyRule } from '../policy/policy.ts';
import { pairsIn } from '../scorecard/score.ts';
import type { Scorecard } from '../scorecard/scorecard.ts';
import { LEAST_POINTS, REASONS_AT_MOST, shortfallOf } from '../scorecard/shortfall.ts';
import type { Reason, ScoreExplained } from './explanation.ts';

/** What reasons need to know of a characteristic; null for a column of a table of one's own. */
export type TraitsOf = (id: string) => Pick<Characteristic, 'family' | 'reason'> | null;

/**
 * The characteristics that kept the person from the threshold, the heaviest first, one for each family.
 *
 * What a pair term costs is laid half at the door of each of its two: of a term that is nothing without either, that is
 * its Shapley value.
 *
 * A family's shortfall counts whole, so that six bills tell one reason; its heaviest member speaks for it.
 */
export function scoreReasons(
  explained: ScoreExplained,
  scorecard: Scorecard,
  thresholdPoints: number | null,
  traitsOf: TraitsOf,
  evidence: Decision['inputs']['evidence'],
): readonly Reason[] {
  const families = new Map<string, { points: number; heaviest: Shortfall }>();
  for (const shortfall of shortfalls(explained, scorecard, thresholdPoints)) {
    const name = traitsOf(shortfall.characteristic)?.family ?? shortfall.characteristic;
    const known = families.get(name);
    if (known === undefined) families.set(name, { points: shortfall.points, heaviest: shortfall });
    else {
      known.points += shortfall.points;
      if (shortfall.points < known.heaviest.points) known.heaviest = shortfall;
    }
  }
  return [...families.values()]
    .filter(({ points, heaviest }) => points <= -LEAST_POINTS && heaviest.points < 0)
    .sort((a, b) => a.points - b.points || compareText(a.heaviest.characteristic, b.heaviest.characteristic))
    .slice(0, REASONS_AT_MOST)
    .map(({ points, heaviest: { characteristic, value } }) => ({
      code: traitsOf(characteristic)?.reason ?? UNNAMED_REASON,
      rule: null,
      characteristic,
      value,
      points,
      evidence: evidence[characteristic] ?? null,
    }));
}

/** A column of a table of one's own has no code in the catalogue; its reason is said by its name and value alone. */
export const UNNAMED_REASON = 'R00';

interface Shortfall {
  readonly characteristic: string;
  readonly value: Reason['value'];
  points: number;
}

/** By characteristic. `explained` has the characteristics' own terms first, then the pair terms, as the scorecard has. */
function shortfalls(
  { contributions }: ScoreExplained,
  scorecard: Scorecard,
  thresholdPoints: number | null,
): readonly Shortfall[] {
  const shortOf = shortfallOf(scorecard, thresholdPoints);
  const own = scorecard.characteristics.map((_, at): Shortfall => {
    const { characteristic, value, points } = contributions[at]!;
    return { characteristic, value, points: shortOf(characteristic, points) };
  });
  pairsIn(scorecard).forEach(({ term, first, second }, at) => {
    const half = shortOf(term.id, contributions[own.length + at]!.points) / 2;
    own[first]!.points += half;
    own[second]!.points += half;
  });
  return own;
}

/** A rule that decided, told by the characteristic it looked at first. */
export function ruleReason(
  rule: Pick<PolicyRule, 'id' | 'reason' | 'toPerson'>,
  result: Pick<RuleResult, 'values' | 'unknown'>,
  traitsOf: TraitsOf,
  evidence: Decision['inputs']['evidence'],
): Reason {
  const names = Object.keys(result.values);
  const known = names.filter((name) => traitsOf(name) !== null);
  if (result.unknown === true)
    return missingReason(
      rule.id,
      known.find((name) => result.values[name] === null),
    );
  const characteristic = known[0] ?? null;
  const told = characteristic ?? names[0];
  return {
    code: rule.reason,
    rule: rule.id,
    characteristic,
    value: told === undefined ? null : (result.values[told] ?? null),
    points: 0,
    evidence: characteristic === null ? null : (evidence[characteristic] ?? null),
    ...(rule.toPerson === undefined ? {} : { toPerson: rule.toPerson }),
  };
}

/** A rule that lacked a value asks for it; what is missing is the reason, not what the rule is about. */
function missingReason(rule: string, characteristic: string | undefined): Reason {
  return {
    code: 'R13',
    rule,
    characteristic: characteristic ?? null,
    value: null,
    points: 0,
    evidence: null,
  };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
