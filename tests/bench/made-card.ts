import {
  DEFAULT_SCALING,
  exactLogOdds,
  exactPoints,
  pointsPerLogOdds,
} from '../../scoring/scorecard/scaling.ts';
import type {
  PairTerm,
  Scorecard,
  ScorecardCharacteristic,
  ValueRow,
} from '../../scoring/scorecard/scorecard.ts';
import { attribute, cardOf } from '../scoring/scorecard/cards.ts';

/** Dice of its own, so that every run benches the same cards and people. */
export type Dice = () => number;

export function dice(seed: number): Dice {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface CardShape {
  readonly characteristics: number;
  readonly attributes: number;
  readonly pairs: number;
  readonly groups: number;
  /** Share of the characteristics that a person can change. */
  readonly changeable: number;
}

/** The shape of a scorecard that a fit gives: shapes that run one way with some noise, small pair terms. */
export function madeCard(roll: Dice, shape: CardShape): Scorecard {
  const characteristics = Array.from({ length: shape.characteristics }, (_, at): ScorecardCharacteristic => {
    const cuts = Array.from(
      { length: shape.attributes - 1 },
      (__, cut) => Math.round(((cut + 1) * 100) / shape.attributes + roll() * 8) / 1,
    );
    const bounds = [null, ...cuts, null];
    const reach = 0.25 * (0.2 + roll()) * (roll() < 0.5 ? -1 : 1);
    const isChangeable = roll() < shape.changeable;
    return {
      id: `c${at}`,
      kind: 'numeric',
      monotone: 0,
      change: isChangeable
        ? {
            direction: roll() < 0.3 ? 0 : roll() < 0.5 ? 1 : -1,
            daysPerUnit: Math.floor(roll() * 30),
            costPerUnit: Math.round((0.05 + roll()) * 100) / 100,
          }
        : null,
      attributes: [
        ...Array.from({ length: shape.attributes }, (__, place) =>
          attribute(
            { kind: 'range', from: bounds[place]!, to: bounds[place + 1]! },
            reach * (place - (shape.attributes - 1) / 2) + 0.1 * normal(roll),
          ),
        ),
        attribute({ kind: 'missing' }, 0),
      ],
    };
  });
  const pairs = Array.from({ length: shape.pairs }, (_, at) =>
    pairOf(roll, characteristics, shape.groups, at),
  );
  return cardOf(characteristics, 0, -0.5, pairs);
}

export function normal(roll: Dice): number {
  return Math.sqrt(-2 * Math.log(1 - roll())) * Math.cos(2 * Math.PI * roll());
}

/** A pair term of two of the characteristics drawn at random, over so many groups of attributes of each. */
export function pairOf(
  roll: Dice,
  characteristics: readonly ScorecardCharacteristic[],
  groups: number,
  at: number,
): PairTerm {
  const first = characteristics[Math.floor(roll() * characteristics.length)]!;
  const others = characteristics.filter((one) => one !== first);
  const second = others[Math.floor(roll() * others.length)]!;
  const side = ({ id, attributes }: ScorecardCharacteristic): PairTerm['first'] => ({
    characteristic: id,
    groups,
    groupOf: attributes.map((_, place) =>
      Math.min(groups - 1, Math.floor((place * groups) / attributes.length)),
    ),
  });
  const cells = Array.from({ length: groups ** 2 }, () => exactLogOdds(0.15 * normal(roll)));
  return {
    id: `${first.id} × ${second.id} ${at}`,
    first: side(first),
    second: side(second),
    logOdds: cells,
    standardErrors: cells.map(() => 0.1),
    points: cells.map((logOdds) => exactPoints(pointsPerLogOdds(DEFAULT_SCALING, 0) * logOdds)),
    counts: cells.map(() => 10),
    positives: cells.map(() => 3),
  };
}

export function madeRow(roll: Dice, { characteristics }: Scorecard): ValueRow {
  return Object.fromEntries(
    characteristics.map(({ id }) => [id, roll() < 0.03 ? null : Math.floor(roll() * 108)]),
  );
}
