import { type OpenBrowser, openBrowser } from './browser.ts';
import { reading, type Service, startService, temporaryHome } from './service.ts';

/** The sample as `npm start` shows it, and a browser: started once for every file of this folder that asks. */
export interface Shared {
  readonly service: Service;
  readonly opened: OpenBrowser;
}

let service: Promise<Service> | null = null;
let opened: Promise<OpenBrowser> | null = null;

export async function shared(): Promise<Shared> {
  return { service: await sharedService(), opened: await sharedBrowser() };
}

export function sharedBrowser(): Promise<OpenBrowser> {
  opened ??= openBrowser();
  return opened;
}

function sharedService(): Promise<Service> {
  service ??= startSample();
  return service;
}

async function startSample(): Promise<Service> {
  const started = await startService(temporaryHome(), { SAMPLE_PERSONS: '600' });
  // The first import of real records ends the sign-ins of the sample: not here, where one file imports and others go on.
  await reading(started.home, async (db) => {
    for (const accounts of ['staff', 'customers']) await db(accounts).update({ demo: 0 });
  });
  return started;
}

const taken: Record<'decline' | 'measure', number> = { decline: 0, measure: 0 };

/** Decisions that no other test has touched, each of another person who has no account yet. */
export async function takeDecisions(
  outcome: 'decline' | 'measure',
  count: number,
): Promise<readonly number[]> {
  const { home } = await sharedService();
  const all = await reading(home, async (db) => {
    const rows = (await db('decisions')
      .where({ outcome_kind: outcome, decided_by: 'program' })
      .whereIn(
        'run_id',
        db('runs')
          .whereIn('portfolio_id', db('portfolios').where({ sample: 1 }).select('id'))
          .select('id'),
      )
      .whereNotIn('person_id', db('customers').where({ username: 'customer' }).select('person_id'))
      .groupBy('person_id')
      .min({ id: 'id' })
      .orderBy('id')) as { id: number }[];
    return rows.map(({ id }) => id);
  });
  const found = all.slice(taken[outcome], taken[outcome] + count);
  if (found.length < count)
    throw new Error(`the sample has no ${count} decisions of outcome ${outcome} left`);
  taken[outcome] += count;
  return found;
}

after(async () => {
  await (await opened)?.close();
  await (await service)?.stop();
});
