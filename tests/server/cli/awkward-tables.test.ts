import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Scorecard } from '../../../scoring/scorecard/scorecard.ts';
import { seededRandom } from '../../../scoring/scorecard/seeded.ts';
import { runCommand } from './run-command.ts';

interface Answer {
  readonly code: number;
  readonly refused: string | undefined;
  readonly messages: string;
  readonly json: Record<string, unknown>;
}

/** Tables as people send them: each gives a clear sentence or a sound scorecard. */
describe('recourse train on awkward tables', function () {
  this.timeout(120_000);
  let folder: string;
  before(async () => void (folder = await mkdtemp(join(tmpdir(), 'recourse-awkward-'))));
  after(() => rm(folder, { recursive: true }));

  const people = peopleOf(400);

  const trained = async (name: string, header: string, rows: readonly string[]): Promise<Answer> => {
    const table = join(folder, `${name}.csv`);
    await writeFile(table, [header, ...rows].join('\n') + '\n');
    return run('train', table, '--target', 'bad', '--no-challenger', '--out', modelOf(name), '--json');
  };
  const hazardOf = (name: string, ...more: readonly string[]): Promise<Answer> =>
    run(
      ...['train', join(folder, `${name}.csv`), '--kind', 'hazard', '--months', 'months', '--target', 'bad'],
      ...['--no-direction-cost', '--out', modelOf(name), '--json', ...more],
    );
  const modelOf = (name: string): string => join(folder, `${name}.json`);
  const characteristicsOf = async (name: string): Promise<readonly string[]> =>
    (JSON.parse(await readFile(modelOf(name), 'utf8')) as Scorecard).characteristics.map(({ id }) => id);

  const withTarget = (target: (bad: number, at: number) => string): readonly string[] =>
    people.map(({ income, arrears, bad }, at) => `${income},${arrears},${target(bad, at)}`);
  const withColumn = (column: (bad: number, at: number) => string): readonly string[] =>
    people.map(({ income, arrears, bad }, at) => `${column(bad, at)},${income},${arrears},${bad}`);

  const refusals: readonly [string, (bad: number, at: number) => string, RegExp][] = [
    ['one class', () => '0', /^target "bad" is 0 in every row: there is nothing to tell apart$/],
    ['three values', (_, at) => String(at % 3), /no class of two: it has one value besides 0 and 1, "2"/],
    ['none', () => '', /is missing in 400 of 400 rows \(want 0 or 1 in every row/],
    [
      'gaps',
      (bad, at) => (at % 4 === 0 ? '' : String(bad)),
      /is missing in 100 of 400 rows .*leave out the rows whose outcome is not known/,
    ],
    [
      'other names',
      (bad) => (bad === 1 ? 'bad' : 'good'),
      /has the values "(good|bad)" and "(good|bad)" \(want 1 for the outcome to foretell, 0 for the other\)/,
    ],
  ];
  for (const [what, target, reason] of refusals) {
    it(`refuses a target of ${what}, in a sentence`, async () => {
      const { code, refused } = await trained('target', 'income,arrears,bad', withTarget(target));
      expect(code).to.equal(1);
      expect(refused).to.match(reason);
    });
  }

  it('refuses two rows, ten rows, and a header alone', async () => {
    const lines = withTarget((bad) => String(bad));
    expect((await trained('two', 'income,arrears,bad', lines.slice(0, 2))).refused).to.match(
      /2 rows \(want at least 10\)/,
    );
    expect((await trained('ten', 'income,arrears,bad', lines.slice(0, 10))).refused).to.match(
      /held back to judge by, \d are left to learn from \(want at least 10\)/,
    );
    expect((await trained('none', 'income,arrears,bad', [])).refused).to.match(
      /has a header but no rows below it/,
    );
  });

  const leftOut: readonly [string, (bad: number, at: number) => string, RegExp][] = [
    ['a constant', () => '7', /"extra" has the same value in every row; left out/],
    ['nothing', () => '', /"extra" has no value in any row; left out/],
    [
      'dates as text',
      (_, at) => `20${10 + (at % 12)}-0${1 + (at % 9)}-1${at % 10}`,
      /"extra" holds dates.*left out/,
    ],
    ['account numbers with gaps', (_, at) => String(1000 + at * 3 + (at % 2)), /numbers the rows.*left out/],
  ];
  for (const [what, column, message] of leftOut) {
    it(`leaves out a column of ${what}, says why, and fits the rest`, async () => {
      const { code, messages } = await trained('extra', 'extra,income,arrears,bad', withColumn(column));
      expect(code, messages).to.equal(0);
      expect(messages).to.match(message);
      expect(await characteristicsOf('extra')).to.have.members(['income', 'arrears']);
    });
  }

  it('does not learn from a running number, though the table is sorted by outcome', async () => {
    const sorted = [...people].sort((a, b) => a.bad - b.bad);
    const rows = sorted.map(
      ({ income, arrears, bad }, at) => `${5000 + at * 2 + (at % 2)},${income},${arrears},${bad}`,
    );
    const { json, messages } = await trained('sorted', 'konto,income,arrears,bad', rows);
    expect(messages).to.match(/"konto" numbers the rows/);
    expect((json.cv as { auc: { mean: number } }).auc.mean).to.be.below(0.95);
  });

  it('reads numbers without end as missing, says so with their place, and keeps the column a number', async () => {
    const endless = ['inf', '-Infinity', '1e400'];
    const rows = people.map(
      ({ income, arrears, bad }, at) => `${at % 5 === 0 ? endless[at % 3]! : income},${arrears},${bad}`,
    );
    const { code, messages } = await trained('endless', 'income,arrears,bad', rows);
    expect(code, messages).to.equal(0);
    expect(messages).to.match(/endless\.csv: row 2, column "income": "inf" is not a number; \d+ values/);
    const { characteristics } = JSON.parse(await readFile(modelOf('endless'), 'utf8')) as Scorecard;
    const income = characteristics.find(({ id }) => id === 'income')!;
    expect(income.attributes.filter(({ kind }) => kind === 'range').length).to.be.above(5);
    expect(income.attributes.find(({ kind }) => kind === 'missing')).to.have.property('count', 80);
  });

  it('fits ten thousand categories as the frequent ones and the rest', async () => {
    const random = seededRandom(7);
    const many = peopleOf(12_000).map(
      ({ income, arrears, bad }) =>
        `${random() < 0.2 ? 'often' : `s${Math.floor(random() * 10_000)}`},${income},${arrears},${bad}`,
    );
    const { code, messages, json } = await trained('shops', 'shop,income,arrears,bad', many);
    expect(code, messages).to.equal(0);
    expect((json.cv as { auc: { mean: number } }).auc.mean).to.be.within(0.7, 0.9);
    const { characteristics } = JSON.parse(await readFile(modelOf('shops'), 'utf8')) as Scorecard;
    const shop = characteristics.find(({ id }) => id === 'shop');
    expect(shop?.attributes.length ?? 0).to.be.below(100);
  });

  it('finds next to nothing in a thousand columns of nonsense, and says it in few lines', async () => {
    const random = seededRandom(11);
    const words = ['x', 'y', '', '#!?', '1e5', '3', '-7', '"a,b"'];
    const header = Array.from({ length: 1000 }, (_, at) => `c${at}`).join(',');
    const rows = Array.from({ length: 200 }, (_, at) => {
      const cells = Array.from({ length: 1000 }, () => words[Math.floor(random() * words.length)]!);
      return `${cells.join(',')},${at % 2}`;
    });
    const { code, messages, json } = await trained('nonsense', `${header},bad`, rows);
    expect(code, messages).to.equal(0);
    expect((json.cv as { auc: { mean: number } }).auc.mean).to.be.within(0.3, 0.7);
    expect(messages).to.match(/too many columns to fit together: the \d+ of \d+ that tell most/);
    expect(messages.split('\n').length).to.be.below(30);
  });

  it('tells claims apart only where every row names one, and there is more than one', async () => {
    const observed = async (claim: (at: number) => string, column = 'claim'): Promise<Answer> => {
      const rows = people.map(({ income, bad }, at) => `${claim(at)},${income},${1 + (at % 9)},${bad}`);
      await writeFile(join(folder, 'claims.csv'), ['claim,income,months,bad', ...rows].join('\n') + '\n');
      return hazardOf('claims', '--claim', column);
    };
    expect((await observed((at) => (at % 7 === 3 ? '' : `C${at}`))).refused).to.equal(
      'row 5: "claim" is missing (want the claim that each row observes)',
    );
    expect((await observed(() => 'C1')).refused).to.match(/names the same claim in every row/);
    expect((await observed((at) => `C${at}`, 'clam')).refused).to.equal(
      'the table has no column "clam" to tell claims by',
    );
  });

  it('accuses no column of knowing the future for what a few claims show over and over', async () => {
    const random = seededRandom(5);
    const claims = Array.from({ length: 40 }, (_, at) => {
      const [size, days] = [random(), 2 + Math.floor(random() * 20)];
      return Array.from({ length: 30 }, (_, seen) => `K${at},${size},${Math.max(1, days - seen)},${at % 2}`);
    });
    await writeFile(join(folder, 'again.csv'), ['claim,size,months,bad', ...claims.flat()].join('\n') + '\n');
    const { code, refused } = await hazardOf('again', '--claim', 'claim');
    expect(code, refused).to.equal(0);
    // Without the names of the claims every row is a case, and the size gives each away.
    expect((await hazardOf('again', '--drop', 'claim')).refused).to.match(/column "size"/);
  });

  it('tells R² of the folds that have something to tell', async () => {
    const rows = people.map(({ income, arrears }, at) => `${income},${arrears},${at < 2 ? 0.5 : 0}`);
    await writeFile(join(folder, 'few.csv'), ['income,arrears,share', ...rows].join('\n') + '\n');
    const { code, json } = await run(
      ...['train', join(folder, 'few.csv'), '--target', 'share', '--kind', 'share'],
      ...['--out', modelOf('few'), '--json'],
    );
    expect(code).to.equal(0);
    const { folds, r2 } = json.cv as { folds: { r2: number | null }[]; r2: { mean: number; sd: number } };
    expect(folds.filter((fold) => fold.r2 === null)).to.have.lengthOf.at.least(3);
    expect(r2.mean).to.be.below(1);
    expect(r2.sd).to.be.at.least(0);
  });

  it('fits an amount beside the greatest numbers there are', async () => {
    const vast = ({ arrears }: { arrears: number }, at: number): string =>
      (at % 3 === arrears % 3 ? '' : '-') + '1e308';
    const rows = people.map((one, at) => `${vast(one, at)},${one.income},${one.income * 3 + (at % 17)}`);
    await writeFile(join(folder, 'vast.csv'), ['vast,income,amount', ...rows].join('\n') + '\n');
    const { code, json, refused } = await run(
      ...['train', join(folder, 'vast.csv'), '--target', 'amount', '--kind', 'amount'],
      ...['--allow-leak', 'income', '--out', modelOf('vast'), '--json'],
    );
    expect(code, refused).to.equal(0);
    expect((json.cv as { r2: { mean: number } }).r2.mean).to.be.above(0.95);
  });

  it('tells a pair of values as two values in the terms of a month', async () => {
    const random = seededRandom(9);
    const rows = Array.from({ length: 1500 }, () => {
      const [a, b] = [Math.floor(random() * 2), Math.floor(random() * 2)];
      const soon = a === b;
      return `${a},${b},${1 + Math.floor(random() * (soon ? 3 : 12))},${random() < 0.9 ? 1 : 0}`;
    });
    await writeFile(join(folder, 'pairs.csv'), ['a,b,months,bad', ...rows].join('\n') + '\n');
    expect((await hazardOf('pairs')).code).to.equal(0);
    const table = join(folder, 'pairs.csv');
    const { stdout } = await runCommand('explain', modelOf('pairs'), table, '--row', '1');
    const [a, b] = rows[0]!.split(',');
    expect(stdout).to.include(`a × b = ${a} × ${b}\n`);
  });

  it('refuses more columns than anybody can read a report of', async () => {
    const header = Array.from({ length: 5000 }, (_, at) => `c${at}`).join(',');
    const { code, refused } = await trained('million', `${header},bad`, [header.replaceAll('c', '') + ',1']);
    expect(code).to.equal(1);
    expect(refused).to.equal('million.csv: the header has 5001 columns (want at most 2000)');
  });
});

/** Those who earn less and are behind with more pay worse; seeded. */
function peopleOf(
  count: number,
): readonly { readonly income: number; readonly arrears: number; readonly bad: number }[] {
  const random = seededRandom(3);
  return Array.from({ length: count }, () => {
    const income = 500 + Math.floor(random() * 450) * 10;
    const arrears = Math.floor(random() * 6);
    const logOdds = -1.5 + 0.6 * arrears - (income - 2500) / 2000;
    return { income, arrears, bad: random() < 1 / (1 + Math.exp(-logOdds)) ? 1 : 0 };
  });
}

async function run(...argv: string[]): Promise<Answer> {
  const { code, stdout, stderr: messages } = await runCommand(...argv);
  const json = JSON.parse(stdout) as Record<string, unknown>;
  return { code, messages, json, refused: json.refused as string | undefined };
}
