import { appendAuditEntry } from '../../data/audit/chain.ts';
import { profileOfPerson } from '../../data/profiles.ts';
import { insertDeadlineAlert } from '../../data/stores/deadline-alerts.ts';
import { listNeedsDueBy } from '../../data/stores/support-needs.ts';
import { addDays } from '../../scoring/portfolio/dates.ts';
import { attentionDue } from '../../scoring/review/attention.ts';
import { askedAtBy } from '../../scoring/safeguards/controller-profile.ts';
import type { ActionContext } from './action.ts';
import { inTransaction } from './review-case.ts';
import { earliestReminder } from './watch-deadlines.ts';

export interface NeedsWatched {
  /** To be asked after within a week, or before today. */
  readonly soon: number;
  readonly late: number;
  /** Staff were asked for the first time today. */
  readonly reminded: number;
}

/**
 * A need is asked after on its day: it is not held for or against anybody for good. Staff are reminded; one about how
 * we talk stays in force until somebody has asked, since to forget it would be harsher than to keep it.
 */
export async function watchNeeds(context: ActionContext): Promise<NeedsWatched> {
  const { db, today, now, actor } = context;
  const due = await listNeedsDueBy(db, addDays(today, await earliestReminder()));
  let reminded = 0;
  for (const { needId, personId, reviewOn: dueOn } of due) {
    const askedAt = askedAtBy(await profileOfPerson(db, personId));
    for (const level of attentionDue(dueOn, today, askedAt)) {
      const isNew = await inTransaction(context, async ({ db: inner }) => {
        const alert = { subjectKind: 'need', subjectId: needId, dueOn, level, raisedAt: now } as const;
        if (!(await insertDeadlineAlert(inner, alert))) return false;
        await appendAuditEntry(inner, {
          at: now,
          actor,
          action: 'need.remind',
          subject: { kind: 'need', id: needId },
          personId,
          details: { level, reviewOn: dueOn },
        });
        return true;
      });
      if (isNew) reminded += 1;
    }
  }
  return {
    soon: due.filter(({ reviewOn }) => reviewOn >= today).length,
    late: due.filter(({ reviewOn }) => reviewOn < today).length,
    reminded,
  };
}
