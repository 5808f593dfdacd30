import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { verifyChain } from '../../data/audit/chain.ts';
import { type Database, migrate, openDatabase } from '../../data/database.ts';
import { publishPacks } from '../../data/policies.ts';
import { findDecisions } from '../../data/stores/decisions.ts';
import { insertScorecard } from '../../data/stores/scorecards.ts';
import { Vault } from '../../data/vault.ts';
import { AS_OF, insertSmallPortfolio, NOW } from '../data/small-portfolio.ts';
import { TEST_MASTER_KEY } from '../data/temp-database.ts';
import { paymentCard } from '../scoring/explanation/fixtures.ts';

const RECOURSE = fileURLToPath(new URL('../../server/cli/recourse.mjs', import.meta.url));
const CLAIMS = 5_000;
const KILLS = 3;

describe('a run that is killed', () => {
  let home: string;
  let db: Database;

  before(async () => {
    home = mkdtempSync(join(tmpdir(), 'recourse-run-kill-'));
    db = openDatabase(`sqlite:${join(home, 'recourse.sqlite')}`);
    await migrate(db);
  });
  after(async () => {
    await db.destroy();
    rmSync(home, { recursive: true, force: true });
  });

  it('goes on where it stopped: every case is decided, none twice, and the audit trail verifies', async function () {
    this.timeout(180_000);
    const vault = new Vault(TEST_MASTER_KEY);
    const { claimIds, personIds } = await insertSmallPortfolio(db, vault, CLAIMS);
    await publishPacks(db, NOW);
    await insertScorecard(db, paymentCard, null, NOW);
    let kills = 0;
    const runs: number[] = [];
    for (let attempt = 0; attempt < KILLS; attempt++) {
      const before = await rowsIn(db, 'decisions');
      if (!(await runUntilKilled(home, async () => (await rowsIn(db, 'decisions')) > before, attempt * 90)))
        break;
      kills += 1;
      runs.push(...(await db('runs').where({ state: 'running' }).pluck<number[]>('id')));
      await expectWholeChunks(db, personIds);
    }
    expect(kills, 'the run was over before it could be killed').to.be.greaterThan(0);
    const answer = await runToTheEnd(home);
    expect(answer).to.deep.include({ resumed: true, cases: CLAIMS, decided: CLAIMS });
    const decided = await db('decisions').orderBy('claim_id').pluck<number[]>('claim_id');
    expect(decided).to.deep.equal(claimIds);
    expect(await rowsIn(db, 'runs')).to.equal(1);
    expect(await rowsIn(db, 'decision_inputs')).to.equal(CLAIMS);
    expect((await verifyChain(db)).kind).to.equal('intact');
    expect(answer.run).to.equal(runs[0]);
    expect(new Set(runs).size, 'a killed run began again under another number').to.equal(1);
    const ids = await db('decisions').orderBy('id').limit(50).pluck<number[]>('id');
    expect(await findDecisions(db, vault, ids)).to.have.length(50);
  });

  it('is refused with exit 1 and nothing stored when its portfolio or policy is unknown', async function () {
    this.timeout(60_000);
    const before = await rowsIn(db, 'runs');
    for (const unknown of [{ portfolio: 'nobody' }, { policy: 'no-such-policy' }]) {
      const { code, out } = await finished(startRun(home, unknown));
      expect(code, JSON.stringify(unknown)).to.equal(1);
      expect(out).to.not.include('"decided"');
    }
    expect(await rowsIn(db, 'runs')).to.equal(before);
  });
});

describe('a job killed between its import and its run', () => {
  let home: string;

  before(() => {
    home = mkdtempSync(join(tmpdir(), 'recourse-job-kill-'));
  });
  after(() => rmSync(home, { recursive: true, force: true }));

  it('finds every record when it is started again, and decides every open case once', async function () {
    this.timeout(180_000);
    await finished(startRecourse(home, ['sample', '--persons', '300', '--out', join(home, 'sample')]));
    const folder = join(home, 'sample', 'ee-collector');
    const files = ['persons', 'claims', 'claim_events', 'invoices', 'payments'];
    const db = openDatabase(`sqlite:${join(home, 'recourse.sqlite')}`);
    try {
      await migrate(db);
      for (const type of files) {
        // Killed once it has answered: what it has answered for is stored.
        const child = startRecourse(home, importOf(join(folder, `${type}.csv`), type));
        const done = once(child, 'close');
        child.stdout.once('data', () => child.kill('SIGKILL'));
        await done;
      }
      const claims = await rowsIn(db, 'claims');
      expect(claims).to.be.greaterThan(100);
      for (const type of files) {
        const { code, out } = await finished(
          startRecourse(home, importOf(join(folder, `${type}.csv`), type)),
        );
        expect(code).to.equal(0);
        expect(JSON.parse(out)).to.deep.include({ accepted: 0, refused: 0 });
      }
      await insertScorecard(db, paymentCard, null, NOW);
      const order = { portfolio: 'ee-collector', asOf: '2026-10-31' };
      const { code, out } = await finished(startRun(home, order));
      expect(code).to.equal(0);
      const answer = JSON.parse(out) as Record<string, number>;
      const open = await countOpenClaims(db, order.asOf);
      expect(answer).to.deep.include({ cases: open, decided: open, resumed: false });
      expect(await db('decisions').distinct('claim_id')).to.have.length(open);
      expect((await verifyChain(db)).kind).to.equal('intact');
    } finally {
      await db.destroy();
    }
  });
});

function importOf(file: string, type: string): readonly string[] {
  return ['import', file, '--portfolio', 'ee-collector', '--as', type, '--json'];
}

/** Counted without the program's own reading of the records. */
async function countOpenClaims(db: Database, asOf: string): Promise<number> {
  const open = await db('claims')
    .where('opened_on', '<=', asOf)
    .andWhere('obtained_on', '<=', asOf)
    .whereNotIn(
      'id',
      db('claim_events')
        .select('claim_id')
        .where({ kind: 'closed' })
        .andWhere('happened_on', '<=', asOf)
        .andWhere('obtained_on', '<=', asOf),
    )
    .pluck<number[]>('id');
  return open.length;
}

/** What is stored is what the checkpoint says: chunks are there as a whole or not at all. */
async function expectWholeChunks(db: Database, personIds: readonly number[]): Promise<void> {
  const run = await db('runs').first<{ decided: number; last_person_id: number; persons_done: number }>();
  expect(await rowsIn(db, 'decisions'), 'decisions and checkpoint differ').to.equal(run.decided);
  expect(run.last_person_id).to.equal(personIds[run.persons_done - 1]);
  expect((await verifyChain(db)).kind).to.equal('intact');
}

interface Order {
  readonly portfolio: string;
  readonly policy: string;
  readonly asOf: string;
}

function startRun(home: string, order: Partial<Order> = {}) {
  const { portfolio, policy, asOf } = { portfolio: 'small', policy: 'collection-ee', asOf: AS_OF, ...order };
  return startRecourse(home, [
    'run',
    ...['--portfolio', portfolio, '--as-of', asOf, '--policy', policy, '--json'],
  ]);
}

function startRecourse(home: string, args: readonly string[]) {
  const environment = {
    ...process.env,
    RECOURSE_HOME: home,
    RECOURSE_MASTER_KEY: TEST_MASTER_KEY.toString('hex'),
    DATABASE_URL: '',
  };
  return spawn(process.execPath, [RECOURSE, ...args], {
    env: environment,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/** Kills the run as nothing can be caught or tidied up, once it has begun to decide; false when it was quicker. */
async function runUntilKilled(
  home: string,
  hasBegun: () => Promise<boolean>,
  delayMs: number,
): Promise<boolean> {
  const child = startRun(home);
  const exited = once(child, 'exit') as Promise<[number | null, string | null]>;
  while (child.exitCode === null && !(await hasBegun())) await pause(5);
  await pause(delayMs);
  child.kill('SIGKILL');
  const [, signal] = await exited;
  return signal === 'SIGKILL';
}

async function runToTheEnd(home: string): Promise<Record<string, unknown>> {
  const { code, out } = await finished(startRun(home));
  expect(code).to.equal(0);
  return JSON.parse(out) as Record<string, unknown>;
}

async function finished(child: ReturnType<typeof startRecourse>) {
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out };
}

async function rowsIn(db: Database, table: string): Promise<number> {
  const [row] = await db(table).count<{ n: number }[]>('* as n');
  return row?.n ?? 0;
}
