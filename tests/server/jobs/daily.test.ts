import { expect } from 'chai';
import { pino } from 'pino';
import { verifyChain } from '../../../data/audit/chain.ts';
import type { Database } from '../../../data/database.ts';
import { listLastDailyTasks } from '../../../data/stores/daily-tasks.ts';
import { runDaily } from '../../../server/jobs/daily.ts';
import { DAILY_TASKS, type DailyTask } from '../../../server/jobs/daily-tasks.ts';
import type { Services } from '../../../server/services.ts';
import { onEveryDatabase } from '../../data/engines.ts';
import type { Vault } from '../../../data/vault.ts';

/** Services with a clock that the test sets; the configuration is what the job reads of it. */
function servicesAt(at: { readonly db: Database; readonly vault: Vault }, clock: () => string): Services {
  return {
    ...at,
    configuration: { timeZone: 'Europe/Tallinn', publicUrl: null } as Services['configuration'],
    clock: () => new Date(clock()),
    log: pino({ level: 'silent' }),
  };
}

onEveryDatabase('the daily job', (check) => {
  check('a day begins at midnight where the controller is, not in Greenwich', async (at) => {
    const days: string[] = [];
    const task: DailyTask = {
      name: 'which_day',
      run: async ({ today, actor }) => {
        days.push(`${today} ${actor.kind}`);
        return {};
      },
    };
    let now = '2026-11-30T21:59:00.000Z';
    const services = servicesAt(at, () => now);
    await runDaily(services, undefined, [task]);
    now = '2026-11-30T22:01:00.000Z';
    await runDaily(services, undefined, [task]);
    expect(days).to.deep.equal(['2026-11-30 system', '2026-12-01 system']);
  });

  check('two servers at the same moment do each task once', async (at) => {
    let times = 0;
    const task: DailyTask = { name: 'once', run: async () => ({ times: ++times }) };
    const services = servicesAt(at, () => '2026-11-30T10:00:00.000Z');
    const runs = await Promise.all([1, 2, 3].map(() => runDaily(services, undefined, [task])));
    expect(times).to.equal(1);
    expect(runs.map(({ tasks }) => tasks[0]?.kind).sort()).to.deep.equal(['done', 'taken', 'taken']);
  });

  check('what each task did is in the audit trail, in counts', async (at) => {
    const services = servicesAt(at, () => '2026-11-30T10:00:00.000Z');
    const { tasks } = await runDaily(services);
    expect(tasks.map(({ kind }) => kind)).to.deep.equal(DAILY_TASKS.map(() => 'done'));
    const entries = (await at.db('audit_entries').orderBy('seq').select('action', 'actor_kind')) as unknown[];
    expect(entries).to.deep.equal(
      DAILY_TASKS.map(({ name }) => ({ action: `daily.${name}`, actor_kind: 'system' })),
    );
    expect((await verifyChain(at.db)).kind).to.equal('intact');
  });

  check('a task that fails leaves the others alone and is tried again', async (at) => {
    let fails = true;
    const shaky: DailyTask = {
      name: 'shaky',
      run: async () => {
        if (fails) throw new Error('no mail server');
        return { sent: 1 };
      },
    };
    const other: DailyTask = { name: 'other', run: async () => ({}) };
    const services = servicesAt(at, () => '2026-11-30T10:00:00.000Z');
    const first = await runDaily(services, undefined, [shaky, other]);
    expect(first.tasks.map(({ kind }) => kind)).to.deep.equal(['failed', 'done']);
    const [, stored] = await listLastDailyTasks(at.db);
    expect(stored).to.include({ task: 'shaky', doneAt: null, failedAt: '2026-11-30T10:00:00.000Z' });
    fails = false;
    const second = await runDaily(services, undefined, [shaky, other]);
    expect(second.tasks.map(({ kind }) => kind)).to.deep.equal(['done', 'taken']);
    expect((await listLastDailyTasks(at.db)).map(({ summary }) => summary)).to.deep.equal([{}, { sent: 1 }]);
  });

  check('a task whose process died is taken over after six hours, not before', async (at) => {
    await at
      .db('daily_tasks')
      .insert({ day: '2026-11-30', task: 'cut_off', begun_at: '2026-11-30T00:05:00.000Z' });
    const task: DailyTask = { name: 'cut_off', run: async () => ({}) };
    let now = '2026-11-30T06:04:00.000Z';
    const services = servicesAt(at, () => now);
    expect((await runDaily(services, undefined, [task])).tasks[0]?.kind).to.equal('taken');
    now = '2026-11-30T06:06:00.000Z';
    expect((await runDaily(services, undefined, [task])).tasks[0]?.kind).to.equal('done');
  });

  check('a day given is what the tasks take for today; what they write bears the true time', async (at) => {
    const seen: unknown[] = [];
    const task: DailyTask = {
      name: 'seen',
      run: async ({ today, now }) => {
        seen.push({ today, now });
        return {};
      },
    };
    const services = servicesAt(at, () => '2026-11-30T10:00:00.000Z');
    expect((await runDaily(services, '2027-02-01', [task])).day).to.equal('2027-02-01');
    expect(seen).to.deep.equal([{ today: '2027-02-01', now: '2026-11-30T10:00:00.000Z' }]);
  });
});
