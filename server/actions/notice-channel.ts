import type { Database } from '../../data/database.ts';
import { findAnswerWish } from '../../data/stores/answer-wishes.ts';
import type { NewNotice } from '../../data/stores/notices.ts';
import type { Decision } from '../../scoring/decision/decision.ts';

/** How long the code of a notice opens the person's pages. */
export const CODE_DAYS = 90;

/** By e-mail where the address is known to work, otherwise by letter. */
export function channelFor({ inputs }: Pick<Decision, 'inputs'>): NewNotice['channel'] {
  return inputs.values.email_valid === 1 ? 'email' : 'letter';
}

/** As the person wished when they asked; by e-mail the letter itself goes along then. Otherwise as above. */
export async function wayFor(
  db: Database,
  reviewId: number,
  decision: Pick<Decision, 'inputs'>,
): Promise<Pick<NewNotice, 'channel' | 'attach'>> {
  const wish = await findAnswerWish(db, reviewId);
  if (wish === 'letter') return { channel: 'letter' };
  if (wish === 'email') return { channel: 'email', attach: true };
  return { channel: channelFor(decision) };
}
