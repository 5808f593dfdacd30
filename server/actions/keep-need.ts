import { appendAuditEntry } from '../../data/audit/chain.ts';
import { brakeOfNeed, insertBrake } from '../../data/stores/brakes.ts';
import { insertSupportNeed, type NewNeed } from '../../data/stores/support-needs.ts';
import { isReliefNeed, reviewOn } from '../../scoring/safeguards/support-needs.ts';
import type { ActionContext } from './action.ts';

/**
 * A need as a record that the next release and the next run read. One for relief counts as hardship from today until it
 * is asked after anew: policies that hear of hardship only relax.
 */
export async function keepNeed(
  { db, vault, now, today, actor }: ActionContext,
  need: Pick<NewNeed, 'personId' | 'need' | 'channel' | 'staffId' | 'basis' | 'noteStatementId'>,
): Promise<number> {
  const { personId } = need;
  const until = reviewOn(today);
  const needId = await insertSupportNeed(db, vault, { ...need, toldAt: now, reviewOn: until });
  if (isReliefNeed(need.need)) {
    await insertBrake(db, {
      personId,
      kind: 'hardship',
      from: today,
      to: until,
      because: brakeOfNeed(needId),
    });
  }
  await appendAuditEntry(db, {
    at: now,
    actor,
    action: 'need.kept',
    subject: { kind: 'need', id: needId },
    personId,
    details: { need: need.need, channel: need.channel, reviewOn: until },
  });
  return needId;
}
