import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { expect } from 'chai';
import { compileToPmml } from '../../../scoring/scorecard/compile-pmml.ts';
import { compileToSql } from '../../../scoring/scorecard/compile-sql.ts';
import { fingerprintOfScorecard } from '../../../scoring/scorecard/fingerprint.ts';
import type { Scorecard } from '../../../scoring/scorecard/scorecard.ts';
import { main } from '../../../server/cli/main.ts';
import { cardOf, numericCharacteristic } from '../../scoring/scorecard/cards.ts';
import { asAmount, asCurve } from '../../scoring/scorecard/kinds-of-card.ts';

interface Spoken {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function recourse(...words: readonly string[]): Promise<Spoken> {
  const [out, err]: [string[], string[]] = [[], []];
  const into = (lines: string[]): Writable =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        lines.push(chunk.toString());
        done();
      },
    });
  const code = await main(words, { stdout: into(out), stderr: into(err) });
  return { code, stdout: out.join(''), stderr: err.join('') };
}

describe('recourse compile', () => {
  const card = cardOf([numericCharacteristic('income', [1000], [0.4, -0.3])]);
  let folder: string;
  let model: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'recourse-compile-'));
    model = path.join(folder, 'model.json');
    writeFileSync(model, JSON.stringify(card));
  });
  const fileOf = (name: string, changed: Scorecard): string => {
    const file = path.join(folder, name);
    writeFileSync(file, JSON.stringify({ ...changed, fingerprint: fingerprintOfScorecard(changed) }));
    return file;
  };
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('prints the SQL, and nothing else, where no file is named', async () => {
    const { code, stdout } = await recourse(
      'compile',
      model,
      '--to',
      'sql:postgres',
      '--table',
      'risk.loans',
    );
    expect(code).to.equal(0);
    expect(stdout).to.equal(compileToSql(card, 'postgres', { table: ['risk', 'loans'] }));
    expect(stdout).to.include('from "risk"."loans" as source');
  });

  it('writes the file and tells its size', async () => {
    const out = path.join(folder, 'model.pmml');
    const { code, stdout } = await recourse(
      'compile',
      model,
      '--to',
      'pmml',
      '--out',
      out,
      '--cutoff',
      '0.2',
      '--json',
    );
    expect(code).to.equal(0);
    const text = readFileSync(out, 'utf8');
    expect(text).to.equal(compileToPmml(card, { cutoff: 0.2 }));
    expect(JSON.parse(stdout)).to.deep.equal({
      to: 'pmml',
      scorecard: card.name,
      version: 1,
      fingerprint: card.fingerprint,
      terms: 1,
      bytes: Buffer.byteLength(text),
      out,
    });
  });

  it('gives the text within the one JSON object where no file is named', async () => {
    const { stdout } = await recourse('compile', model, '--to', 'sql:duckdb', '--id', 'id', '--json');
    expect((JSON.parse(stdout) as { text: string }).text).to.equal(
      compileToSql(card, 'duckdb', { id: 'id' }),
    );
  });

  it('takes an unknown form, and a table for PMML, for wrong usage', async () => {
    const unknown = await recourse('compile', model, '--to', 'sql:oracle');
    expect(unknown).to.include({ code: 2, stdout: '' });
    expect(unknown.stderr).to.include('sql:duckdb, sql:postgres, sql:clickhouse, pmml');
    const table = await recourse('compile', model, '--to', 'pmml', '--table', 'loans');
    expect(table.code).to.equal(2);
  });

  it('writes a curve over months as SQL, and refuses it as PMML and with a cut-off, with the reason', async () => {
    const shape = { horizon: 12, recovered: undefined, ofMonths: [0.2, -0.3], cells: [] };
    const curve = fileOf('curve.json', asCurve(card, shape));
    const { code, stdout } = await recourse('compile', curve, '--to', 'sql:duckdb');
    expect(code).to.equal(0);
    expect(stdout).to.include(' as "recovered_12"');
    const refused = await recourse('compile', curve, '--to', 'pmml', '--json');
    expect(refused.code).to.equal(1);
    expect(JSON.parse(refused.stdout)).to.deep.equal({
      refused:
        'scorecard "by hand" foretells a curve over months, which a Scorecard of PMML has no way to tell (want --to sql:…)',
    });
    const cutoff = await recourse('compile', curve, '--to', 'sql:duckdb', '--cutoff', '0.2');
    expect(cutoff.code).to.equal(1);
    expect(cutoff.stderr).to.include('foretells no yes or no');
  });

  it('writes an amount in either form, and refuses a file that cannot be written with the reason', async () => {
    const amount = fileOf('amount.json', asAmount(card, 100));
    expect((await recourse('compile', amount, '--to', 'sql:postgres')).stdout).to.include(' as "amount"');
    expect((await recourse('compile', amount, '--to', 'pmml')).stdout).to.include(
      '<OutputField name="amount"',
    );
    const nowhere = await recourse('compile', model, '--to', 'pmml', '--out', path.join(folder, 'no/x.pmml'));
    expect(nowhere.code).to.equal(1);
    expect(nowhere.stderr).to.include('cannot be written');
  });
});
