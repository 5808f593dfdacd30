import { CHARACTERISTICS } from '../../scoring/characteristics/catalogue.ts';
import type { Characteristic } from '../../scoring/characteristics/characteristic.ts';
import { figureOf, FOLLOWS } from '../../scoring/explanation/recourse-effects.ts';
import { fingerprintOfScorecard } from '../../scoring/scorecard/fingerprint.ts';
import type { Scorecard, ScorecardCharacteristic, Value } from '../../scoring/scorecard/scorecard.ts';
import { attribute, cardOf } from '../scoring/scorecard/cards.ts';
import { type Dice, normal, pairOf } from './made-card.ts';

/** What affordability and the figures after it rest on, and those figures; the rest of a card is filled up at random. */
const MONEY = [
  'requested_amount',
  'requested_term',
  'income_monthly',
  'expenses_monthly',
  'obligations_monthly',
  'payment_to_income',
  'amount_to_income',
  'debt_service_share',
  'debt_service_share_with_loan',
  'free_cash_after_loan',
] as const;

/** Cuts that split ordinary people into seven; anything else goes by its unit. */
const CUTS: Readonly<Record<string, readonly number[]>> = {
  requested_amount: [100_000, 200_000, 300_000, 450_000, 700_000, 1_000_000],
  requested_term: [13, 25, 37, 49, 61, 73],
  income_monthly: [80_000, 110_000, 140_000, 180_000, 230_000, 300_000],
  expenses_monthly: [25_000, 40_000, 55_000, 70_000, 90_000, 120_000],
  obligations_monthly: [1, 10_000, 20_000, 35_000, 50_000, 80_000],
  payment_to_income: [0.03, 0.06, 0.1, 0.15, 0.2, 0.3],
  amount_to_income: [0.7, 1.2, 2, 3, 4.5, 7],
  debt_service_share: [0.02, 0.08, 0.15, 0.25, 0.35, 0.5],
  debt_service_share_with_loan: [0.08, 0.14, 0.2, 0.3, 0.4, 0.55],
  free_cash_after_loan: [0, 15_000, 30_000, 50_000, 80_000, 120_000],
};

const BY_UNIT: Readonly<Record<string, { readonly cuts: readonly number[]; readonly most: number }>> = {
  cents: { cuts: [1, 10_000, 30_000, 80_000, 150_000, 250_000], most: 300_000 },
  count: { cuts: [1, 2, 3, 4, 5, 6], most: 7 },
  days: { cuts: [1, 15, 31, 61, 121, 241], most: 400 },
  months: { cuts: [3, 6, 12, 24, 48, 96], most: 140 },
  share: { cuts: [0.1, 0.25, 0.4, 0.6, 0.8, 0.95], most: 1 },
  points: { cuts: [1, 2, 3, 4, 5, 6], most: 7 },
};

/**
 * A scorecard over the product's own characteristics of an application, under the name that the credit pack wants.
 * `changeable`: the share of those that people can change that this scorecard lets them.
 */
export function madeCreditCard(roll: Dice, size: number, pairs: number, changeable = 1): Scorecard {
  const rest = CHARACTERISTICS.filter(
    ({ id, role, applies, unit }) =>
      role === 'score' &&
      applies !== 'claim' &&
      BY_UNIT[unit] !== undefined &&
      !Object.hasOwn(FOLLOWS, id) &&
      !(MONEY as readonly string[]).includes(id),
  );
  const shuffled = rest.map((one) => ({ one, at: roll() })).sort((a, b) => a.at - b.at);
  const members = [...MONEY.map(catalogued), ...shuffled.map(({ one }) => one)].slice(0, size);
  const characteristics = members.map((member): ScorecardCharacteristic => {
    const cuts = CUTS[member.id] ?? BY_UNIT[member.unit]!.cuts;
    const bounds = [null, ...cuts, null];
    const way = member.favours === 0 ? (roll() < 0.5 ? 1 : -1) : member.favours;
    const reach = 0.22 * (0.2 + roll()) * -way;
    return {
      id: member.id,
      kind: 'numeric',
      monotone: 0,
      change: roll() < changeable ? member.change : null,
      attributes: [
        ...Array.from({ length: cuts.length + 1 }, (_, place) =>
          attribute(
            { kind: 'range', from: bounds[place]!, to: bounds[place + 1]! },
            reach * (place - cuts.length / 2) + 0.06 * normal(roll),
          ),
        ),
        attribute({ kind: 'missing' }, 0),
      ],
    };
  });
  const card = cardOf(
    characteristics,
    0,
    -1.6,
    Array.from({ length: pairs }, (_, at) => pairOf(roll, characteristics, 5, at)),
  );
  const named = { ...card, name: 'default-12m' };
  return { ...named, fingerprint: fingerprintOfScorecard(named) };
}

/** Values of an applicant: every figure that follows from others does, and now and then something is not known. */
export function madeApplicant(roll: Dice, { characteristics }: Scorecard): Readonly<Record<string, Value>> {
  const values: Record<string, Value> = {};
  const between = (least: number, most: number, step: number): number =>
    least + Math.floor((roll() * (most - least)) / step) * step;
  for (const { id } of characteristics) {
    const unit = BY_UNIT[catalogued(id).unit]!;
    if (roll() < 0.04) continue;
    // Most people have none of most things.
    const value = roll() < 0.35 ? 0 : roll() * unit.most;
    values[id] = catalogued(id).unit === 'share' ? Math.round(value * 10_000) / 10_000 : Math.floor(value);
  }
  Object.assign(values, {
    requested_amount: between(50_000, 1_200_000, 5_000),
    requested_term: between(12, 84, 6),
    requested_rate: 0.15,
    income_monthly: between(70_000, 320_000, 1),
    expenses_monthly: between(20_000, 100_000, 1),
    obligations_monthly: roll() < 0.4 ? 0 : between(0, 60_000, 1),
    payment_defaults_sum: roll() < 0.7 ? 0 : between(0, 60_000, 1),
    own_days_past_due: roll() < 0.8 ? 0 : between(0, 50, 1),
  });
  for (const id of Object.keys(FOLLOWS)) values[id] = figureOf(id, values);
  return values;
}

function catalogued(id: string): Characteristic {
  return CHARACTERISTICS.find((one) => one.id === id)!;
}
