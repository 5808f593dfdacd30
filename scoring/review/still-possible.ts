export const REMEDIES_LEFT = [
  'cost_returned',
  'next_step_stopped',
  'terms_changed',
  'entry_removed',
  'proceedings_stopped',
  'holder_told',
] as const;
/** What people can still do about a measure that was carried out before it was contested. */
export type RemedyLeft = (typeof REMEDIES_LEFT)[number];

/**
 * What is left to do once a measure was carried out. Nothing makes a letter unsent, yet no measure is beyond all remedy:
 * its cost can be given back, an entry removed, a proceeding ended, a buyer told.
 */
export function stillPossible(measure: string): readonly RemedyLeft[] {
  return LEFT[measure] ?? ['next_step_stopped'];
}

const LEFT: Readonly<Record<string, readonly RemedyLeft[]>> = {
  instalment_reduction: ['terms_changed'],
  extension: ['terms_changed', 'cost_returned'],
  pause: ['terms_changed'],
  plan_offer: ['terms_changed'],
  settlement: ['terms_changed'],
  remind_letter: ['cost_returned', 'next_step_stopped'],
  demand_letter: ['cost_returned', 'next_step_stopped'],
  field_visit: ['cost_returned', 'next_step_stopped'],
  assign_abroad: ['holder_told', 'cost_returned'],
  bureau_listing: ['entry_removed'],
  payment_order: ['proceedings_stopped', 'cost_returned'],
  lawsuit: ['proceedings_stopped', 'cost_returned'],
  bailiff: ['proceedings_stopped', 'cost_returned'],
  bankruptcy_petition: ['proceedings_stopped', 'cost_returned'],
  debt_sale: ['holder_told'],
};
