import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Recipient, RecipientKind } from '../../scoring/safeguards/recipients.ts';
import type { Database } from '../database.ts';
import { openRows } from '../sealed-rows.ts';
import type { Vault } from '../vault.ts';

/** Somebody who got a person's data and has to be told that they were corrected, erased or restricted (GDPR art. 19). */
export interface RecipientToTell extends Recipient {
  readonly id: number;
  readonly requestId: number;
  readonly toldAt: IsoInstant | null;
}

const RECIPIENT = 'recipient';

export async function insertRecipientsToTell(
  db: Database,
  vault: Vault,
  about: { readonly requestId: number; readonly personId: number },
  recipients: readonly Recipient[],
): Promise<void> {
  if (recipients.length === 0) return;
  const key = await vault.keyFor(db, about.personId);
  await db('recipients_to_tell').insert(
    recipients.map(({ kind, name }) => ({
      request_id: about.requestId,
      person_id: about.personId,
      kind,
      recipient_sealed: name === null ? null : vault.seal(key, name, RECIPIENT),
    })),
  );
}

export async function listRecipientsToTell(
  db: Database,
  vault: Vault,
  requestId: number,
): Promise<readonly RecipientToTell[]> {
  const rows = await db('recipients_to_tell').where({ request_id: requestId }).orderBy('id').select<
    {
      id: number;
      request_id: number;
      kind: RecipientKind;
      person_id: number;
      name: string | null;
      recipient_sealed: Buffer | null;
      told_at: IsoInstant | null;
    }[]
  >('id', 'request_id', 'person_id', 'kind', 'name', 'recipient_sealed', 'told_at');
  return openRows(db, vault, rows, (row, { open }) => ({
    id: row.id,
    requestId: row.request_id,
    kind: row.kind,
    // Rows from before the name was sealed hold it plainly.
    name: open(row.recipient_sealed, RECIPIENT) ?? row.name,
    toldAt: row.told_at,
  }));
}

/** False: there is none such in the request, or it was told before. */
export async function updateRecipientTold(
  db: Database,
  recipient: { readonly id: number; readonly requestId: number },
  by: number,
  now: IsoInstant,
): Promise<boolean> {
  const told = await db('recipients_to_tell')
    .where({ id: recipient.id, request_id: recipient.requestId, told_at: null })
    .update({ told_at: now, told_by: by });
  return told === 1;
}
