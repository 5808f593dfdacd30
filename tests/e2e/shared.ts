import { findDecisions } from '../../data/stores/decisions.ts';
import { lawsAgainstVote } from '../../server/actions/laws-against-vote.ts';
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

type Pool = 'creditable' | 'decline' | 'measure';

const taken: Record<Pool, number> = { creditable: 0, decline: 0, measure: 0 };

/** What a committee lends in these tests; `creditable` declines are those to whom no law forbids it. */
export const LENT = { kind: 'approve', amountCents: 10_000, termMonths: 12 } as const;

/** Decisions that no other test has touched, each of another person who has no account yet. */
export async function takeDecisions(pool: Pool, count: number): Promise<readonly number[]> {
  const { home } = await sharedService();
  const all = await reading(home, async (db, vault) => {
    const rows = (await db('decisions')
      .where({ outcome_kind: pool === 'measure' ? 'measure' : 'decline', decided_by: 'program' })
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
    const ids = rows.map(({ id }) => id);
    if (pool === 'measure') return ids;
    const now = new Date().toISOString();
    const context = { db, vault, now, today: now.slice(0, 10), actor: { kind: 'system' } } as const;
    const ofPool: number[] = [];
    for (const decision of await findDecisions(db, vault, ids)) {
      const against = await lawsAgainstVote(context, decision, { kind: 'change', to: LENT });
      if ((against.length === 0) === (pool === 'creditable')) ofPool.push(decision.id);
    }
    return ofPool;
  });
  const found = all.slice(taken[pool], taken[pool] + count);
  if (found.length < count) throw new Error(`the sample has no ${count} decisions left that are ${pool}`);
  taken[pool] += count;
  return found;
}

after(async () => {
  await (await opened)?.close();
  await (await service)?.stop();
});
