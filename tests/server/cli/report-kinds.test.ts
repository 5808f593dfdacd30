import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { TrainingReport } from '../../../scoring/monitoring/training-report.ts';
import type { Scorecard } from '../../../scoring/scorecard/scorecard.ts';
import { seededRandom } from '../../../scoring/scorecard/seeded.ts';
import { faultsOf } from '../../review-ui/html.ts';
import { textOfPdf } from '../../review-ui/pdf-text.ts';
import { runCommand as run } from './run-command.ts';

const ROWS = 500;

/** What is asked of `train`, and what of a table afterwards, by kind. */
const KINDS = {
  hazard: {
    train: ['--target', 'paid', '--kind', 'hazard', '--months', 'followed', '--drop', 'share,amount'],
    table: ['--months', 'followed'],
    words: [
      'Month by month',
      'Expected recovery',
      'AUC at month 12',
      'whose state is known then',
      'Concordance',
    ],
  },
  share: {
    train: ['--target', 'share', '--kind', 'share', '--drop', 'paid,followed,amount'],
    table: [],
    words: ['How well it foretells', 'How far off single cases are', 'R²', 'percentage points'],
  },
  amount: {
    train: ['--target', 'amount', '--kind', 'amount', '--drop', 'paid,followed,share'],
    table: [],
    words: ['Points are the amount itself', 'Mean absolute error', 'Share of the total, reached', 'R²'],
  },
} as const;
type Kind = keyof typeof KINDS;

describe('scorecards of months, shares and amounts', function () {
  this.timeout(120_000);
  let folder: string;
  let table: string;
  const modelOf = (kind: Kind): string => join(folder, `${kind}.json`);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'recourse-kinds-'));
    table = join(folder, 'claims.csv');
    await writeFile(table, claimsCsv());
    await writeFile(join(folder, 'spec.yaml'), 'monotone: { debt: -1 }\n');
    for (const kind of Object.keys(KINDS) as Kind[]) {
      const { code, stderr } = await run(
        'train',
        table,
        ...KINDS[kind].train,
        '--spec',
        join(folder, 'spec.yaml'),
        '--cv',
        '3',
        '--out',
        modelOf(kind),
        '--json',
      );
      expect(code, stderr).to.equal(0);
    }
  });
  after(() => rm(folder, { recursive: true }));

  for (const kind of Object.keys(KINDS) as Kind[]) {
    it(`${kind}: training leaves its report, and it is told in pictures with the words that fit`, async () => {
      const left = JSON.parse(
        await readFile(modelOf(kind).replace('.json', '.report.json'), 'utf8'),
      ) as TrainingReport;
      expect([left.performance.kind, left.performance.rows]).to.deep.equal([kind, ROWS]);
      expect(left.constraints?.held).to.equal(1);
      const out = join(folder, `${kind}.html`);
      const answer = await told('report', modelOf(kind), '--out', out);
      expect(answer.training).to.equal(true);
      expect(answer.sections).to.deep.equal([
        'performance-training',
        'calibration-training',
        'terms',
        'shapes',
        'findings',
        'data',
        'limits',
      ]);
      const html = await readFile(out, 'utf8');
      for (const words of KINDS[kind].words) expect(html, words).to.contain(words);
      expect(html).to.contain('What each direction costs').and.to.contain('Fold by fold');
      expect(html).not.to.match(/undefined|NaN|Infinity|\[object|model\.\w+/);
      expect(faultsOf(html.replace(/<style>[^<]*<\/style>/, ''))).to.deep.equal([]);
    });

    it(`${kind}: a table adds what each term gains and how groups fare, and its own rows are known again`, async () => {
      const out = join(folder, `${kind}-et.html`);
      const asked = [...KINDS[kind].table, '--table', table, '--group', 'region'];
      const { sections } = await told('report', modelOf(kind), '--out', out, '--language', 'et', ...asked);
      // The training report tells of the same rows, better: they are not told twice.
      expect(sections).not.to.include('performance-table');
      const html = await readFile(out, 'utf8');
      expect(html).to.contain('Rühmad veeru region järgi');
      expect(html).to.contain(kind === 'hazard' ? 'AUC kadu ilma selleta' : 'R² kadu ilma selleta');
      expect(html).not.to.match(/undefined|NaN|Infinity|\[object|model\.\w+/);
      const other = join(folder, 'other.csv');
      await writeFile(other, claimsCsv(9, 300));
      const again = await told('report', modelOf(kind), '--out', out, ...KINDS[kind].table, '--table', other);
      expect(again.sections).to.include('performance-table');
    });

    it(`${kind}: on paper it holds the same words`, async () => {
      const out = join(folder, `${kind}.pdf`);
      await told('report', modelOf(kind), '--out', out);
      const words = textOfPdf(await readFile(out));
      expect(words).to.contain('Shapes').and.to.contain('Limits of use').and.to.contain('Fold by fold');
    });

    it(`${kind}: a change by hand is measured before and after by what fits, and adds up as before`, async () => {
      const out = join(folder, `${kind}-2.json`);
      const parent = JSON.parse(await readFile(modelOf(kind), 'utf8')) as Scorecard;
      const asked = [...KINDS[kind].table, '--table', table, '--why', 'a test', '--by', 'mari', '--out', out];
      const changes = ['--split', 'noise@33.25', '--drop', 'region', '--fix', 'promises:0=-3'];
      const { before, after, swap, rows } = await told<Edited>('edit', modelOf(kind), ...changes, ...asked);
      expect(rows).to.equal(ROWS);
      const first = kind === 'hazard' ? 'concordance' : 'r2';
      expect(Object.keys(before)[0]).to.equal(first);
      // The region counted: without it less is known.
      expect(after[first]).to.be.below(before[first]!);
      expect(swap === null).to.equal(kind !== 'hazard');
      const edited = JSON.parse(await readFile(out, 'utf8')) as Scorecard;
      expect(edited.target).to.deep.equal(parent.target);
      expect(edited.characteristics.map(({ id }) => id)).not.to.include('region');
      const counted = (of: Scorecard): number =>
        of.characteristics
          .find(({ id }) => id === 'noise')!
          .attributes.reduce((sum, { count }) => sum + count, 0);
      expect(counted(edited)).to.equal(counted(parent));
      const html = join(folder, `${kind}-2.html`);
      await told('report', out, '--out', html);
      const text = await readFile(html, 'utf8');
      for (const words of ['Changed by hand', 'Before and after', 'mari']) expect(text).to.contain(words);
    });
  }

  it('who moves is told where a cut-off is named: an amount, and a share', async () => {
    for (const [kind, cutoff] of [
      ['amount', '150'],
      ['share', '0.4'],
    ] as const) {
      const out = join(folder, `${kind}-3.json`);
      const { swap } = await told<Edited>(
        'edit',
        modelOf(kind),
        '--drop',
        'region',
        '--table',
        table,
        '--cutoff',
        cutoff,
        '--why',
        'a test',
        '--out',
        out,
      );
      expect(swap?.cutoff).to.equal(Number(cutoff));
      expect(swap!.swappedIn.rows + swap!.swappedOut.rows).to.be.above(0);
    }
  });

  it('a curve wants to know how long each case was followed, and no probability is above 1', async () => {
    const out = join(folder, 'never.json');
    const without = ['--table', table, '--out', join(folder, 'never.html')];
    expect((await run('report', modelOf('hazard'), ...without)).code).to.equal(2);
    const asked = ['--drop', 'region', '--table', table, '--why', 'a test', '--out', out];
    expect((await run('edit', modelOf('hazard'), ...asked)).code).to.equal(2);
    expect((await run('edit', modelOf('share'), ...asked, '--cutoff', '2')).code).to.equal(2);
  });
});

interface Edited {
  readonly rows: number;
  readonly before: Readonly<Record<string, number>>;
  readonly after: Readonly<Record<string, number>>;
  readonly swap: {
    readonly cutoff: number;
    readonly swappedIn: { readonly rows: number };
    readonly swappedOut: { readonly rows: number };
  } | null;
}

interface Told {
  readonly training: boolean;
  readonly sections: readonly string[];
}

async function told<Answer = Told>(...argv: readonly string[]): Promise<Answer> {
  const { code, stdout, stderr } = await run(...argv, '--json');
  expect(code, stderr || stdout).to.equal(0);
  return JSON.parse(stdout) as Answer;
}

/** Less is paid, and later, the greater the debt; the north and who promised pay sooner. Half are followed to the end. */
function claimsCsv(seed = 5, rows = ROWS): string {
  const random = seededRandom(seed);
  const lines = Array.from({ length: rows }, () => {
    const debt = Math.round(50 + 1000 * random());
    const region = random() < 0.4 ? 'north' : 'south';
    const promises = Math.floor(4 * random());
    const noise = (100 * random()).toFixed(2);
    const pull = -1.6 - debt / 700 + (region === 'north' ? 0.9 : 0) + 0.3 * promises;
    const watched = random() < 0.5 ? 18 : 1 + Math.floor(17 * random());
    let followed = watched;
    let paid = 0;
    for (let month = 1; month <= watched && paid === 0; month += 1) {
      if (random() < 1 / (1 + Math.exp(-pull))) [paid, followed] = [1, month];
    }
    const share = Math.min(1, Math.max(0, 1 / (1 + Math.exp(-pull - 1)) + 0.2 * (random() - 0.5)));
    const amount = debt * share * 0.8 + 30 * random();
    return [debt, region, promises, noise, followed, paid, share.toFixed(3), amount.toFixed(2)].join(',');
  });
  return `debt,region,promises,noise,followed,paid,share,amount\n${lines.join('\n')}\n`;
}
