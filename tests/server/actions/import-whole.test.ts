import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { verifyChain } from '../../../data/audit/chain.ts';
import type { Vault } from '../../../data/vault.ts';
import { importFile } from '../../../server/actions/import-file.ts';
import { openPortfolio } from '../../../server/actions/open-portfolio.ts';
import { onEveryDatabase } from '../../data/engines.ts';
import { contextOf, csv, person, take } from './ledger-rows.ts';

onEveryDatabase('an import as a whole', (check) => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'recourse-import-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  check('a file that is refused whole leaves nothing behind', async ({ db, vault }) => {
    const context = contextOf(db, vault);
    const opened = await openPortfolio(context, { name: 'Ledger' });
    if (opened.kind === 'refused') throw new Error(opened.reason);
    const before = await db('audit_entries').count('* as n');
    for (const content of [
      '',
      'person_ref,person_ref\n',
      'person_ref,shoe_size\nP-1,44\n',
      Buffer.from([0x50, 0x4b, 0, 0]),
    ]) {
      const path = join(folder, 'bad.csv');
      writeFileSync(path, content);
      const result = await importFile(context, {
        portfolio: opened.portfolio,
        path,
        fileName: 'bad.csv',
        as: 'persons',
        refusedFile: `${path}.refused`,
      });
      expect(result.kind).to.equal('refused');
    }
    expect(await db('imports')).to.deep.equal([]);
    expect(await db('audit_entries').count('* as n')).to.deep.equal(before);
  });

  check(
    'each chunk stands in the audit trail, which verifies and tells no value of the file',
    async ({ db, vault }) => {
      await take(
        folder,
        contextOf(db, vault),
        csv(Array.from({ length: 5_001 }, (_, i) => person(i))),
        'persons',
      );
      const entries: { action: string; payload: Buffer }[] = await db('audit_entries')
        .orderBy('seq')
        .select('action', 'payload');
      expect(entries.map((entry) => entry.action)).to.deep.equal([
        'portfolio.created',
        'import.started',
        'import.chunk',
        'import.chunk',
        'import.finished',
      ]);
      const last = JSON.parse(entries.at(-2)!.payload.toString()) as Record<string, unknown>;
      expect(last).to.deep.include({ row: 5002, accepted: 5001, known: 0, refused: 0 });
      expect(last.proof).to.match(/^[\w-]{32}$/);
      const trail = Buffer.concat(entries.map((entry) => entry.payload)).toString();
      expect(trail, 'no plain hash that a guess could be tried against').not.to.match(/[0-9a-f]{64}/);
      expect(Buffer.concat(entries.map((entry) => entry.payload)).toString()).not.to.contain('Maasikas');
      expect((await verifyChain(db)).kind).to.equal('intact');
    },
  );

  check('an import that was cut off goes on where it stopped', async ({ db, vault }) => {
    const context = contextOf(db, vault);
    const content = csv(
      Array.from({ length: 10_100 }, (_, i) => person(i, i === 3 ? { language: 'xx' } : {})),
    );
    const broken = { ...context, vault: failingAfter(vault, 2) };
    await take(folder, broken, content, 'persons').then(
      () => expect.fail('the import did not fail'),
      () => undefined,
    );
    expect(await db('persons').count('* as n')).to.deep.equal([{ n: 9_999 }]);
    expect(await db('imports').select('state', 'error')).to.deep.equal([
      { state: 'failed', error: 'internal error' },
    ]);
    const done = await take(folder, context, content, 'persons');
    expect(done).to.deep.include({ accepted: 10_099, refused: 1, known: 0, resumed: true });
    expect(readFileSync(done.refusedFile!, 'utf8')).to.contain('row 5: language ""xx""');
    expect(await db('persons').count('* as n')).to.deep.equal([{ n: 10_099 }]);
    expect(await db('imports').select('state', 'error')).to.deep.equal([{ state: 'finished', error: null }]);
    expect((await verifyChain(db)).kind).to.equal('intact');
  });

  check(
    'two imports of one file at once take in every row once; the one that comes late stops',
    async ({ db, vault }) => {
      const context = contextOf(db, vault);
      const content = csv(Array.from({ length: 6_000 }, (_, i) => person(i)));
      await openPortfolio(context, { name: 'Ledger' });
      const both = await Promise.allSettled([
        take(folder, context, content, 'persons'),
        take(folder, context, content, 'persons'),
      ]);
      expect(both.filter(({ status }) => status === 'fulfilled')).not.to.deep.equal([]);
      for (const one of both) {
        if (one.status === 'rejected')
          expect(String(one.reason)).to.contain('another import of this file is under way');
      }
      expect(await db('persons').count('* as n')).to.deep.equal([{ n: 6_000 }]);
      expect(await db('person_keys').count('* as n')).to.deep.equal([{ n: 6_000 }]);
      const imports: { state: string }[] = await db('imports').select('state');
      for (const { state } of imports) expect(state).to.equal('finished');
      expect((await verifyChain(db)).kind).to.equal('intact');
    },
  );

  check(
    'demo sign-ins end with the first import of real people, not with simulated ones',
    async ({ db, vault }) => {
      const context = contextOf(db, vault);
      await db('staff').insert({
        username: 'planner',
        display_name: 'P',
        password_hash: 'x',
        roles: '["planner"]',
        language: 'et',
        demo: 1,
        created_at: context.now,
      });
      const simulated = await openPortfolio(context, { name: 'Sample', sample: true });
      if (simulated.kind === 'refused') throw new Error(simulated.reason);
      const path = join(folder, 'demo.csv');
      writeFileSync(path, csv([person(1)]));
      const order = { path, fileName: 'demo.csv', as: 'persons', refusedFile: `${path}.refused` } as const;
      await importFile(context, { ...order, portfolio: simulated.portfolio, sample: true });
      expect(await db('staff').whereNull('disabled_at').count('* as n')).to.deep.equal([{ n: 1 }]);
      await take(folder, context, csv([person(1)]), 'persons');
      expect(await db('staff').whereNull('disabled_at').count('* as n')).to.deep.equal([{ n: 0 }]);
    },
  );

  check('real people do not go into a portfolio of simulated ones', async ({ db, vault }) => {
    const context = contextOf(db, vault);
    await openPortfolio(context, { name: 'Sample', sample: true });
    expect(await openPortfolio(context, { name: 'Sample' })).to.deep.include({ kind: 'refused' });
  });
});

/** A vault whose keys run out: as good a crash as any in the middle of an import. */
function failingAfter(vault: Vault, calls: number): Vault {
  let left = calls;
  return new Proxy(vault, {
    get(target, name) {
      const found: unknown = Reflect.get(target, name, target);
      if (name === 'createKeys' && (left -= 1) < 0) throw new Error('Mari Maasikas');
      return typeof found === 'function' ? (found.bind(target) as unknown) : found;
    },
  });
}
