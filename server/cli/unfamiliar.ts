import type { Unfamiliar } from '../../scoring/scorecard/score.ts';

/** What training did not see about a value, for the person at the terminal. */
export function unfamiliarText(unfamiliar: Unfamiliar): string {
  const { characteristic, value } = unfamiliar;
  switch (unfamiliar.kind) {
    case 'unseen_category':
      return `${characteristic}: "${value}" was not seen in training, or too rarely`;
    case 'out_of_range':
      return `${characteristic}: ${value} lies outside the values of training`;
    case 'not_a_number':
      return `${characteristic}: "${value}" is not a number and counts as missing`;
    case 'no_training_case':
      return value === null
        ? `${characteristic}: was never missing in training`
        : `${characteristic}: no training case is like ${value}`;
  }
}
