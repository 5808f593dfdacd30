import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Recipient, RecipientKind } from '../../scoring/safeguards/recipients.ts';
import type { Database } from '../database.ts';

/** Somebody who got a person's data and has to be told that they were corrected, erased or restricted (GDPR art. 19). */
export interface RecipientToTell extends Recipient {
  readonly id: number;
  readonly requestId: number;
  readonly toldAt: IsoInstant | null;
}

export async function insertRecipientsToTell(
  db: Database,
  about: { readonly requestId: number; readonly personId: number },
  recipients: readonly Recipient[],
): Promise<void> {
  if (recipients.length === 0) return;
  await db('recipients_to_tell').insert(
    recipients.map(({ kind, name }) => ({
      request_id: about.requestId,
      person_id: about.personId,
      kind,
      name,
    })),
  );
}

export async function listRecipientsToTell(
  db: Database,
  requestId: number,
): Promise<readonly RecipientToTell[]> {
  const rows = await db('recipients_to_tell').where({ request_id: requestId }).orderBy('id').select<
    {
      id: number;
      request_id: number;
      kind: RecipientKind;
      name: string | null;
      told_at: IsoInstant | null;
    }[]
  >('id', 'request_id', 'kind', 'name', 'told_at');
  return rows.map((row) => ({
    id: row.id,
    requestId: row.request_id,
    kind: row.kind,
    name: row.name,
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
