import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Channel } from '../../scoring/safeguards/identity-proof.ts';
import type { Unheard } from '../../scoring/safeguards/mandate.ts';
import type { Database } from '../database.ts';
import { openRows } from '../sealed-rows.ts';
import type { Vault } from '../vault.ts';

/** Words of somebody who may not act for a person: kept, and nothing done on them. */
export interface UnheardRequest {
  readonly id: number;
  readonly personId: number;
  /** Under which mandate it was sent; null where nobody had given one. */
  readonly mandateId: number | null;
  readonly because: Unheard;
  readonly channel: Channel;
  /** Null once the person is erased. */
  readonly words: string | null;
  readonly at: IsoInstant;
  /** Who of the staff wrote it down. */
  readonly staffId: number | null;
  readonly settledAt: IsoInstant | null;
}

const PURPOSE = 'unheard words';

export async function insertUnheardRequest(
  db: Database,
  vault: Vault,
  { words, ...request }: Omit<UnheardRequest, 'id' | 'settledAt' | 'words'> & { readonly words: string },
): Promise<number> {
  const key = await vault.keyFor(db, request.personId);
  const [row] = await db('unheard_requests')
    .insert({
      person_id: request.personId,
      mandate_id: request.mandateId,
      because: request.because,
      channel: request.channel,
      words_sealed: vault.seal(key, words, PURPOSE),
      at: request.at,
      staff_id: request.staffId,
    })
    .returning<{ id: number }[]>('id');
  if (row === undefined) throw new Error('unheard_requests: the database returned no id');
  return row.id;
}

/** Newest first. */
export async function listUnheardOf(
  db: Database,
  vault: Vault,
  personId: number,
): Promise<readonly UnheardRequest[]> {
  const rows = await db('unheard_requests').where({ person_id: personId }).orderBy('id', 'desc');
  return opened(db, vault, rows as readonly UnheardRow[]);
}

/** What nobody has looked into, oldest first. */
export async function listUnsettledUnheard(
  db: Database,
  vault: Vault,
  limit: number,
): Promise<readonly UnheardRequest[]> {
  const rows = await db('unheard_requests').where({ settled_at: null }).orderBy('id').limit(limit);
  return opened(db, vault, rows as readonly UnheardRow[]);
}

/** Returns false when there is none such, or it was settled before. */
export async function settleUnheard(
  db: Database,
  id: number,
  by: { readonly staffId: number; readonly now: IsoInstant },
): Promise<boolean> {
  const changed = await db('unheard_requests')
    .where({ id, settled_at: null })
    .update({ settled_at: by.now, settled_by: by.staffId });
  return changed > 0;
}

async function opened(
  db: Database,
  vault: Vault,
  rows: readonly UnheardRow[],
): Promise<readonly UnheardRequest[]> {
  return openRows(db, vault, rows, (row, { open }) => ({
    id: row.id,
    personId: row.person_id,
    mandateId: row.mandate_id,
    because: row.because,
    channel: row.channel,
    words: open(row.words_sealed, PURPOSE),
    at: row.at,
    staffId: row.staff_id,
    settledAt: row.settled_at,
  }));
}

interface UnheardRow {
  readonly id: number;
  readonly person_id: number;
  readonly mandate_id: number | null;
  readonly because: Unheard;
  readonly channel: Channel;
  readonly words_sealed: Buffer;
  readonly at: IsoInstant;
  readonly staff_id: number | null;
  readonly settled_at: IsoInstant | null;
}
