import type { NewNotice } from '../../data/stores/notices.ts';
import type { Decision } from '../../scoring/decision/decision.ts';

/** How long the code of a notice opens the person's pages. */
export const CODE_DAYS = 90;

/** By e-mail where the address is known to work, otherwise by letter. */
export function channelFor({ inputs }: Pick<Decision, 'inputs'>): NewNotice['channel'] {
  return inputs.values.email_valid === 1 ? 'email' : 'letter';
}
