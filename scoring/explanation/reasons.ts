import type { Characteristic } from '../characteristics/characteristic.ts';
import type { Decision, RuleResult } from '../decision/decision.ts';
import type { PolicyRule } from '../policy/policy.ts';
import type { Scorecard } from '../scorecard/scorecard.ts';
import type { Reason, ScoreExplained } from './explanation.ts';

/** Four principal reasons at most: more tell a person less (the practice of adverse-action notices). */
export const REASONS_AT_MOST = 4;

/** What reasons need to know of a characteristic; null for a column of a table of one's own. */
export type TraitsOf = (id: string) => Pick<Characteristic, 'family' | 'reason'> | null;

/**
 * The characteristics that kept the person from the threshold, the heaviest first, one for each family.
 *
 * A score at the threshold is not reached by being average everywhere. People at the threshold have, for each
 * characteristic, on average `mean + variance ÷ total variance × (threshold − base)` points (the regression of a term
 * on the sum, terms taken as uncorrelated). What a person has less than that is what the characteristic cost them;
 * over all characteristics these shortfalls add up to exactly score − threshold. Without a threshold the yardstick is
 * the average case.
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

/** Less than this moves nobody across a threshold that people would recognise. */
const LEAST_POINTS = 0.5;

/** A column of a table of one's own has no code in the catalogue; its reason is said by its name and value alone. */
export const UNNAMED_REASON = 'R00';

interface Shortfall {
  readonly characteristic: string;
  readonly value: Reason['value'];
  readonly points: number;
}

function shortfalls(
  explained: ScoreExplained,
  scorecard: Scorecard,
  thresholdPoints: number | null,
): readonly Shortfall[] {
  const spreads = spreadsOf(scorecard);
  const meanTotal = explained.basePoints + sum([...spreads.values()].map(({ mean }) => mean));
  const varianceTotal = sum([...spreads.values()].map(({ variance }) => variance));
  const distance = thresholdPoints === null ? 0 : thresholdPoints - meanTotal;
  const found = new Map<string, Shortfall>();
  for (const { characteristic, value, points, pair } of explained.contributions) {
    const { mean, variance } = spreads.get(characteristic) ?? NO_SPREAD;
    const share = varianceTotal > 0 ? variance / varianceTotal : 1 / explained.contributions.length;
    const short = points - mean - share * distance;
    const sides = pair ?? [{ characteristic, value }];
    for (const side of sides) {
      const known = found.get(side.characteristic)?.points ?? 0;
      found.set(side.characteristic, { ...side, points: known + short / sides.length });
    }
  }
  return [...found.values()];
}

interface Spread {
  readonly mean: number;
  readonly variance: number;
}

const NO_SPREAD: Spread = { mean: 0, variance: 0 };

/** A scorecard never changes, and thousands of decisions are explained by one. */
const SPREADS = new WeakMap<Scorecard, ReadonlyMap<string, Spread>>();

/** By the name of the term's contribution. */
function spreadsOf(scorecard: Scorecard): ReadonlyMap<string, Spread> {
  const known = SPREADS.get(scorecard);
  if (known !== undefined) return known;
  const spreads = new Map([
    ...scorecard.characteristics.map(({ id, attributes }): [string, Spread] => [
      id,
      spreadOf(
        attributes.map(({ points }) => points),
        attributes.map(({ count }) => count),
      ),
    ]),
    ...scorecard.pairs.map(({ id, points, counts }): [string, Spread] => [id, spreadOf(points, counts)]),
  ]);
  SPREADS.set(scorecard, spreads);
  return spreads;
}

function spreadOf(points: readonly number[], counts: readonly number[]): Spread {
  const count = sum(counts);
  if (count === 0) return NO_SPREAD;
  const mean = sum(points.map((each, i) => each * counts[i]!)) / count;
  const variance = sum(points.map((each, i) => (each - mean) ** 2 * counts[i]!)) / count;
  return { mean, variance };
}

/** A rule that decided, told by the characteristic it looked at first. */
export function ruleReason(
  rule: Pick<PolicyRule, 'id' | 'reason'>,
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

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
