import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { readReport, type TrainingReport } from '../../../scoring/monitoring/training-report.ts';
import { sigmoid } from '../../../scoring/scorecard/metrics.ts';
import type { Scorecard } from '../../../scoring/scorecard/scorecard.ts';
import { rowOf } from '../../../scoring/scorecard/table.ts';
import { madeTable } from '../../scoring/scorecard/made-table.ts';
import { runCommand as run } from './run-command.ts';

const ROWS = 300;

describe('the scorecard commands', function () {
  this.timeout(60_000);
  let folder: string;
  let model: string;
  let table: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'recourse-cli-'));
    [model, table] = [join(folder, 'made.json'), join(folder, 'made.csv')];
    await writeFile(table, madeCsv(ROWS));
    await writeFile(join(folder, 'spec.yaml'), SPEC);
    const trained = await run(...trainArguments(), '--spec', join(folder, 'spec.yaml'));
    expect(trained.code, trained.stderr).to.equal(0);
  });
  after(() => rm(folder, { recursive: true }));

  const trainArguments = (): string[] => [
    'train',
    table,
    '--target',
    'bad',
    '--id',
    'case',
    '--out',
    model,
    '--json',
  ];

  it('the report beside the scorecard tells what its directions cost and whether its errors hold', async () => {
    const report = JSON.parse(await readFile(join(folder, 'made.report.json'), 'utf8')) as TrainingReport;
    expect(report.constraints!.held).to.equal(2);
    expect(report.constraints!.each.map(({ direction }) => direction)).to.have.members([1, -1]);
    // Parts of 160 rows: errors of so few are somewhat narrow.
    expect(report.uncertainty!.covered).to.be.within(0.65, 0.97);
    const bare = join(folder, 'bare.json');
    const { stdout } = await run(
      'train',
      table,
      '--target',
      'bad',
      '--spec',
      join(folder, 'spec.yaml'),
      '--out',
      bare,
      '--no-challenger',
      '--no-direction-cost',
      '--json',
    );
    expect(JSON.parse(stdout)).to.include({ challenger: null, directionCost: null });
  });

  it('train prints exactly the one object of its contract', async () => {
    const out = join(folder, 'other.json');
    const { code, stdout } = await run(
      'train',
      table,
      '--target',
      'bad',
      '--id',
      'case',
      '--cv',
      '3',
      '--out',
      out,
      '--json',
    );
    expect(code).to.equal(0);
    expect(stdout.trim().split('\n')).to.have.length(1);
    const answer = JSON.parse(stdout) as Record<string, unknown> & { cv: Record<string, unknown> };
    expect(Object.keys(answer)).to.deep.equal([
      'rows',
      'characteristics',
      'positiveRate',
      'trainSeconds',
      'backend',
      'cv',
      'fingerprint',
      'leakage',
      'challenger',
      'directionCost',
      'coverage',
    ]);
    expect(Object.keys(answer.cv)).to.deep.equal(['folds', 'auc', 'logLoss', 'brier', 'ks', 'ece']);
    expect(answer.cv.folds).to.have.length(3);
    expect(Object.keys((answer.cv.folds as object[])[0]!)).to.deep.equal(['auc', 'logLoss', 'brier']);
    expect(Object.keys(answer.cv.auc as object)).to.deep.equal(['mean', 'sd']);
    expect(answer.rows).to.equal(ROWS);
    expect(answer.characteristics).to.equal(5);
    const written = JSON.parse(await readFile(out, 'utf8')) as Scorecard;
    expect(written.fingerprint).to.equal(answer.fingerprint);
    expect(written.training.seconds).to.equal(answer.trainSeconds);
  });

  it('the same command gives the same fingerprint, and dropped columns are not in the scorecard', async () => {
    const out = join(folder, 'again.json');
    const again = async (): Promise<Scorecard> => {
      const dropped = ['--drop', 'noise,region', '--cv', '2', '--out', out, '--json'];
      expect((await run('train', table, '--target', 'bad', '--id', 'case', ...dropped)).code).to.equal(0);
      return JSON.parse(await readFile(out, 'utf8')) as Scorecard;
    };
    const [first, second] = [await again(), await again()];
    expect(second.fingerprint).to.equal(first.fingerprint);
    expect(first.characteristics.map(({ id }) => id)).to.deep.equal(['income', 'arrears', 'bureau']);
  });

  it('names the columns that may not count in a decision about people, with the reason, unless they are dropped', async () => {
    const named = join(folder, 'protected.csv');
    const [header = '', ...lines] = madeCsv(ROWS).trim().split('\n');
    const sexes = lines.map((line, row) => `${line},${row % 3 === 0 ? 1 : 2}`);
    await writeFile(named, [`${header},SEX`, ...sexes, ''].join('\n'));
    const train = [
      'train',
      named,
      '--target',
      'bad',
      '--id',
      'case',
      '--cv',
      '2',
      '--out',
      join(folder, 'p.json'),
    ];
    expect((await run(...train)).stderr).to.match(/SEX: not for deciding about people\. Sex may not count/);
    expect((await run(...train, '--drop', 'SEX')).stderr).not.to.contain('SEX');
  });

  it('a column that knows the outcome is refused with its evidence, until it is dropped or answered for', async () => {
    const leaking = join(folder, 'leaking.csv');
    const out = join(folder, 'leaking.json');
    const outcomes = madeTable(ROWS).columns.find(({ id }) => id === 'bad');
    if (outcomes?.kind !== 'numeric') throw new Error('the made table has lost its target');
    const [header = '', ...lines] = madeCsv(ROWS).trim().split('\n');
    const fees = lines.map((line, row) => `${line},${outcomes.values[row] === 1 ? 40 + (row % 7) : ''}`);
    await writeFile(leaking, [`${header},late_fee`, ...fees, ''].join('\n'));
    const train = ['train', leaking, '--target', 'bad', '--id', 'case', '--cv', '2', '--out', out, '--json'];
    const refused = await run(...train);
    expect(refused.code).to.equal(1);
    expect((JSON.parse(refused.stdout) as { refused: string }).refused).to.equal(
      'column "late_fee" is filled in for 100.0 % of the rows with outcome 1 and 0.0 % of those with outcome 0: it ' +
        'seems to be filled in only after the outcome. Leave it out with --drop late_fee, or, where it is known ' +
        'before the outcome, say so with --allow-leak late_fee',
    );
    const allowed = await run(...train, '--allow-leak', 'late_fee');
    expect(allowed.code, allowed.stderr).to.equal(0);
    const { leakage } = JSON.parse(allowed.stdout) as { leakage: { allowed: { column: string }[] } };
    expect(leakage.allowed.map(({ column }) => column)).to.deep.equal(['late_fee']);
    expect((await run(...train, '--drop', 'late_fee', '--no-challenger')).code).to.equal(0);
    const unknown = await run(...train, '--allow-leak', 'late');
    expect(JSON.parse(unknown.stdout)).to.deep.equal({
      refused: '--allow-leak: the table has no column "late" that counts',
    });
  });

  it('tells beside the scorecard what the training found: leaks, and what explainability costs', async () => {
    const card = JSON.parse(await readFile(model, 'utf8')) as Scorecard;
    const read = readReport(JSON.parse(await readFile(join(folder, 'made.report.json'), 'utf8')), card);
    if (read.kind === 'refused') throw new Error(read.reason);
    expect(read.report.leakage).to.deep.equal({ checked: 5, leaks: [] });
    const { challenger } = read.report;
    if (challenger?.kind !== 'neural_network') throw new Error('there is no challenger of yes or no');
    const { gap, interval, auc } = challenger;
    expect(gap).to.be.within(interval[0], interval[1]);
    expect(gap).to.be.closeTo(
      auc.mean - read.report.folds.reduce((sum, fold) => sum + fold.auc!, 0) / 5,
      1e-9,
    );
  });

  it('an amount is trained, scored, explained and measured in its own unit', async () => {
    const out = join(folder, 'amount.json');
    const trained = await run(
      'train',
      table,
      '--target',
      'income',
      '--kind',
      'amount',
      '--drop',
      'bad',
      '--id',
      'case',
      '--cv',
      '3',
      '--out',
      out,
      '--json',
    );
    // Some incomes are missing, and no amount may be guessed.
    expect(JSON.parse(trained.stdout))
      .to.have.property('refused')
      .that.matches(/^target "income" is missing in \d+ of 300 rows$/);
    const noisy = ['--target', 'noise', '--kind', 'amount', '--id', 'case', '--drop', 'bad'];
    const { code, stdout, stderr } = await run('train', table, ...noisy, '--cv', '3', '--out', out, '--json');
    expect(code, stderr).to.equal(0);
    const answer = JSON.parse(stdout) as {
      kind: string;
      cv: { r2: { mean: number }; mae: { mean: number }; folds: object[] };
      challenger: {
        mae: { mean: number };
        maeGap: number;
        byVariance: { r2: { mean: number }; gap: number };
      };
    };
    expect(answer.kind).to.equal('amount');
    const { mae, maeGap, byVariance } = answer.challenger;
    expect(mae.mean + maeGap).to.be.closeTo(answer.cv.mae.mean, 1e-9);
    expect(byVariance.r2.mean - byVariance.gap).to.be.closeTo(answer.cv.r2.mean, 1e-9);
    const beside = JSON.parse(await readFile(join(folder, 'amount.report.json'), 'utf8')) as object;
    expect(beside).to.have.property('challenger').that.deep.equals(answer.challenger);
    const told = join(folder, 'amount.html');
    expect((await run('report', out, '--out', told)).code).to.equal(0);
    expect(await readFile(told, 'utf8')).to.include('mean error differs by');
    expect(answer.cv.folds).to.have.length(3);
    expect(answer.cv.r2.mean, 'noise is not foretold').to.be.below(0.1);
    const scored = join(folder, 'amounts.csv');
    expect(
      (await run('score', out, table, '--out', scored, '--id', 'case', '--contributions')).code,
    ).to.equal(0);
    const rows = parse<Record<string, string>>(await readFile(scored, 'utf8'), { columns: true });
    const card = JSON.parse(await readFile(out, 'utf8')) as Scorecard;
    for (const row of rows.slice(0, 20)) {
      const sum = card.characteristics.reduce(
        (total, { id }) => total + Number(row[`contribution:${id}`]),
        card.intercept,
      );
      expect(Number(row.amount)).to.equal(sum);
    }
    const explained = JSON.parse((await run('explain', out, table, '--row', '1', '--json')).stdout) as Record<
      string,
      unknown
    >;
    expect(explained).to.include({ kind: 'amount', unit: 'noise', amount: Number(rows[0]!.amount) });
    const measured = JSON.parse(
      (await run('evaluate', out, table, '--target', 'noise', '--json')).stdout,
    ) as object;
    expect(measured).to.include.keys('r2', 'mae', 'actualOverExpected');
    // What is made for probabilities does not tell an amount as one.
    const compiled = await run('compile', out, '--to', 'sql:duckdb');
    expect(compiled.code).to.equal(0);
    expect(compiled.stdout).to.include('log_odds as "amount"').and.not.include('"probability"');
  });

  it('a curve of months is trained, scored, explained and measured at 6 and 12 months', async () => {
    const followed = join(folder, 'followed.csv');
    const out = join(folder, 'curve.json');
    const [header = '', ...lines] = madeCsv(ROWS).trim().split('\n');
    const months = lines.map((line, row) => `${line},${1 + ((row * 7) % 12)}`);
    await writeFile(followed, [`${header},months`, ...months, ''].join('\n'));
    const train = [
      'train',
      followed,
      '--target',
      'bad',
      '--kind',
      'hazard',
      '--months',
      'months',
      '--id',
      'case',
    ];
    const { code, stdout, stderr } = await run(...train, '--cv', '2', '--out', out, '--json');
    expect(code, stderr).to.equal(0);
    const answer = JSON.parse(stdout) as { horizon: number; cv: { curve: { month: number }[] } };
    expect(answer.horizon).to.equal(12);
    expect(answer.cv.curve.map(({ month }) => month)).to.deep.equal([6, 12]);
    const scored = join(folder, 'curves.csv');
    expect((await run('score', out, table, '--out', scored, '--id', 'case')).code).to.equal(0);
    const rows = parse<Record<string, string>>(await readFile(scored, 'utf8'), { columns: true });
    expect(Object.keys(rows[0]!)).to.deep.equal([
      'id',
      'paid_6',
      'paid_12',
      'recovered_6',
      'recovered_12',
      'points',
      'unfamiliar',
    ]);
    for (const row of rows) expect(Number(row.paid_12)).to.be.above(Number(row.paid_6));
    const explained = JSON.parse((await run('explain', out, table, '--row', '2', '--json')).stdout) as {
      paid_6: number;
      curve: { paid: number[] };
    };
    expect(explained.paid_6).to.equal(Number(rows[1]!.paid_6));
    expect(explained.curve.paid).to.have.length(12);
    const measured = await run('evaluate', out, followed, '--target', 'bad', '--months', 'months', '--json');
    expect(JSON.parse(measured.stdout)).to.include.keys('concordance', 'logLoss', 'baseLogLoss', 'curve');
    expect((await run('evaluate', out, followed, '--target', 'bad')).code).to.equal(2);
  });

  it('declined applications count only when asked for, and the answer says what was supposed of them', async () => {
    const declined = join(folder, 'declined.csv');
    const out = join(folder, 'rejects.json');
    const [header = '', ...lines] = madeCsv(ROWS).trim().split('\n');
    const bare = lines.filter((_, row) => row % 3 === 0).map((line) => line.slice(0, line.lastIndexOf(',')));
    await writeFile(declined, [header.slice(0, header.lastIndexOf(',')), ...bare, ''].join('\n'));
    const train = [
      'train',
      table,
      '--target',
      'bad',
      '--id',
      'case',
      '--cv',
      '2',
      '--no-challenger',
      '--out',
      out,
      '--json',
    ];
    const { code, stdout, stderr } = await run(
      ...train,
      '--rejects',
      declined,
      '--reject-inference',
      'parcelling',
    );
    expect(code, stderr).to.equal(0);
    const answer = JSON.parse(stdout) as {
      rows: number;
      rejectInference: {
        rejects: number;
        acceptedRate: number;
        supposedRate: number;
        assumption: string;
        swap: { before: object; after: object };
        acceptedOnly: { fingerprint: string };
      };
      fingerprint: string;
    };
    const { rejectInference } = answer;
    expect(rejectInference.rejects).to.equal(100);
    expect(rejectInference.supposedRate).to.be.above(rejectInference.acceptedRate);
    expect(rejectInference.assumption).to.match(/1\.5 times .*; nothing in the data says so$/);
    expect(rejectInference.swap.before).to.have.keys('swappedIn', 'swappedOut');
    expect(rejectInference.acceptedOnly.fingerprint).not.to.equal(answer.fingerprint);
    expect((await run(...train, '--rejects', declined)).code).to.equal(2);
  });

  it('score keeps the order of the rows, and intercept and contributions add up to the probability', async () => {
    const out = join(folder, 'scored.csv');
    const { code, stderr } = await run(
      'score',
      model,
      table,
      '--out',
      out,
      '--id',
      'case',
      '--reasons',
      '2',
      '--contributions',
      '--json',
    );
    expect(code, stderr).to.equal(0);
    const rows = parse<Record<string, string>>(await readFile(out, 'utf8'), { columns: true });
    const card = JSON.parse(await readFile(model, 'utf8')) as Scorecard;
    const ids = card.characteristics.map(({ id }) => id);
    expect(Object.keys(rows[0]!)).to.deep.equal([
      'id',
      'probability',
      'points',
      'reason_1',
      'reason_2',
      ...ids.map((id) => `contribution:${id}`),
      'unfamiliar',
    ]);
    expect(rows).to.have.length(ROWS);
    rows.forEach((row, at) => {
      expect(row.id).to.equal(caseNumber(at));
      const sum = ids.reduce((total, id) => total + Number(row[`contribution:${id}`]), card.intercept);
      expect(Number(row.probability)).to.equal(sigmoid(sum));
      for (const reason of [row.reason_1!, row.reason_2!]) expect(['', ...ids]).to.include(reason);
    });
  });

  it('names four reasons when it is asked for them without a number, and none when it is not asked', async () => {
    const out = join(folder, 'reasons.csv');
    const reasonsWith = async (...words: readonly string[]): Promise<readonly string[]> => {
      const { code, stderr } = await run('score', model, table, '--out', out, ...words);
      expect(code, stderr).to.equal(0);
      const [header = ''] = (await readFile(out, 'utf8')).split('\r\n');
      return header.split(',').filter((column) => column.startsWith('reason_'));
    };
    expect(await reasonsWith('--reasons')).to.deep.equal(['reason_1', 'reason_2', 'reason_3', 'reason_4']);
    expect(await reasonsWith('--reasons', '--json')).to.have.length(4);
    expect(await reasonsWith('--reasons', '1')).to.deep.equal(['reason_1']);
    expect(await reasonsWith()).to.deep.equal([]);
    expect((await run('score', model, table, '--out', out, '--reasons', 'all')).code).to.equal(2);
  });

  it('a cell that a spreadsheet would run as a formula is written as text', async () => {
    const risky = join(folder, 'risky.csv');
    const out = join(folder, 'risky-scored.csv');
    const [header, first] = madeCsv(1).split('\n');
    await writeFile(risky, `${header}\n${first!.replace(caseNumber(0), '=1+1')}\n`);
    expect((await run('score', model, risky, '--out', out, '--id', 'case')).code).to.equal(0);
    expect(await readFile(out, 'utf8')).to.match(/\n'=1\+1,/);
  });

  it('without --id a column called "id" names the rows as it is written, else they are counted from 1', async () => {
    const named = join(folder, 'named.csv');
    const out = join(folder, 'named-scored.csv');
    const idsOf = async (text: string): Promise<readonly unknown[]> => {
      await writeFile(named, text);
      expect((await run('score', model, named, '--out', out)).code).to.equal(0);
      return parse<Record<string, string>>(await readFile(out, 'utf8'), { columns: true }).map(
        ({ id }) => id,
      );
    };
    const text = madeCsv(3);
    expect(await idsOf(text.replace('case,', 'id,'))).to.deep.equal([0, 1, 2].map(caseNumber));
    expect(await idsOf(text)).to.deep.equal(['1', '2', '3']);
  });

  it('the installed command prints nothing but the object on standard output', async () => {
    const bin = fileURLToPath(new URL('../../../server/cli/recourse.mjs', import.meta.url));
    const arguments_ = [
      'train',
      table,
      '--target',
      'bad',
      '--cv',
      '2',
      '--out',
      join(folder, 'bin.json'),
      '--json',
    ];
    const { stdout } = await promisify(execFile)(process.execPath, [bin, ...arguments_]);
    expect(stdout.split('\n')).to.have.length(2);
    expect(JSON.parse(stdout)).to.include({ rows: ROWS });
  });

  it('evaluate judges the scorecard on known outcomes', async () => {
    const { code, stdout } = await run('evaluate', model, table, '--target', 'bad', '--json');
    expect(code).to.equal(0);
    const answer = JSON.parse(stdout) as Record<string, number>;
    expect(answer.rows).to.equal(ROWS);
    expect(answer.auc).to.be.within(0.65, 1);
    for (const name of ['logLoss', 'brier', 'ks', 'ece', 'calibrationSlope'])
      expect(answer[name]).to.be.a('number');
  });

  it('explain adds up exactly, and following its recourse flips the outcome', async () => {
    let flipped = 0;
    for (let row = 1; row <= 12; row += 1) {
      const answer = await explained(model, table, row);
      expect(answer.contributions.reduce((sum, { logOdds }) => sum + logOdds, answer.base)).to.equal(
        answer.sum,
      );
      expect(answer.probability).to.equal(sigmoid(answer.sum));
      const own = await explained(model, table, row, '--cutoff', '0.15');
      for (const option of own.recourse.options ?? []) {
        const values = rowOf(madeTable(ROWS), row - 1);
        const changed = {
          ...values,
          ...Object.fromEntries(option.changes.map(({ characteristic, to }) => [characteristic, to])),
        };
        const path = join(folder, 'changed.csv');
        const ids = Object.keys(changed);
        await writeFile(path, `${ids.join(',')}\n${ids.map((id) => changed[id] ?? '').join(',')}\n`);
        expect((await explained(model, path, 1)).probability).to.be.below(0.15);
        flipped += 1;
      }
    }
    expect(flipped).to.be.above(0);
  });

  it('values that training did not see are flagged', async () => {
    const odd = join(folder, 'odd.csv');
    const columns = 'income,arrears,bureau,noise,region';
    await writeFile(odd, `${columns}\n99999,0,50,1,atlantis\n`);
    const answer = await explained(model, odd, 1);
    expect(answer.unfamiliar).to.deep.equal([
      'income: 99999 lies outside the values of training',
      'region: "atlantis" was not seen in training, or too rarely',
    ]);
  });

  describe('refuse with exit code 1 and the reason', () => {
    const refused = async (...argv: string[]): Promise<string> => {
      const { code, stdout, stderr } = await run(...argv, '--json');
      expect(code, stderr).to.equal(1);
      return (JSON.parse(stdout) as { refused: string }).refused;
    };

    it('a target that is no class', async () => {
      const reason = await refused('train', table, '--target', 'income', '--out', model);
      expect(reason).to.match(/^target "income" is no class of two.* For an amount say --kind amount/);
    });

    it('a table that lacks a column of the scorecard, naming it', async () => {
      const narrow = join(folder, 'narrow.csv');
      await writeFile(narrow, 'income,arrears,noise,region\n1000,0,1,north\n');
      const reason = await refused('score', model, narrow, '--out', join(folder, 'never.csv'));
      expect(reason).to.equal('the table has no column "bureau", which scorecard "made" needs');
    });

    it('a file that is no scorecard', async () => {
      const wrong = join(folder, 'wrong.json');
      await writeFile(wrong, '{"format":"something"}');
      expect(await refused('explain', wrong, table, '--row', '1')).to.match(/^wrong\.json is no scorecard/);
      expect(await refused('explain', table, table, '--row', '1')).to.match(
        /^made\.csv is no scorecard: it is not JSON/,
      );
    });

    it('a scorecard altered after training', async () => {
      const altered = join(folder, 'altered.json');
      const text = await readFile(model, 'utf8');
      await writeFile(altered, text.replace(/"intercept": (-?[\d.]+)/, '"intercept": 0.5'));
      expect(await refused('evaluate', altered, table, '--target', 'bad')).to.match(
        /it was altered after training$/,
      );
    });

    it('folds that do not fit the table', async () => {
      const folds = join(folder, 'folds.csv');
      await writeFile(folds, 'fold\n0\n1\n');
      const reason = await refused('train', table, '--target', 'bad', '--folds', folds, '--out', model);
      expect(reason).to.equal(`folds.csv: has 2 rows, the table has ${ROWS}`);
    });

    it('a spec with an entry it does not know, naming the entry', async () => {
      const spec = join(folder, 'typo.yaml');
      await writeFile(spec, 'monotome: {income: -1}\n');
      const { code, stdout } = await run(...trainArguments(), '--spec', spec);
      expect(code).to.equal(1);
      expect(JSON.stringify(JSON.parse(stdout))).to.include('monotome');
    });

    it('a row that the table does not have', async () => {
      expect(await refused('explain', model, table, '--row', '0')).to.equal(
        `the table has rows 1 to ${ROWS}; there is no row 0`,
      );
    });
  });

  it('wrong usage ends with exit code 2', async () => {
    for (const argv of [
      ['train', table, '--out', model],
      ['train', table, '--target', 'bad', '--out', model, '--cv', '5', '--folds', 'folds.csv'],
      ['train', table, '--target', 'bad', '--out', model, '--cv', '1'],
      ['score', model, table],
      ['score', model, table, '--out', 'x.csv', '--cutoff', '1.5'],
      ['explain', model, table],
    ]) {
      expect((await run(...argv)).code, argv.join(' ')).to.equal(2);
    }
  });

  it('every command has help with examples', async () => {
    for (const name of ['train', 'score', 'evaluate', 'explain']) {
      const { code, stdout } = await run(name, '--help');
      expect(code).to.equal(0);
      expect(stdout).to.match(new RegExp(`Examples:\\n  recourse ${name} `));
    }
  });
});

const SPEC = `
name: made
target: { favourable: 0 }
monotone: { income: -1, arrears: 1 }
change:
  arrears: { direction: -1, daysPerUnit: 30, costPerUnit: 1 }
  income: { direction: 1, daysPerUnit: 0.5, costPerUnit: 0.02 }
special: { bureau: [-9] }
`;

interface Explained {
  readonly base: number;
  readonly contributions: readonly { readonly logOdds: number }[];
  readonly sum: number;
  readonly probability: number;
  readonly recourse: {
    readonly options?: readonly {
      readonly changes: readonly { readonly characteristic: string; readonly to: number }[];
    }[];
  };
  readonly unfamiliar: readonly string[];
}

async function explained(model: string, table: string, row: number, ...more: string[]): Promise<Explained> {
  const { code, stdout, stderr } = await run(
    'explain',
    model,
    table,
    '--row',
    String(row),
    ...more,
    '--json',
  );
  expect(code, stderr).to.equal(0);
  return JSON.parse(stdout) as Explained;
}

function madeCsv(rows: number): string {
  const table = madeTable(rows);
  const lines = Array.from({ length: rows }, (_, at) =>
    [caseNumber(at), ...Object.values(rowOf(table, at)).map((value) => value ?? '')].join(','),
  );
  return `${[['case', ...table.columns.map(({ id }) => id)].join(','), ...lines].join('\n')}\n`;
}

function caseNumber(at: number): string {
  return `00${1000 + at}`;
}
