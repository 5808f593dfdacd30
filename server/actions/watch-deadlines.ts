import { ownProfiles, profileOfPortfolio } from '../../data/profiles.ts';
import { insertDeadlineAlert } from '../../data/stores/deadline-alerts.ts';
import { countQueue, listQueue, OPEN_STATES } from '../../data/views/review-queue.ts';
import { addDays } from '../../scoring/portfolio/dates.ts';
import { type Attention, attentionDue } from '../../scoring/review/attention.ts';
import { daysLeft } from '../../scoring/review/deadlines.ts';
import { isOpen } from '../../scoring/review/review-states.ts';
import { askedAtBy } from '../../scoring/safeguards/controller-profile.ts';
import type { ActionContext } from './action.ts';
import { fillSeats } from './appoint-member.ts';
import { recordReviewStep } from './record-step.ts';
import { inTransaction, loadReviewCase } from './review-case.ts';
import { insertReviewNotice } from './review-notice.ts';

export interface DeadlinesWatched {
  readonly open: number;
  readonly soon: number;
  readonly late: number;
  /** Asked for the first time today, by level. */
  readonly reminded: number;
  readonly toChair: number;
  readonly toAdmin: number;
  /** Seats of members who left, filled by substitutes. */
  readonly substitutes: number;
}

const OPEN_AT_MOST = 100_000;

/** The most days before the last one on which any controller has somebody reminded. */
export async function earliestReminder(): Promise<number> {
  return Math.max(...[null, ...(await ownProfiles())].map((profile) => askedAtBy(profile).remind_first));
}

/**
 * Looks at every open review: its officer is reminded, on the last day the chair is asked, and when the day has passed
 * the administrator, and the person is told that we are late and where they can complain. Each once, each in the trail.
 */
export async function watchDeadlines(context: ActionContext): Promise<DeadlinesWatched> {
  const { db, today } = context;
  const earliest = await earliestReminder();
  const raised: Attention[] = [];
  const open = { states: OPEN_STATES, kind: null, assigned: null } as const;
  for (const { reviewId, dueOn } of await listQueue(db, open, OPEN_AT_MOST)) {
    // Sorted by their day: from here on everybody has time.
    if (daysLeft(dueOn, today) > earliest) break;
    raised.push(...(await raise(context, reviewId)));
  }
  const counts = await countQueue(db, today, addDays(today, earliest));
  const times = (...levels: readonly Attention[]): number =>
    raised.filter((each) => levels.includes(each)).length;
  return {
    open: counts.open,
    soon: counts.dueBy,
    late: counts.late,
    reminded: times('remind_first', 'remind_last'),
    toChair: times('chair'),
    toAdmin: times('admin'),
    substitutes: await fillSeats(context),
  };
}

function raise(context: ActionContext, reviewId: number): Promise<readonly Attention[]> {
  return inTransaction(context, async (inner) => {
    const found = await loadReviewCase(inner, reviewId);
    if (found === null || !isOpen(found.review.state)) return [];
    const { personId, dueOn, state } = found.review;
    const raised: Attention[] = [];
    const askedAt = askedAtBy(await profileOfPortfolio(inner.db, found.contested.portfolio_id));
    for (const level of attentionDue(dueOn, inner.today, askedAt)) {
      const alert = {
        subjectKind: 'review',
        subjectId: reviewId,
        dueOn,
        level,
        raisedAt: inner.now,
      } as const;
      if (!(await insertDeadlineAlert(inner.db, alert))) continue;
      raised.push(level);
      await recordReviewStep(inner, {
        reviewId,
        personId,
        event: level === 'admin' ? 'late' : 'remind',
        from: state,
        to: state,
        details: { level, dueOn },
      });
      if (level === 'admin')
        await insertReviewNotice(inner, found.contested, { kind: 'late', reviewId, dueOn });
    }
    return raised;
  });
}
