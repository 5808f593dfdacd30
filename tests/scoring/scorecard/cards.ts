import { fingerprintOfScorecard } from '../../../scoring/scorecard/fingerprint.ts';
import type { AttributeCover } from '../../../scoring/scorecard/locate.ts';
import {
  DEFAULT_SCALING,
  exactLogOdds,
  exactPoints,
  pointsPerLogOdds,
} from '../../../scoring/scorecard/scaling.ts';
import type {
  Attribute,
  Change,
  PairTerm,
  Scorecard,
  ScorecardCharacteristic,
} from '../../../scoring/scorecard/scorecard.ts';

/** Small scorecards written by hand, for properties that need no fit. */
export function cardOf(
  characteristics: readonly ScorecardCharacteristic[],
  favourable: 0 | 1 = 0,
  intercept = 0,
  pairs: readonly PairTerm[] = [],
): Scorecard {
  const toPoints = pointsPerLogOdds(DEFAULT_SCALING, favourable);
  const content: Omit<Scorecard, 'fingerprint'> = {
    format: pairs.length === 0 ? 'recourse-scorecard/1' : 'recourse-scorecard/2',
    name: 'by hand',
    version: 1,
    target: { name: 'bad', favourable },
    intercept: exactLogOdds(intercept),
    characteristics: characteristics.map((one) => ({
      ...one,
      attributes: one.attributes.map((each) => ({ ...each, points: exactPoints(toPoints * each.logOdds) })),
    })),
    pairs: pairs.map((pair) => ({
      ...pair,
      points: pair.logOdds.map((logOdds) => exactPoints(toPoints * logOdds)),
    })),
    scaling: DEFAULT_SCALING,
    training: {
      rows: 100,
      positiveRate: 0.3,
      seed: 0,
      backend: 'none',
      seconds: 0,
      dataFingerprint: '0',
      observedOn: null,
    },
  };
  return { ...content, fingerprint: fingerprintOfScorecard(content) };
}

export function attribute(cover: AttributeCover, logOdds: number): Attribute {
  return { ...cover, logOdds: exactLogOdds(logOdds), standardError: 0.1, points: 0, count: 10, positives: 3 };
}

/** One number more than there are cuts; the missing attribute is neutral. */
export function numericCharacteristic(
  id: string,
  cuts: readonly number[],
  logOdds: readonly number[],
  change: Change | null = null,
): ScorecardCharacteristic {
  const bounds = [null, ...cuts, null];
  return {
    id,
    kind: 'numeric',
    monotone: 0,
    change,
    attributes: [
      ...logOdds.map((value, at) =>
        attribute({ kind: 'range', from: bounds[at]!, to: bounds[at + 1]! }, value),
      ),
      attribute({ kind: 'missing' }, 0),
    ],
  };
}

/** A pair term over the attributes of two characteristics as they are, a group each; the weights are taken in turn. */
export function pairTerm(
  first: ScorecardCharacteristic,
  second: ScorecardCharacteristic,
  weights: readonly number[],
): PairTerm {
  const [rows, columns] = [first.attributes.length, second.attributes.length];
  const logOdds = Array.from({ length: rows * columns }, (_, cell) =>
    exactLogOdds(weights[cell % weights.length]!),
  );
  const side = ({ id, attributes }: ScorecardCharacteristic): PairTerm['first'] => ({
    characteristic: id,
    groups: attributes.length,
    groupOf: attributes.map((_, at) => at),
  });
  return {
    id: `${first.id} × ${second.id}`,
    first: side(first),
    second: side(second),
    logOdds,
    standardErrors: logOdds.map(() => 0.1),
    points: logOdds.map(() => 0),
    counts: logOdds.map(() => 10),
    positives: logOdds.map(() => 3),
  };
}
