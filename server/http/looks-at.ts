import type { Sight } from '../../scoring/safeguards/access.ts';
import type { Call } from './call.ts';

/** Whose data a page, or an answer of the API, shows to staff. */
export interface LooksAt {
  readonly what: Sight;
  /** Of those listed who are on record; none where there is no such thing. */
  readonly whose: (call: Call) => Promise<readonly number[]>;
}
