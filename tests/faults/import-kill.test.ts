import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { verifyChain } from '../../data/audit/chain.ts';
import { migrate, openDatabase, type Database } from '../../data/database.ts';
import { csvLine } from '../../data/files/write-csv.ts';

const RECOURSE = fileURLToPath(new URL('../../server/cli/recourse.mjs', import.meta.url));
const PERSONS = 60_000;
const KILLS = 4;

describe('an import that is killed', () => {
  let home: string;

  before(() => {
    home = mkdtempSync(join(tmpdir(), 'recourse-kill-'));
  });
  after(() => rmSync(home, { recursive: true, force: true }));

  it('goes on where it stopped: nothing is lost, nothing goes in twice, and the audit trail verifies', async function () {
    this.timeout(180_000);
    const persons = join(home, 'persons.csv');
    await writePersons(persons);
    const url = `sqlite:${join(home, 'recourse.sqlite')}`;
    const db = openDatabase(url);
    try {
      await migrate(db);
      const seen: number[] = [];
      for (let kill = 0; kill < KILLS; kill += 1) {
        const before = await rowsIn(db, 'persons');
        const died = await importUntilKilled(
          home,
          persons,
          async () => (await rowsIn(db, 'persons')) > before,
          kill * 130,
        );
        const after = await rowsIn(db, 'persons');
        seen.push(after);
        expect(await checkpointRows(db), 'rows and checkpoint differ').to.equal(
          after + (await rowsIn(db, 'import_refusals')),
        );
        if (!died) break;
      }
      const answer = await importToTheEnd(home, persons);
      expect(answer).to.deep.include({ accepted: PERSONS - 1, refused: 1, known: 0 });
      expect(seen[0], 'killed before anything went in').to.be.greaterThan(0);
      expect(await rowsIn(db, 'persons')).to.equal(PERSONS - 1);
      expect(await rowsIn(db, 'person_keys')).to.equal(PERSONS - 1);
      expect(await rowsIn(db, 'import_refusals')).to.equal(1);
      expect(await rowsIn(db, 'imports')).to.equal(1);
      expect((await verifyChain(db)).kind).to.equal('intact');
      expect(await importToTheEnd(home, persons)).to.deep.include({ accepted: 0, known: PERSONS - 1 });
    } finally {
      await db.destroy();
    }
  });
});

async function writePersons(path: string): Promise<void> {
  const file = createWriteStream(path);
  const header = ['person_ref', 'jurisdiction', 'language', 'person_kind', 'name', 'source', 'obtained_on'];
  file.write(csvLine(header));
  for (let i = 0; i < PERSONS; i += 1) {
    const language = i === 777 ? 'none' : 'et';
    file.write(csvLine([`P-${i}`, 'EE', language, 'natural', `Isik ${i}`, 'creditor', '2026-01-05']));
  }
  file.end();
  await finished(file);
}

function startImport(home: string, path: string) {
  const args = [RECOURSE, 'import', path, '--portfolio', 'Ledger', '--json'];
  const environment = { ...process.env, RECOURSE_HOME: home, DATABASE_URL: '' };
  return spawn(process.execPath, args, { env: environment, stdio: ['ignore', 'pipe', 'ignore'] });
}

/** Kills the import as nothing can be caught or tidied up, once it has begun to store rows; false when it was quicker. */
async function importUntilKilled(
  home: string,
  path: string,
  hasBegun: () => Promise<boolean>,
  delayMs: number,
): Promise<boolean> {
  const child = startImport(home, path);
  const exited = once(child, 'exit') as Promise<[number | null, string | null]>;
  while (child.exitCode === null && !(await hasBegun())) await pause(5);
  await pause(delayMs);
  child.kill('SIGKILL');
  const [, signal] = await exited;
  return signal === 'SIGKILL';
}

async function importToTheEnd(home: string, path: string): Promise<Record<string, unknown>> {
  const child = startImport(home, path);
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  expect(code).to.equal(0);
  return JSON.parse(out) as Record<string, unknown>;
}

async function rowsIn(db: Database, table: string): Promise<number> {
  const [row] = (await db(table).count('* as n')) as [{ n: number }];
  return row.n;
}

/** Data rows that the checkpoint says are dealt with. */
async function checkpointRows(db: Database): Promise<number> {
  const row = (await db('imports').first()) as { checkpoint: string };
  return (JSON.parse(row.checkpoint) as { row: number }).row - 1;
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
