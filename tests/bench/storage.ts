import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { insertMany, type Row } from '../../data/bulk.ts';
import { type Database, migrate, openDatabase } from '../../data/database.ts';
import { insertDecisions } from '../../data/stores/decisions.ts';
import { insertRun } from '../../data/stores/runs.ts';
import { Vault } from '../../data/vault.ts';
import { countCases, groupCases, listCases } from '../../data/views/cases.ts';
import { readPersonFiles } from '../../data/views/person-files.ts';
import { decisionRowOf, insertSmallPortfolio, NOW, paymentRow } from '../data/small-portfolio.ts';

export interface StorageBench {
  readonly sealsPerSecond: number;
  readonly rowsPerSecond: number;
  readonly recordsReadPerSecond: number;
  readonly decisionsPerSecond: number;
  /** Of pages over all the decisions. */
  readonly milliseconds: Readonly<Record<'firstPage' | 'lastPage' | 'totals' | 'byMeasure', number>>;
}

const PERSONS_A_PAGE = 1_000;

/** Storing alone, on SQLite: sealing, bulk inserts with their indexes, reading person files, the pages of a run. */
export async function run(persons = 100_000): Promise<StorageBench> {
  const folder = mkdtempSync(join(tmpdir(), 'recourse-bench-'));
  const db = openDatabase(`sqlite:${join(folder, 'recourse.sqlite')}`);
  const vault = new Vault(Buffer.alloc(32, 1));
  try {
    await migrate(db);
    const small = await insertSmallPortfolio(db, vault, persons);
    const { portfolioId, personIds, claimIds } = small;
    const payments = personIds.flatMap((personId, at) =>
      [1, 2, 3, 4].map(
        (k): Row =>
          paymentRow(
            {
              portfolio_id: portfolioId,
              person_id: personId,
              claim_id: claimIds[at] ?? null,
              source: 'creditor',
              obtained_on: '2026-01-01',
              valid_until: null,
            },
            `bench-${at}-${k}`,
          ),
      ),
    );
    const rows = await perSecond(payments.length, () => insertMany(db, 'payments', payments));
    const records = await perSecond(persons * 10, () => readAll(db, portfolioId));
    const runId = await newRun(db, portfolioId, persons);
    const row = await decisionRowOf(db, vault, portfolioId, personIds[0] ?? 0, claimIds[0] ?? 0, runId);
    const text = JSON.stringify(Array.from({ length: 200 }, (_, at) => [`name_${at}`, (at * 7919) % 1000]));
    const key = await vault.keyFor(db, personIds[0] ?? 0);
    const seals = await perSecond(20_000, () => {
      for (let at = 0; at < 20_000; at++) vault.seal(key, text, 'decision');
    });
    const sealed = vault.seal(key, text, 'decision');
    const decisions = await perSecond(persons, async () => {
      for (let at = 0; at < persons; at += PERSONS_A_PAGE) {
        const chunk = personIds.slice(at, at + PERSONS_A_PAGE).map((personId, k) => ({
          ...row,
          person_id: personId,
          claim_id: claimIds[at + k] ?? null,
          expected_net_cents: (personId * 7919) % 100_000,
          amount_cents: (personId * 104_729) % 1_000_000,
          inputs_sealed: sealed,
        }));
        await insertDecisions(db, chunk);
      }
    });
    const page = { sort: 'balance', descending: true, limit: 50 } as const;
    return {
      sealsPerSecond: seals,
      rowsPerSecond: rows,
      recordsReadPerSecond: records,
      decisionsPerSecond: decisions,
      milliseconds: {
        firstPage: await milliseconds(() => listCases(db, { runId }, { ...page, offset: 0 })),
        lastPage: await milliseconds(() => listCases(db, { runId }, { ...page, offset: persons - 50 })),
        totals: await milliseconds(() => countCases(db, { runId })),
        byMeasure: await milliseconds(() => groupCases(db, { runId }, 'measure')),
      },
    };
  } finally {
    await db.destroy();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function readAll(db: Database, portfolioId: number): Promise<void> {
  let afterPersonId = 0;
  for (;;) {
    const files = await readPersonFiles(db, { portfolioId, afterPersonId, limit: PERSONS_A_PAGE });
    const last = files.at(-1);
    if (last === undefined) return;
    afterPersonId = last.person.personId;
  }
}

async function newRun(db: Database, portfolioId: number, personsTotal: number): Promise<number> {
  const made = await insertRun(db, {
    portfolioId,
    asOf: '2026-03-01',
    policyId: 'collection-ee',
    policyVersion: 1,
    policyFingerprint: 'f'.repeat(64),
    measureResponsesId: null,
    personsTotal,
    startedBy: null,
    startedAt: NOW,
  });
  return made.id;
}

async function perSecond(count: number, work: () => Promise<unknown> | void): Promise<number> {
  const taken = await milliseconds(work);
  return Math.round((count / taken) * 1000);
}

async function milliseconds(work: () => Promise<unknown> | void): Promise<number> {
  const from = performance.now();
  await work();
  return Math.round(performance.now() - from);
}
