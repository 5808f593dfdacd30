import type { IsoDate, IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Database } from '../database.ts';

/** What a task did, in counts: nothing that tells of a person. */
export type TaskSummary = Readonly<Record<string, number>>;

export interface DailyTaskRow {
  readonly day: IsoDate;
  readonly task: string;
  readonly begunAt: IsoInstant;
  readonly doneAt: IsoInstant | null;
  readonly failedAt: IsoInstant | null;
  readonly summary: TaskSummary | null;
}

/**
 * Takes a task of a day. False: it was done, or another process is at it. One that failed may be taken again, and one
 * that was begun before `staleBefore` and never ended: its process is gone.
 */
export async function claimDailyTask(
  db: Database,
  { day, task }: Pick<DailyTaskRow, 'day' | 'task'>,
  now: IsoInstant,
  staleBefore: IsoInstant,
): Promise<boolean> {
  const first = await db('daily_tasks')
    .insert({ day, task, begun_at: now })
    .onConflict(['day', 'task'])
    .ignore()
    .returning<{ task: string }[]>('task');
  if (first.length === 1) return true;
  const again = await db('daily_tasks')
    .where({ day, task, done_at: null })
    .andWhere((row) => void row.whereNotNull('failed_at').orWhere('begun_at', '<', staleBefore))
    .update({ begun_at: now, failed_at: null });
  return again === 1;
}

export async function finishDailyTask(
  db: Database,
  { day, task }: Pick<DailyTaskRow, 'day' | 'task'>,
  doneAt: IsoInstant,
  summary: TaskSummary,
): Promise<void> {
  await db('daily_tasks')
    .where({ day, task })
    .update({ done_at: doneAt, summary: JSON.stringify(summary) });
}

export async function failDailyTask(
  db: Database,
  { day, task }: Pick<DailyTaskRow, 'day' | 'task'>,
  failedAt: IsoInstant,
): Promise<void> {
  await db('daily_tasks').where({ day, task, done_at: null }).update({ failed_at: failedAt });
}

/** The newest row of each task, by name. */
export async function listLastDailyTasks(db: Database): Promise<readonly DailyTaskRow[]> {
  const rows = await db('daily_tasks as each')
    .where('each.day', db('daily_tasks').max('day').where('task', db.ref('each.task')))
    .orderBy('each.task')
    .select<Row[]>('each.*');
  return rows.map((row) => ({
    day: row.day,
    task: row.task,
    begunAt: row.begun_at,
    doneAt: row.done_at,
    failedAt: row.failed_at,
    summary: row.summary === null ? null : (JSON.parse(row.summary) as TaskSummary),
  }));
}

interface Row {
  readonly day: IsoDate;
  readonly task: string;
  readonly begun_at: IsoInstant;
  readonly done_at: IsoInstant | null;
  readonly failed_at: IsoInstant | null;
  readonly summary: string | null;
}
