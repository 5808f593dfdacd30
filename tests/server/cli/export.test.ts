import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { migrate, openDatabase } from '../../../data/database.ts';
import { insertDecisions } from '../../../data/stores/decisions.ts';
import { insertRun } from '../../../data/stores/runs.ts';
import { Vault } from '../../../data/vault.ts';
import { AS_OF, decisionRowOf, insertSmallPortfolio, NOW } from '../../data/small-portfolio.ts';
import { TEST_MASTER_KEY } from '../../data/temp-database.ts';
import { runCommand } from './run-command.ts';

describe('recourse export', () => {
  let home: string;
  let run: number;
  const kept = { RECOURSE_HOME: process.env.RECOURSE_HOME, DATABASE_URL: process.env.DATABASE_URL };

  before(async () => {
    home = mkdtempSync(join(tmpdir(), 'recourse-export-'));
    process.env.RECOURSE_HOME = home;
    delete process.env.DATABASE_URL;
    const db = openDatabase(`sqlite:${join(home, 'recourse.sqlite')}`);
    try {
      await migrate(db);
      const vault = new Vault(TEST_MASTER_KEY);
      const { portfolioId, personIds, claimIds } = await insertSmallPortfolio(db, vault, 1);
      const made = await insertRun(db, {
        portfolioId,
        asOf: AS_OF,
        policyId: 'collection-ee',
        policyVersion: 1,
        policyFingerprint: 'f',
        measureResponsesId: null,
        personsTotal: 1,
        startedBy: null,
        startedAt: NOW,
      });
      run = made.id;
      await insertDecisions(db, [
        await decisionRowOf(db, vault, portfolioId, personIds[0]!, claimIds[0]!, run),
      ]);
    } finally {
      await db.destroy();
    }
  });
  after(() => {
    for (const [name, value] of Object.entries(kept)) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
    rmSync(home, { recursive: true, force: true });
  });

  async function recourse(...argv: string[]) {
    const { code, stdout: out, stderr: err } = await runCommand('export', ...argv);
    return { code, out, err };
  }

  it('writes the decisions of a run as CSV', async () => {
    const out = join(home, 'decisions.csv');
    const answer = await recourse('--run', String(run), '--out', out, '--json');
    expect(answer.code).to.equal(0);
    expect(JSON.parse(answer.out)).to.deep.equal({
      run,
      what: 'decisions',
      format: 'csv',
      rows: 1,
      file: out,
    });
    expect(readFileSync(out, 'utf8')).to.contain(
      ',reminder_email,automatic,false,EUR,75,,365,amicable,0.25,480,18,0,',
    );
  });

  it('writes a workbook when the name of the file ends so', async () => {
    const out = join(home, 'scores.xlsx');
    expect((await recourse('--run', String(run), '--what', 'scores', '--out', out, '--json')).code).to.equal(
      0,
    );
    expect(readFileSync(out).subarray(0, 2).toString()).to.equal('PK');
  });

  it('refuses a run that is not there and writes nothing; without a file to write it is wrong usage', async () => {
    const out = join(home, 'none.csv');
    const answer = await recourse('--run', '999', '--out', out, '--json');
    expect(answer.code).to.equal(1);
    expect(JSON.parse(answer.out)).to.deep.equal({ refused: 'there is no run 999' });
    expect(existsSync(out)).to.equal(false);
    expect((await recourse('--run', '1')).code).to.equal(2);
  });
});
