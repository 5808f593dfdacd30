import { exactLogOdds, exactPoints, pointsPerLogOdds } from '../../../scoring/scorecard/scaling.ts';
import type { HazardMonths, Scaling, Scorecard } from '../../../scoring/scorecard/scorecard.ts';
import { numericCharacteristic } from './cards.ts';
import { pairOf } from './compiled/any-batch.ts';

/** The scorecard of yes or no, taken for one of a share. */
export function asShare(card: Scorecard): Scorecard {
  return { ...card, target: { ...card.target, kind: 'share' } };
}

/** One log-odds is so much money; points are the amount, as training makes them. */
export function asAmount(card: Scorecard, unit: number): Scorecard {
  const scaling: Scaling = { pointsToDouble: Math.LN2, anchorPoints: 0, anchorOdds: 1 };
  const inUnits = (logOdds: number): number => exactLogOdds(logOdds * unit);
  const points = (logOdds: number): number =>
    exactPoints(pointsPerLogOdds(scaling, card.target.favourable) * inUnits(logOdds));
  return {
    ...card,
    target: { ...card.target, kind: 'amount' },
    intercept: inUnits(card.intercept),
    scaling,
    training: { ...card.training, positiveRate: unit },
    characteristics: card.characteristics.map((one) => ({
      ...one,
      attributes: one.attributes.map((each) => ({
        ...each,
        logOdds: inUnits(each.logOdds),
        points: points(each.logOdds),
      })),
    })),
    pairs: card.pairs.map((pair) => ({
      ...pair,
      logOdds: pair.logOdds.map(inUnits),
      points: pair.logOdds.map(points),
    })),
  };
}

export interface CurveShape {
  readonly horizon: number;
  readonly recovered: readonly number[] | undefined;
  /** By range of months: more than there are months is of no effect. */
  readonly ofMonths: readonly number[];
  /** Cells of a pair of the months with the first characteristic, and of the last with the months. */
  readonly cells: readonly number[];
}

/** The scorecard with months, and pairs of the months with others on either side. */
export function asCurve(card: Scorecard, { horizon, recovered, ofMonths, cells }: CurveShape): Scorecard {
  const cuts = ofMonths.slice(1).map((_, at) => 2 + 3 * at);
  const toPoints = pointsPerLogOdds(card.scaling, card.target.favourable);
  const month = numericCharacteristic('month', cuts, ofMonths);
  const months: HazardMonths = {
    characteristic: month.id,
    horizon,
    ...(recovered === undefined ? {} : { recovered }),
  };
  const place = card.characteristics.length;
  const withMonth: Scorecard = {
    ...card,
    format: 'recourse-scorecard/2',
    target: { ...card.target, kind: 'hazard', months },
    characteristics: [
      ...card.characteristics,
      {
        ...month,
        attributes: month.attributes.map((each) => ({
          ...each,
          points: exactPoints(toPoints * each.logOdds),
        })),
      },
    ],
  };
  const pairs =
    cells.length === 0
      ? []
      : [pairOf(withMonth, place, 0, cells), pairOf(withMonth, place - 1, place, [...cells].reverse())];
  return { ...withMonth, pairs: [...card.pairs, ...pairs] };
}
