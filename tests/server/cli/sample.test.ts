import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { runCommand } from './run-command.ts';

describe('recourse sample', () => {
  let home: string;
  const kept = { RECOURSE_HOME: process.env['RECOURSE_HOME'], DATABASE_URL: process.env['DATABASE_URL'] };

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'recourse-cli-sample-'));
    process.env['RECOURSE_HOME'] = home;
    delete process.env['DATABASE_URL'];
  });
  afterEach(() => {
    for (const [name, value] of Object.entries(kept)) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
    rmSync(home, { recursive: true, force: true });
  });

  async function recourse(...argv: string[]) {
    const { code, stdout: out, stderr: err } = await runCommand('sample', ...argv);
    return { code, out, err };
  }

  it('writes a folder for each portfolio, and the truth beside them, without a database', async () => {
    const out = join(home, 'sample');
    const { code, out: said } = await recourse('--persons', '30', '--out', out, '--json');
    expect(code).to.equal(0);
    expect(JSON.parse(said)).to.deep.include({ persons: 30, seed: 0, until: '2026-10-31' });
    expect(readdirSync(out).sort()).to.deep.equal(['ee-collector', 'ee-lender', 'fi-collector', 'truth.csv']);
    expect(existsSync(join(home, 'recourse.sqlite'))).to.equal(false);
  });

  it('loads what it wrote when asked to', async () => {
    const { code, out } = await recourse(
      '--persons',
      '30',
      '--out',
      join(home, 'sample'),
      '--load',
      '--json',
    );
    expect(code).to.equal(0);
    const { loaded } = JSON.parse(out) as {
      readonly loaded: { readonly accepted: number; readonly portfolios: string[] };
    };
    expect(loaded.accepted).to.be.greaterThan(500);
    expect(loaded.portfolios).to.deep.equal(['ee-collector', 'fi-collector', 'ee-lender']);
  });

  it('refuses a folder it cannot write to, and wants at least one person', async () => {
    writeFileSync(join(home, 'taken'), '');
    const refused = await recourse('--persons', '5', '--out', join(home, 'taken'), '--json');
    expect(refused.code).to.equal(1);
    expect(refused.err + refused.out).to.match(/cannot be written to/);
    // Node's own recursive mkdir never came back from here.
    const nowhere = await recourse('--persons', '5', '--out', '/proc/recourse/sample', '--json');
    expect(nowhere.code).to.equal(1);
    expect(nowhere.out).to.match(/cannot be written to/);
    expect((await recourse('--persons', '0', '--out', join(home, 'sample'))).code).to.equal(2);
    expect((await recourse('--persons', 'many', '--out', join(home, 'sample'))).code).to.equal(2);
    expect((await recourse('--persons', '5')).code).to.equal(2);
  });
});
