import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { EditDone } from '../../../scoring/scorecard/edit-record.ts';
import type { Scorecard } from '../../../scoring/scorecard/scorecard.ts';
import { rowOf } from '../../../scoring/scorecard/table.ts';
import { MADE_TABLE, madeCard } from '../../scoring/scorecard/made-card.ts';
import { runCommand as run } from './run-command.ts';

describe('recourse edit', () => {
  let folder: string;
  let model: string;
  let table: string;
  let out: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'recourse-edit-'));
    [model, table, out] = ['made.json', 'made.csv', 'made-2.json'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    await writeFile(model, JSON.stringify(madeCard()));
    const ids = MADE_TABLE.columns.map(({ id }) => id);
    const lines = Array.from({ length: MADE_TABLE.rows }, (_, row) => {
      const values = rowOf(MADE_TABLE, row);
      return ids.map((id) => values[id] ?? '').join(',');
    });
    await writeFile(table, `${[ids.join(','), ...lines].join('\n')}\n`);
  });
  afterEach(() => rm(folder, { recursive: true }));

  const usual = (): string[] => ['--table', table, '--why', 'too few cases', '--by', 'mari', '--out', out];

  it('writes a new version with its record, and tells both sides and who moves', async () => {
    const before = await readFile(model, 'utf8');
    const answer = await done(
      model,
      '--drop',
      'income × arrears',
      '--split',
      'bureau@50',
      '--merge',
      'income:0,1',
      '--fix',
      'region:1=-4.5',
      ...usual(),
      '--cutoff',
      '0.4',
    );
    expect(Object.keys(answer)).to.deep.equal([
      'version',
      'fingerprint',
      'parent',
      'changes',
      'rows',
      'before',
      'after',
      'swap',
    ]);
    expect(answer.changes.map(({ kind }) => kind)).to.deep.equal(['drop', 'split', 'merge', 'fix']);
    const edited = JSON.parse(await readFile(out, 'utf8')) as Scorecard;
    expect([edited.version, edited.fingerprint]).to.deep.equal([2, answer.fingerprint]);
    expect(edited.edits?.[0]).to.deep.include({ by: 'mari', why: 'too few cases', parent: answer.parent });
    expect(edited.edits?.[0]?.changes).to.deep.equal(answer.changes);
    expect(edited.edits?.[0]?.at).to.match(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(answer.after.auc).to.not.equal(answer.before.auc);
    const { bothIn, swappedIn, swappedOut, bothOut, cutoff } = answer.swap;
    expect(cutoff).to.equal(0.4);
    expect(bothIn.rows + swappedIn.rows + swappedOut.rows + bothOut.rows).to.equal(MADE_TABLE.rows);
    expect(swappedIn.rows + swappedOut.rows).to.be.above(0);
    expect(await readFile(model, 'utf8')).to.equal(before);
  });

  it('makes a version that the other commands take, and its report tells of the change', async () => {
    await done(model, '--merge', 'income:0,1', ...usual());
    const html = join(folder, 'made-2.html');
    expect((await run('report', out, '--out', html)).code).to.equal(0);
    const told = await readFile(html, 'utf8');
    for (const words of [
      'Changed by hand',
      'too few cases',
      'mari',
      'Who moves across the cut-off',
      'Before and after',
    ])
      expect(told, words).to.contain(words);
    const again = join(folder, 'made-3.json');
    const options = [...usual().slice(0, -1), again];
    expect((await done(out, '--drop', 'income × arrears', ...options)).version).to.equal(3);
  });

  it('is refused with a sentence where it would break a direction, and writes nothing', async () => {
    const { code, stdout } = await run('edit', model, '--fix', 'income:2=-60', ...usual(), '--json');
    expect(code).to.equal(1);
    expect((JSON.parse(stdout) as { refused: string }).refused).to.equal(
      '"income" would go against its declared direction between [900, 1600) and [1600, ∞)',
    );
    expect(await readFile(out, 'utf8').catch(() => 'nothing')).to.equal('nothing');
  });

  it('never writes over the version that it changes, by file or by number', async () => {
    const over = await run('edit', model, '--drop', 'region', ...usual().slice(0, -1), model);
    expect(over.stderr).to.match(/is the scorecard that is changed: a version stays as it is/);
    const same = await run('edit', model, '--drop', 'region', ...usual(), '--as', '1');
    expect(same.stderr).to.match(/version 1 is there already/);
    expect(JSON.parse(await readFile(model, 'utf8'))).to.deep.equal(madeCard());
  });

  it('wrong usage ends with exit code 2', async () => {
    for (const change of [
      [],
      ['--merge', 'income'],
      ['--merge', 'income:1'],
      ['--split', 'income'],
      ['--fix', 'income:1=many'],
    ]) {
      expect((await run('edit', model, ...change, ...usual())).code, change.join(' ')).to.equal(2);
    }
  });
});

interface Side {
  readonly auc: number;
}

interface Cell {
  readonly rows: number;
}

interface Answer {
  readonly version: number;
  readonly fingerprint: string;
  readonly parent: { readonly version: number; readonly fingerprint: string };
  readonly changes: readonly EditDone[];
  readonly before: Side;
  readonly after: Side;
  readonly swap: Readonly<Record<'bothIn' | 'swappedIn' | 'swappedOut' | 'bothOut', Cell>> & {
    readonly cutoff: number;
  };
}

async function done(...argv: readonly string[]): Promise<Answer> {
  const { code, stdout, stderr } = await run('edit', ...argv, '--json');
  expect(code, stderr).to.equal(0);
  return JSON.parse(stdout) as Answer;
}
