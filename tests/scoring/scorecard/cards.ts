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
  Scorecard,
  ScorecardCharacteristic,
} from '../../../scoring/scorecard/scorecard.ts';

/** Small scorecards written by hand, for properties that need no fit. */
export function cardOf(
  characteristics: readonly ScorecardCharacteristic[],
  favourable: 0 | 1 = 0,
  intercept = 0,
): Scorecard {
  const toPoints = pointsPerLogOdds(DEFAULT_SCALING, favourable);
  const content: Omit<Scorecard, 'fingerprint'> = {
    format: 'recourse-scorecard/1',
    name: 'by hand',
    version: 1,
    target: { name: 'bad', favourable },
    intercept: exactLogOdds(intercept),
    characteristics: characteristics.map((one) => ({
      ...one,
      attributes: one.attributes.map((each) => ({ ...each, points: exactPoints(toPoints * each.logOdds) })),
    })),
    pairs: [],
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
