import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { migrate, openDatabase } from '../../data/database.ts';
import { oneFirstNotice } from '../../data/migrations/008-one-first-notice.ts';
import { MIGRATIONS } from '../../data/migrations/list.ts';
import { insertDecisions } from '../../data/stores/decisions.ts';
import { insertNotices } from '../../data/stores/notices.ts';
import { decisionRowOf, insertSmallPortfolio, NOW } from './small-portfolio.ts';
import { emptyPostgres, onEveryDatabase } from './engines.ts';

const names = MIGRATIONS.map((migration) => migration.name);

onEveryDatabase('migrations', (check) => {
  check('migrating a second time changes nothing', async ({ db }) => {
    expect(await migrate(db)).to.deep.equal([]);
  });

  check('a letter that went out twice before stays, as a repeated one', async ({ db, vault }) => {
    const { portfolioId, personIds, claimIds } = await insertSmallPortfolio(db, vault, 1);
    const [personId = 0] = personIds;
    const row = await decisionRowOf(db, vault, portfolioId, personId, claimIds[0] ?? 0);
    const [decisionId = 0] = await insertDecisions(db, [row]);
    const letter = {
      personId,
      decisionId,
      reviewId: null,
      language: 'et',
      channel: 'email',
      text: 'Tere',
    } as const;
    await oneFirstNotice.down(db);
    await insertNotices(
      db,
      vault,
      ['measure', 'measure', 'measure', 'extension'].map((kind) => ({ ...letter, kind, createdAt: NOW })),
    );
    await oneFirstNotice.up(db);
    const kinds = ['measure', 'repeated_measure', 'repeated_measure', 'extension'];
    expect(await db('notices').orderBy('id').pluck('kind')).to.deep.equal(kinds);
  });

  check('a table that rows of others name is changed in its place', async ({ db, vault }) => {
    const { personIds } = await insertSmallPortfolio(db, vault, 1);
    const [personId = 0] = personIds;
    const about = { personId, language: 'et', channel: 'letter' } as const;
    const [noticeId = 0] = await insertNotices(db, vault, [
      { ...about, decisionId: null, reviewId: null, kind: 'rights_received', text: 'Tere', createdAt: NOW },
    ]);
    await db('deliveries').insert({
      ...{ person_id: personId, notice_id: noticeId, channel: 'letter', state: 'waiting', tries: 0 },
    });
    const [request] = await db('rights_requests')
      .insert({
        ...{ person_id: personId, right: 'access', channel: 'portal', state: 'received', language: 'et' },
        ...{ received_at: NOW, due_on: '2026-04-01', asked_sealed: Buffer.from('asked') },
      })
      .returning<{ id: number }[]>('id');
    await db('rights_events').insert({
      ...{ request_id: request?.id, person_id: personId, at: NOW, event: 'open' },
      ...{ actor_kind: 'system', from_state: null, to_state: 'received' },
    });
    const newest = MIGRATIONS.slice(MIGRATIONS.findIndex(({ name }) => name.startsWith('024')));
    // In a transaction, as when the service starts: there SQLite holds to every reference.
    await db.transaction(async (inner) => {
      for (const migration of newest.toReversed()) await migration.down(inner);
      for (const migration of newest) await migration.up(inner);
    });
    expect(await db('deliveries').pluck('notice_id')).to.deep.equal([noticeId]);
    expect(await db('rights_events').pluck('request_id')).to.deep.equal([request?.id]);
  });

  check('every migration can be taken back, newest first, and run again', async ({ db }) => {
    for (const migration of [...MIGRATIONS].reverse()) await migration.down(db);
    for (const migration of MIGRATIONS) await migration.up(db);
    expect(await db('portfolios').count({ count: '*' })).to.deep.equal([{ count: 0 }]);
  });
});

describe('two processes that migrate at once', function () {
  this.timeout(60_000);

  it('both succeed on one new SQLite file, and each migration runs once', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'recourse-migrate-'));
    try {
      const applied = await migrateTwice(`sqlite:${join(directory, 'new.sqlite')}`);
      expect(applied.flat()).to.deep.equal(names);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });

  it('both succeed on one empty PostgreSQL database, and each migration runs once', async function () {
    const url = await emptyPostgres();
    if (url === null) this.skip();
    expect((await migrateTwice(url)).flat()).to.deep.equal(names);
  });
});

async function migrateTwice(url: string): Promise<readonly string[][]> {
  const script = join(import.meta.dirname, 'migrate-once.ts');
  const runs = [1, 2].map(async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script, url]);
    return JSON.parse(stdout) as string[];
  });
  return Promise.all(runs);
}

describe('openDatabase', () => {
  it('makes a file that its owner alone may read, by either name of SQLite', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'recourse-open-'));
    for (const url of [`sqlite:${directory}/a/new.sqlite`, `file:${directory}/b/new.sqlite`]) {
      const db = openDatabase(url);
      await migrate(db);
      await db.destroy();
      const path = url.replace(/^[a-z]+:/, '');
      expect(statSync(path).mode & 0o777, url).to.equal(0o600);
    }
    rmSync(directory, { recursive: true, force: true });
  });

  it('refuses an address it does not know, without telling the password in it', () => {
    expect(() => openDatabase('mysql://root:hunter2@host/db'))
      .to.throw('the scheme "mysql:"')
      .with.property('message')
      .that.does.not.include('hunter2');
  });

  it('an error of the database tells the statement without the values in it', async () => {
    const db = openDatabase(':memory:');
    const error = await db('no_such_table')
      .insert({ name: 'Mari Maasikas' })
      .then(
        () => null,
        (reason: unknown) => reason as Error,
      );
    await db.destroy();
    expect(error?.message).to.include('no_such_table').and.not.include('Maasikas');
  });
});
