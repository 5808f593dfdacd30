import type { TaskSummary } from '../../data/stores/daily-tasks.ts';
import { countDesk } from '../../data/views/rights-desk.ts';
import { addDays } from '../../scoring/portfolio/dates.ts';
import type { ActionContext } from '../actions/action.ts';
import { applyRetention } from '../actions/apply-retention.ts';
import { escalateRightsRequests } from '../actions/handle-rights-request.ts';
import { watchNeeds } from '../actions/watch-needs.ts';
import { watchOffers } from '../actions/watch-offers.ts';
import { watchDeadlines } from '../actions/watch-deadlines.ts';
import type { Services } from '../services.ts';

/**
 * Something done once a day. It acts as the program itself, takes its day from `context.today`, and looks at what
 * stands, never at what happened since yesterday: after days without a server, one run catches up.
 */
export interface DailyTask {
  readonly name: string;
  readonly run: (context: ActionContext, services: Services) => Promise<TaskSummary>;
}

export const RETENTION_TASK = 'retention';

/** In the order they run. One that fails does not keep the others from running. */
export const DAILY_TASKS: readonly DailyTask[] = [
  { name: 'review_deadlines', run: async (context) => ({ ...(await watchDeadlines(context)) }) },
  { name: 'rights_deadlines', run: watchRights },
  { name: 'offer_deadlines', run: async (context) => ({ ...(await watchOffers(context)) }) },
  { name: 'need_reviews', run: async (context) => ({ ...(await watchNeeds(context)) }) },
  { name: RETENTION_TASK, run: applyRetention },
];

/** Puts late requests before the data-protection officer, and counts what is late and what soon will be. */
async function watchRights(context: ActionContext): Promise<TaskSummary> {
  const { db, today } = context;
  const { escalated } = await escalateRightsRequests(context);
  const { open, dueBy, late } = await countDesk(db, today, addDays(today, SOON_DAYS));
  return { open, soon: dueBy, late, escalated };
}

const SOON_DAYS = 7;
