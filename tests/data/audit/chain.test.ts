import { expect } from 'chai';
import {
  appendAuditEntries,
  appendAuditEntry,
  listAuditEntriesOfPerson,
  type NewAuditEntry,
  readHead,
  verifyChain,
} from '../../../data/audit/chain.ts';
import { openDetails, sealDetails } from '../../../data/audit/details.ts';
import { type Database, isPostgres, openDatabase } from '../../../data/database.ts';
import { onEveryDatabase } from '../engines.ts';
import { refusalOf } from '../refusal.ts';
import { NOW } from '../small-portfolio.ts';

const entry: NewAuditEntry = {
  at: NOW,
  actor: { kind: 'staff', staffId: 7 },
  action: 'vote.cast',
  subject: { kind: 'review', id: 3 },
  details: { round: 1 },
};

onEveryDatabase('the audit chain', (check) => {
  check('an empty chain is intact', async ({ db }) => {
    expect(await verifyChain(db)).to.deep.include({ kind: 'intact', entries: 0 });
  });

  check('entries link to each other and verify', async ({ db }) => {
    await appendAuditEntries(db, [entry, entry, { ...entry, actor: { kind: 'system' } }]);
    await appendAuditEntry(db, { ...entry, actor: { kind: 'customer', personId: 5 } });
    expect(await verifyChain(db)).to.deep.equal({
      kind: 'intact',
      entries: 4,
      head: (await readHead(db)).hash,
    });
  });

  check('an entry is gone when its transaction is rolled back, and the chain goes on', async ({ db }) => {
    await appendAuditEntry(db, entry);
    await db
      .transaction(async (transaction) => {
        await appendAuditEntry(transaction, entry);
        throw new Error('the act failed');
      })
      .catch(() => undefined);
    await appendAuditEntry(db, entry);
    expect(await verifyChain(db)).to.deep.include({ kind: 'intact', entries: 2 });
  });

  check('entries written at once from several connections stand in one line', async ({ db, url }) => {
    const others = [openDatabase(url), openDatabase(url)];
    await Promise.all(
      Array.from({ length: 30 }, (_, at) => appendAuditEntry([db, ...others][at % 3] ?? db, entry)),
    );
    for (const other of others) await other.destroy();
    expect(await verifyChain(db)).to.deep.include({ kind: 'intact', entries: 30 });
  });

  check('the database refuses to change or delete an entry', async ({ db }) => {
    await appendAuditEntry(db, entry);
    expect(await refusalOf(db('audit_entries').update({ action: 'x' }))).to.include('never edited');
    expect(await refusalOf(db('audit_entries').delete())).to.include('never shortened');
  });

  check('somebody who gets past the database is found out: a changed entry', async ({ db }) => {
    await tenEntries(db);
    await withoutTriggers(db, () => db('audit_entries').where({ seq: 4 }).update({ actor_id: 8 }));
    expect(await verifyChain(db)).to.deep.include({ kind: 'broken', seq: 4, what: 'changed' });
  });

  check('a changed entry whose hash was recomputed breaks at the next one', async ({ db }) => {
    await tenEntries(db);
    await withoutTriggers(db, () =>
      db('audit_entries')
        .where({ seq: 4 })
        .update({ hash: 'a'.repeat(64) }),
    );
    expect(await verifyChain(db)).to.deep.include({ kind: 'broken', seq: 4 });
  });

  check('a deleted entry is missed', async ({ db }) => {
    await tenEntries(db);
    await withoutTriggers(db, () => db('audit_entries').where({ seq: 6 }).delete());
    expect(await verifyChain(db)).to.deep.equal({
      kind: 'broken',
      seq: 6,
      what: 'missing',
      expected: '6',
      found: '7',
    });
  });

  check('cutting off the newest entries shows', async ({ db }) => {
    await tenEntries(db);
    await withoutTriggers(db, () => db('audit_entries').where('seq', '>', 8).delete());
    expect(await verifyChain(db)).to.deep.include({ kind: 'broken', seq: 9, what: 'cut_off' });
  });

  check('sealed details open with the key, and the chain verifies without it', async ({ db, vault }) => {
    await vault.createKeys(db, [5]);
    const key = await vault.keyFor(db, 5);
    const details = sealDetails(vault, key, { reason: 'Mari is my neighbour' });
    await appendAuditEntry(db, { ...entry, personId: 5, details });
    await appendAuditEntry(db, { ...entry, personId: 5 });
    const opened = async (): Promise<readonly unknown[]> => {
      const now = await vault.keyFor(db, 5);
      return (await listAuditEntriesOfPerson(db, 5, 10)).map((each) => openDetails(vault, now, each));
    };
    expect(await opened()).to.deep.equal([{ round: 1 }, { reason: 'Mari is my neighbour' }]);
    await vault.destroyKey(db, 5, NOW);
    expect(await opened()).to.deep.equal([{ round: 1 }, null]);
    expect(await verifyChain(db)).to.deep.include({ kind: 'intact', entries: 2 });
  });
});

async function tenEntries(db: Database): Promise<void> {
  await appendAuditEntries(
    db,
    Array.from({ length: 10 }, () => entry),
  );
}

/** As an administrator of the database could do it. */
async function withoutTriggers(db: Database, work: () => Promise<unknown>): Promise<void> {
  for (const operation of ['update', 'delete']) {
    const on = isPostgres(db) ? ' on audit_entries' : '';
    await db.raw(`drop trigger audit_entries_no_${operation}${on}`);
  }
  await work();
}
