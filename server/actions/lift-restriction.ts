import { appendAuditEntry } from '../../data/audit/chain.ts';
import { endBrakeById, isHeldStill } from '../../data/stores/brakes.ts';
import { addDays, type IsoDate } from '../../scoring/portfolio/dates.ts';
import { restrictionLiftedLetter } from '../../scoring/safeguards/rights-letters.ts';
import type { ActionContext } from './action.ts';
import { LIFT_NOTICE_DAYS } from './answer-request.ts';
import { hasRole, inTransaction } from './review-case.ts';
import { insertRightsLetter, letterPerson } from './rights-letter.ts';

export type RestrictionLifted =
  | { readonly kind: 'lifted'; readonly on: IsoDate }
  | { readonly kind: 'refused'; readonly because: 'not_allowed' | 'no_restriction' };

/** Ends a restriction or an objection. The person is told first, and the data rest until that day (GDPR art. 18(3)). */
export function liftRestriction(
  context: ActionContext,
  lifted: { readonly personId: number; readonly restrictionId: number },
): Promise<RestrictionLifted> {
  return inTransaction(context, async (inner): Promise<RestrictionLifted> => {
    const { db, now, today, actor } = inner;
    const { personId, restrictionId } = lifted;
    if (!hasRole(inner, 'officer', 'dpo')) return { kind: 'refused', because: 'not_allowed' };
    const on = addDays(today, LIFT_NOTICE_DAYS);
    if (!(await endBrakeById(db, { id: restrictionId, personId }, on))) {
      return { kind: 'refused', because: 'no_restriction' };
    }
    // Where another still holds the data back, nothing changes for the person, and there is nothing to tell.
    if (!(await isHeldStill(db, personId, on))) {
      const { language } = await letterPerson(inner, personId);
      await insertRightsLetter(inner, { personId, channel: 'email', language }, 'rights_lifted', (setting) =>
        restrictionLiftedLetter(on, setting),
      );
    }
    await appendAuditEntry(db, {
      at: now,
      actor,
      action: 'restriction.lifted',
      subject: { kind: 'restriction', id: restrictionId },
      personId,
      details: { on },
    });
    return { kind: 'lifted', on };
  });
}
