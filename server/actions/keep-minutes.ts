import { appendAuditEntry } from '../../data/audit/chain.ts';
import { findMinutes, insertMinutes, type KeptMinutes } from '../../data/stores/review-minutes.ts';
import { findReview } from '../../data/stores/reviews.ts';
import type { Language } from '../../scoring/portfolio/records.ts';
import type { ActionContext } from './action.ts';
import { inTransaction } from './review-case.ts';

export interface MinutesPrinted {
  readonly reviewId: number;
  readonly language: Language;
  readonly pdf: Buffer;
}

/** Keeps the minutes of a decided review as printed first; of two who print at once, both get the same. */
export function keepMinutes(
  context: ActionContext,
  { reviewId, language, pdf }: MinutesPrinted,
): Promise<KeptMinutes | null> {
  return inTransaction(context, async (inner): Promise<KeptMinutes | null> => {
    const { db, vault, now, actor } = inner;
    const review = await findReview(db, reviewId);
    if (review === null || review.outcomeDecisionId === null) return null;
    const { personId } = review;
    const isFirst = await insertMinutes(db, vault, { reviewId, personId, madeAt: now, language, pdf });
    const kept = await findMinutes(db, vault, reviewId);
    if (isFirst && kept !== null) {
      await appendAuditEntry(db, {
        at: now,
        actor,
        action: 'minutes.kept',
        subject: { kind: 'review', id: reviewId },
        personId,
        details: { sha256: kept.sha256, bytes: pdf.length, language },
      });
    }
    return kept;
  });
}
