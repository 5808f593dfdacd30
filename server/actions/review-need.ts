import { appendAuditEntry } from '../../data/audit/chain.ts';
import { brakeOfNeed, endBrake, extendBrake } from '../../data/stores/brakes.ts';
import { endNeed, findNeed, renewNeed } from '../../data/stores/support-needs.ts';
import { isReliefNeed, reviewOn } from '../../scoring/safeguards/support-needs.ts';
import type { ActionContext } from './action.ts';
import { hasRole, inTransaction } from './review-case.ts';

export interface NeedReviewed {
  readonly needId: number;
  readonly outcome: 'still' | 'over';
}

export type NeedReviewTaken =
  | { readonly kind: 'reviewed'; readonly personId: number }
  | { readonly kind: 'refused'; readonly because: 'not_allowed' | 'no_need' | 'ended_before' };

/** Somebody has asked the person whether the need is still there. Over: the words and the consent's note go with it. */
export function reviewNeed(context: ActionContext, reviewed: NeedReviewed): Promise<NeedReviewTaken> {
  return inTransaction(context, async (inner): Promise<NeedReviewTaken> => {
    const { db, now, today, actor } = inner;
    if (!hasRole(inner, 'planner', 'officer')) return { kind: 'refused', because: 'not_allowed' };
    const { needId, outcome } = reviewed;
    const found = await findNeed(db, needId);
    if (found === null) return { kind: 'refused', because: 'no_need' };
    const { personId, need } = found;
    const until = reviewOn(today);
    const isOpen =
      outcome === 'still' ? await renewNeed(db, needId, until) : await endNeed(db, needId, today, 'over');
    if (!isOpen) return { kind: 'refused', because: 'ended_before' };
    if (isReliefNeed(need)) {
      if (outcome === 'still') await extendBrake(db, personId, brakeOfNeed(needId), until);
      else await endBrake(db, personId, brakeOfNeed(needId), today);
    }
    await appendAuditEntry(db, {
      at: now,
      actor,
      action: outcome === 'still' ? 'need.renewed' : 'need.over',
      subject: { kind: 'need', id: needId },
      personId,
      details: { need, ...(outcome === 'still' ? { reviewOn: until } : {}) },
    });
    return { kind: 'reviewed', personId };
  });
}
