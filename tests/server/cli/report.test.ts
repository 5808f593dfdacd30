import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readTable } from '../../../data/files/table.ts';
import { measureEdit } from '../../../scoring/monitoring/edit-measure.ts';
import { performanceOn } from '../../../scoring/monitoring/performance.ts';
import { sealReport } from '../../../scoring/monitoring/training-report.ts';
import { fingerprintOfScorecard, fingerprintOfTable } from '../../../scoring/scorecard/fingerprint.ts';
import type { Scorecard } from '../../../scoring/scorecard/scorecard.ts';
import { rowOf } from '../../../scoring/scorecard/table.ts';
import { faultsOf } from '../../review-ui/html.ts';
import { textOfPdf } from '../../review-ui/pdf-text.ts';
import { MADE_CASES, MADE_TABLE, madeCard } from '../../scoring/scorecard/made-card.ts';
import { runCommand as run } from './run-command.ts';

describe('recourse report', () => {
  let folder: string;
  let model: string;
  let table: string;
  let card: Scorecard;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'recourse-report-'));
    [model, table] = [join(folder, 'made.json'), join(folder, 'made.csv')];
    await writeFile(table, madeCsv());
    card = await cardOn(table);
    await writeFile(model, JSON.stringify(card));
  });
  after(() => rm(folder, { recursive: true }));

  it('tells with the scorecard alone what it carries: shapes, pairs, weights, data and limits', async () => {
    const out = join(folder, 'alone.html');
    const answer = await told('report', model, '--out', out);
    expect(answer.sections).to.deep.equal(['terms', 'shapes', 'pairs', 'data', 'limits']);
    const html = await readFile(out, 'utf8');
    // The one style block is what the file wears; its policy knows it by its hash.
    expect(faultsOf(html.replace(/<style>[^<]*<\/style>/, ''))).to.deep.equal([]);
    expect(html).to.contain('income × arrears').and.to.contain('there is no training report beside it');
    // Four characteristics and one pair, each with its table; the weights.
    expect(answer.pictures).to.equal(6);
    expect(html.match(/<details>/g)).to.have.length(6);
    expect(html).not.to.match(/undefined|NaN|\[object/);
  });

  it('fetches nothing, runs nothing and styles nothing inline, and its own policy forbids it', async () => {
    const out = join(folder, 'safe.html');
    await told('report', model, '--out', out, '--table', table, '--group', 'region');
    const html = await readFile(out, 'utf8');
    expect(html).to.match(
      /Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;sha256-/,
    );
    expect(html).not.to.match(/<script|\sstyle=|\son\w+=|url\(|src=|<link/);
  });

  it('adds from a table what the scorecard does there, and says when those are the rows it was fitted to', async () => {
    const out = join(folder, 'table.html');
    const answer = await told('report', model, '--out', out, '--table', table, '--group', 'region');
    expect(answer.sections).to.include.members(['performance-table', 'calibration-table', 'findings']);
    const html = await readFile(out, 'utf8');
    for (const words of ['ROC curve', 'Gains', 'Kolmogorov–Smirnov', 'Scores', 'Groups by region'])
      expect(html, words).to.contain(words);
    expect(html).to.contain('which the scorecard was fitted to. This flatters.');
    const other = join(folder, 'other.csv');
    await writeFile(other, madeCsv(400));
    await told('report', model, '--out', out, '--table', other);
    expect(await readFile(out, 'utf8')).to.contain('Measured on the 400 cases of other.csv.');
  });

  it('takes in the training report that lies beside the scorecard, and leaves one aside that is not its own', async () => {
    const beside = join(folder, 'made.report.json');
    const report = sealReport({
      scorecard: { name: card.name, version: card.version, fingerprint: card.fingerprint },
      measured: 'out_of_fold',
      performance: performanceOn(card, MADE_CASES),
      folds: [
        { auc: 0.7, logLoss: 0.5, brier: 0.2 },
        { auc: null, logLoss: 0.4, brier: 0.1 },
      ],
      notes: ['column "case" numbers the rows and says nothing about them; left out'],
      challenger: {
        kind: 'neural_network',
        layers: [64, 32],
        networks: 3,
        auc: { mean: 0.81, sd: 0.01 },
        logLoss: { mean: 0.5, sd: 0.01 },
        gap: 0.004,
        interval: [0.001, 0.007],
        logLossGap: 0.003,
        logLossInterval: [-0.001, 0.006],
      },
      constraints: {
        together: { auc: 0.0004, interval: [0.0001, 0.0007], logLoss: -0.0002 },
        each: [
          {
            characteristic: 'income',
            direction: -1,
            auc: 0.0004,
            interval: [0.0001, 0.0007],
            logLoss: -0.0002,
          },
        ],
        held: 2,
        trainedOn: 480,
        judgedOn: 120,
      },
      leakage: { checked: 5, leaks: [{ column: 'ended', sentence: '"ended" names the outcome.' }] },
      uncertainty: { nominal: 0.9, covered: 0.912, fittedOn: 480, rows: 600 },
      edit: measureEdit(card, card, MADE_CASES),
    });
    await writeFile(beside, JSON.stringify(report));
    const out = join(folder, 'training.html');
    const answer = await told('report', model, '--out', out);
    expect(answer.training).to.equal(true);
    const html = await readFile(out, 'utf8');
    for (const words of [
      'Each was foretold by a fit that had not seen it',
      'Fold by fold',
      'Being explainable costs accuracy',
      'What each direction costs',
      '&#34;ended&#34; names the outcome.',
      'costs accuracy: without them AUC changes by +0.0004',
      'of the heaviest',
      'They did so in 91.2%.',
      'numbers the rows',
    ]) {
      expect(html, words).to.contain(words);
    }
    await writeFile(beside, JSON.stringify({ ...report, notes: [] }));
    const altered = await run('report', model, '--out', out, '--json');
    expect(altered.stderr).to.equal('made.report.json is left aside: it was altered after training\n');
    expect((JSON.parse(altered.stdout) as { training: boolean }).training).to.equal(false);
    await rm(beside);
  });

  it('speaks Estonian too', async () => {
    const out = join(folder, 'et.html');
    await told('report', model, '--out', out, '--language', 'et', '--table', table);
    const html = await readFile(out, 'utf8');
    expect(html)
      .to.contain('<html lang="et">')
      .and.to.contain('Kasutamise piirid')
      .and.to.contain('ROC-kõver');
  });

  it('on paper holds the same words and pictures, the same bytes each time, in a small file', async () => {
    const out = join(folder, 'made.pdf');
    const answer = await told('report', model, '--out', out, '--table', table, '--group', 'region');
    const pdf = await readFile(out);
    expect(pdf.subarray(0, 5).toString()).to.equal('%PDF-');
    expect(answer.bytes).to.equal(pdf.length);
    expect(pdf.length).to.be.below(150 * 1024);
    const words = textOfPdf(pdf);
    for (const wanted of [
      'by hand, version 1',
      'ROC curve',
      'Shapes',
      'income × arrears',
      'Limits of use',
      'Tables',
    ])
      expect(words, wanted).to.contain(wanted);
    await told('report', model, '--out', out, '--table', table, '--group', 'region');
    expect((await readFile(out)).equals(pdf)).to.equal(true);
  });

  it('is refused without what it needs, and wrong usage is told from refusal', async () => {
    const out = join(folder, 'never.html');
    const reasonOf = async (...argv: string[]): Promise<string> => {
      const { code, stdout } = await run('report', ...argv, '--json');
      expect(code).to.equal(1);
      return (JSON.parse(stdout) as { refused: string }).refused;
    };
    expect(await reasonOf(table, '--out', out)).to.match(/is no scorecard/);
    expect(await reasonOf(model, '--out', out, '--table', table, '--group', 'sex')).to.equal(
      'the table has no column "sex" to tell groups apart',
    );
    expect(await reasonOf(model, '--out', out, '--table', table, '--target', 'income')).to.match(
      /no class of two/,
    );
    expect(await reasonOf(model, '--out', join(folder, 'no', 'where.html'))).to.match(/cannot be written/);
    for (const argv of [
      [model],
      [model, '--out', join(folder, 'x.docx')],
      [model, '--out', out, '--group', 'region'],
      [model, '--out', out, '--language', 'de'],
    ]) {
      expect((await run('report', ...argv)).code, argv.join(' ')).to.equal(2);
    }
  });
});

/** The made scorecard as if it had been trained from this very file. */
async function cardOn(path: string): Promise<Scorecard> {
  const read = await readTable(path);
  if (read.kind === 'refused') throw new Error(read.reason);
  const made = madeCard();
  const training = { ...made.training, dataFingerprint: fingerprintOfTable(read.table) };
  const content = { ...made, training };
  return { ...content, fingerprint: fingerprintOfScorecard(content) };
}

interface Answer {
  readonly sections: readonly string[];
  readonly pictures: number;
  readonly bytes: number;
  readonly training: boolean;
}

async function told(...argv: readonly string[]): Promise<Answer> {
  const { code, stdout, stderr } = await run(...argv, '--json');
  expect(code, stderr).to.equal(0);
  return JSON.parse(stdout) as Answer;
}

function madeCsv(rows = MADE_TABLE.rows): string {
  const ids = MADE_TABLE.columns.map(({ id }) => id);
  const lines = Array.from({ length: rows }, (_, row) => {
    const values = rowOf(MADE_TABLE, row);
    return ids.map((id) => values[id] ?? '').join(',');
  });
  return `${[ids.join(','), ...lines].join('\n')}\n`;
}
