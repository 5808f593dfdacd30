import type { Database } from '../database.ts';

/** Whose sessions they are. */
export type Account =
  | { readonly kind: 'staff'; readonly staffId: number }
  | { readonly kind: 'customer'; readonly personId: number }
  | { readonly kind: 'representative'; readonly representativeId: number };

/** How often all sessions of the account were ended; one that began in an earlier epoch is over. */
export async function findSessionEpoch(db: Database, account: Account): Promise<number> {
  const row = await db('session_epochs')
    .where({ account: nameOf(account) })
    .first<{ epoch: number } | undefined>('epoch');
  return row?.epoch ?? 0;
}

/** Ends every session of the account, on whatever computer or telephone it runs. */
export async function endSessions(db: Database, account: Account): Promise<void> {
  await db('session_epochs')
    .insert({ account: nameOf(account), epoch: 1 })
    .onConflict('account')
    .merge({ epoch: db.raw('session_epochs.epoch + 1') });
}

function nameOf(account: Account): string {
  switch (account.kind) {
    case 'staff':
      return `staff:${account.staffId}`;
    case 'customer':
      return `person:${account.personId}`;
    case 'representative':
      return `representative:${account.representativeId}`;
  }
}
