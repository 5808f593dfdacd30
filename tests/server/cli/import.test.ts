import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openDatabase } from '../../../data/database.ts';
import { runCommand } from './run-command.ts';

const EVIDENCE = 'source,obtained_on';
const KNOWN = 'creditor,2026-01-05';
const PERSONS = `person_ref,jurisdiction,language,person_kind,${EVIDENCE}\nP-1,EE,et,natural,${KNOWN}\nP-2,EE,en,natural,${KNOWN}\n`;
const CLAIMS = `claim_number,person_ref,creditor,ownership,product,consumer,currency,principal,interest,costs,opened_on,due_on,${EVIDENCE}
C-1,P-1,Kalda,owned,loan,true,EUR,100.00,0,0,2025-01-01,2025-06-01,${KNOWN}
C-2,P-9,Kalda,owned,loan,true,EUR,100.00,0,0,2025-01-01,2025-06-01,${KNOWN}
`;
const TAIWAN = new URL('../../../../shared/data/taiwan_default.csv', import.meta.url);

describe('recourse import', () => {
  let home: string;
  const kept = { RECOURSE_HOME: process.env.RECOURSE_HOME, DATABASE_URL: process.env.DATABASE_URL };

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'recourse-cli-'));
    process.env.RECOURSE_HOME = home;
    delete process.env.DATABASE_URL;
  });
  afterEach(() => {
    for (const [name, value] of Object.entries(kept)) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
    rmSync(home, { recursive: true, force: true });
  });

  function fileWith(name: string, content: string): string {
    const path = join(home, name);
    writeFileSync(path, content);
    return path;
  }

  async function recourse(...argv: string[]) {
    const { code, stdout: out, stderr: err } = await runCommand('import', ...argv);
    return { code, out, err, answer: () => JSON.parse(out) as Record<string, unknown> };
  }

  async function count(table: string): Promise<number> {
    const db = openDatabase(`sqlite:${join(home, 'recourse.sqlite')}`);
    try {
      const [row] = (await db(table).count('* as n')) as [{ n: number }];
      return row.n;
    } finally {
      await db.destroy();
    }
  }

  it('answers with one JSON object: accepted, refused and the file of refused rows', async () => {
    fileWith('persons.csv', PERSONS);
    const claims = fileWith('claims.csv', CLAIMS);
    const { code, answer, err } = await recourse(
      claims,
      join(home, 'persons.csv'),
      '--portfolio',
      'Ledger',
      '--json',
    );
    expect(code).to.equal(0);
    expect(answer()).to.deep.include({
      portfolio: 'Ledger',
      accepted: 3,
      refused: 1,
      known: 0,
      refusedFile: join(home, 'claims.refused.csv'),
    });
    expect(err).to.contain(
      'claims.csv row 3: person_ref "P-9" (want a person_ref that is on record in this portfolio; import persons first)',
    );
    expect(readFileSync(join(home, 'claims.refused.csv'), 'utf8')).to.contain('C-2,P-9');
  });

  it('takes the files of a folder in the order in which they depend on each other', async () => {
    const folder = join(home, 'ledger');
    mkdirSync(folder);
    writeFileSync(join(folder, 'claims.csv'), CLAIMS.replace('P-9', 'P-2'));
    writeFileSync(join(folder, 'persons.csv'), PERSONS);
    writeFileSync(join(folder, 'notes.txt'), 'not a record');
    const { code, answer } = await recourse(folder, '--portfolio', 'Ledger', '--json');
    expect(code).to.equal(0);
    expect(answer()).to.deep.include({ accepted: 4, refused: 0, refusedFile: null });
  });

  it('a name that tells no type is wrong usage, unless --as does', async () => {
    const path = fileWith('export-7.csv', PERSONS);
    expect((await recourse(path, '--portfolio', 'L', '--json')).code).to.equal(2);
    expect((await recourse(path, '--portfolio', 'L', '--as', 'people', '--json')).code).to.equal(2);
    expect((await recourse(path, '--portfolio', 'L', '--as', 'persons', '--json')).answer()).to.deep.include({
      accepted: 2,
    });
  });

  it('a file that cannot be read refuses them all, and makes no portfolio', async () => {
    const persons = fileWith('persons.csv', PERSONS);
    const claims = fileWith('claims.csv', 'claim_number,claim_number\n');
    const { code, out, err } = await recourse(persons, claims, '--portfolio', 'Ledger', '--json');
    expect(code).to.equal(1);
    expect(JSON.parse(out)).to.deep.equal({
      refused: 'claims.csv: row 1: columns 1 and 2 are both called "claim_number"',
    });
    expect(err).to.contain('claims.csv: row 1');
    expect(existsSync(join(home, 'recourse.sqlite')) ? await count('portfolios') : 0).to.equal(0);
  });

  it('without a portfolio named, takes the only one, makes the first, and asks which of several', async () => {
    const persons = fileWith('persons.csv', PERSONS);
    expect((await recourse(persons, '--json')).answer()).to.deep.include({
      portfolio: 'Portfolio',
      accepted: 2,
    });
    expect((await recourse(persons, '--json')).answer()).to.deep.include({
      portfolio: 'Portfolio',
      known: 2,
    });
    await recourse(persons, '--portfolio', 'Another', '--json');
    const { code, err } = await recourse(persons, '--json');
    expect(code).to.equal(1);
    expect(err).to.contain('--portfolio NAME');
  });

  it('a mapping that is not right is refused with the place of each problem', async () => {
    const mapping = fileWith(
      'm.yaml',
      'name: m\nrecords:\n  - type: persons\n    columns: {person_ref: a}\n',
    );
    const { code, answer } = await recourse(
      fileWith('l.csv', 'a\n1\n'),
      '--mapping',
      mapping,
      '--portfolio',
      'L',
      '--json',
    );
    expect(code).to.equal(1);
    expect((answer().problems as string[])[0]).to.equal(
      'records[0].columns.jurisdiction: is missing, and persons need it',
    );
  });

  it('says in words what it did when no JSON is asked for', async () => {
    const { out } = await recourse(fileWith('persons.csv', PERSONS), '--portfolio', 'Ledger');
    expect(out).to.match(
      /^persons\.csv: 2 accepted, 0 known already, 0 refused\nPortfolio Ledger: \d+ rows a second\.\n$/,
    );
  });

  it('brings in 30,000 real payment histories through the mapping, and refuses none', async function () {
    if (!existsSync(TAIWAN)) {
      console.warn('SKIPPED: ../shared/data/taiwan_default.csv is not there');
      this.skip();
    }
    this.timeout(120_000);
    const mapping = new URL('../../../data/mappings/taiwan-default.yaml', import.meta.url).pathname;
    const { code, answer } = await recourse(TAIWAN.pathname, '--mapping', mapping, '--json');
    expect(code).to.equal(0);
    const done = answer();
    expect(done).to.deep.include({ portfolio: 'Taiwan', accepted: 30_000, refused: 0, known: 0 });
    expect((done.files as { records: object }[])[0]!.records).to.deep.equal({
      persons: 30_000,
      claims: 30_000,
      invoices: 180_000,
      payments: 143_103,
      outcomes: 30_000,
    });
    expect(done.seconds).to.be.lessThan(40);
    const db = openDatabase(`sqlite:${join(home, 'recourse.sqlite')}`);
    try {
      const claim = (await db('claims').where({ claim_number: 'TW-00001' }).first()) as Record<
        string,
        unknown
      >;
      expect(claim).to.deep.include({
        currency: 'TWD',
        product: 'card',
        credit_limit_cents: 2_000_000,
        principal_cents: 391_300,
        opened_on: '2005-04-01',
      });
      const bills: object[] = await db('invoices')
        .where({ claim_id: claim.id })
        .orderBy('issued_on')
        .select('issued_on', 'amount_cents', 'reported_months_late');
      expect(bills.at(-1)).to.deep.equal({
        issued_on: '2005-09-30',
        amount_cents: 391_300,
        reported_months_late: 2,
      });
      expect(bills[0]).to.deep.equal({ issued_on: '2005-04-30', amount_cents: 0, reported_months_late: -2 });
      expect(
        await db('payments').where({ claim_id: claim.id }).select('happened_on', 'amount_cents'),
      ).to.deep.equal([{ happened_on: '2005-08-15', amount_cents: 68_900 }]);
      const [rate] = (await db('outcomes')
        .where({ name: 'default_next_month', happened_on: '2005-10-31' })
        .avg('value as of')) as [{ of: number }];
      expect(rate.of).to.be.closeTo(0.2212, 0.0001);
    } finally {
      await db.destroy();
    }
  });
});
