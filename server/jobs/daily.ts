import { appendAuditEntry } from '../../data/audit/chain.ts';
import {
  claimDailyTask,
  failDailyTask,
  finishDailyTask,
  type TaskSummary,
} from '../../data/stores/daily-tasks.ts';
import type { IsoDate } from '../../scoring/portfolio/dates.ts';
import type { ActionContext, Actor } from '../actions/action.ts';
import { contextFor, type Services } from '../services.ts';
import { DAILY_TASKS, type DailyTask } from './daily-tasks.ts';

export type TaskRun =
  | { readonly task: string; readonly kind: 'done'; readonly summary: TaskSummary }
  /** Done before for this day, or another process is at it. */
  | { readonly task: string; readonly kind: 'taken' }
  | { readonly task: string; readonly kind: 'failed' };

export interface DailyRun {
  readonly day: IsoDate;
  readonly tasks: readonly TaskRun[];
}

const SYSTEM: Actor = { kind: 'system' };
const STALE_MS = 6 * 3_600_000;
const LOOK_EVERY_MS = 15 * 60_000;

/**
 * Does what the day asks for: each task once a day, whoever else runs the same job on the same database. A task that
 * fails is logged and left for the next look; the others go on.
 */
export async function runDaily(
  services: Services,
  day?: IsoDate,
  tasks: readonly DailyTask[] = DAILY_TASKS,
): Promise<DailyRun> {
  const context = dailyContext(services, day);
  const runs: TaskRun[] = [];
  for (const task of tasks) runs.push(await runTask(services, dailyContext(services, context.today), task));
  return { day: context.today, tasks: runs };
}

/** The clock stays the clock: a day given is what the tasks take for today, what they write bears the true time. */
function dailyContext(services: Services, day: IsoDate | undefined): ActionContext {
  const context = contextFor(services, SYSTEM);
  return day === undefined ? context : { ...context, today: day };
}

async function runTask(services: Services, context: ActionContext, task: DailyTask): Promise<TaskRun> {
  const { db, now, today: day } = context;
  const staleBefore = new Date(Date.parse(now) - STALE_MS).toISOString();
  if (!(await claimDailyTask(db, { day, task: task.name }, now, staleBefore))) {
    return { task: task.name, kind: 'taken' };
  }
  try {
    const summary = await task.run(context, services);
    await db.transaction(async (inner) => {
      const doneAt = services.clock().toISOString();
      await finishDailyTask(inner, { day, task: task.name }, doneAt, summary);
      await appendAuditEntry(inner, {
        at: doneAt,
        actor: SYSTEM,
        action: `daily.${task.name}`,
        subject: { kind: 'day', id: null },
        details: { day, ...summary },
      });
    });
    return { task: task.name, kind: 'done', summary };
  } catch (error) {
    services.log.error({ err: error, task: task.name, day }, 'a task of the daily job failed');
    await failDailyTask(db, { day, task: task.name }, services.clock().toISOString());
    return { task: task.name, kind: 'failed' };
  }
}

/**
 * Looks at the start and then every quarter of an hour whether the day has something left to do, so that a new day
 * begins soon after midnight, daylight saving and a sleeping computer included. Returns what ends the looking, and
 * waits for a task under way.
 */
export function startDaily(services: Services): () => Promise<void> {
  let underWay: Promise<void> | null = null;
  const look = (): void => {
    underWay ??= runDaily(services)
      .then(() => undefined)
      .catch((error: unknown) => services.log.error({ err: error }, 'the daily job could not run'))
      .finally(() => (underWay = null));
  };
  look();
  const timer = setInterval(look, LOOK_EVERY_MS);
  return async () => {
    clearInterval(timer);
    await underWay;
  };
}
