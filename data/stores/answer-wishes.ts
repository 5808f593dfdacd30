import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Database } from '../database.ts';

/** How a person wants their review answered. `portal`: there, with a short message by the usual way. */
export type AnswerWish = 'portal' | 'letter' | 'email';

/** The newest wish counts. */
export async function saveAnswerWish(
  db: Database,
  wish: {
    readonly reviewId: number;
    readonly personId: number;
    readonly channel: AnswerWish;
    readonly at: IsoInstant;
  },
): Promise<void> {
  await db('answer_wishes')
    .insert({ review_id: wish.reviewId, person_id: wish.personId, channel: wish.channel, at: wish.at })
    .onConflict('review_id')
    .merge(['channel', 'at']);
}

export async function findAnswerWish(db: Database, reviewId: number): Promise<AnswerWish | null> {
  const row = await db('answer_wishes')
    .where({ review_id: reviewId })
    .first<{ channel: AnswerWish } | undefined>('channel');
  return row?.channel ?? null;
}
