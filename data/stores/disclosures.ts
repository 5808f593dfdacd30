import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { DisclosedField, DisclosurePurpose } from '../../scoring/safeguards/disclosure.ts';
import type { Recipient, RecipientKind } from '../../scoring/safeguards/recipients.ts';
import type { Database } from '../database.ts';
import type { Vault } from '../vault.ts';

export type DisclosedContent = readonly {
  readonly field: DisclosedField;
  readonly value: string | number | null;
}[];

/** Data of a claim that went to somebody outside. */
export interface Disclosure {
  readonly id: number;
  readonly personId: number;
  readonly claimId: number;
  readonly recipient: { readonly kind: RecipientKind; readonly name: string };
  readonly purpose: DisclosurePurpose;
  readonly extent: readonly DisclosedField[];
  readonly legalBasis: string;
  readonly by: number;
  readonly at: IsoInstant;
}

const PURPOSE = 'disclosure';
const RECIPIENT = 'recipient';

export async function insertDisclosure(
  db: Database,
  vault: Vault,
  { content, ...disclosure }: Omit<Disclosure, 'id' | 'extent'> & { readonly content: DisclosedContent },
): Promise<number> {
  const key = await vault.keyFor(db, disclosure.personId);
  const [row] = await db('disclosures')
    .insert({
      person_id: disclosure.personId,
      claim_id: disclosure.claimId,
      recipient_kind: disclosure.recipient.kind,
      recipient_name: '',
      recipient_sealed: vault.seal(key, disclosure.recipient.name, RECIPIENT),
      purpose: disclosure.purpose,
      extent: JSON.stringify(content.map(({ field }) => field)),
      content_sealed: vault.seal(key, JSON.stringify(content), PURPOSE),
      legal_basis: disclosure.legalBasis,
      disclosed_by: disclosure.by,
      disclosed_at: disclosure.at,
    })
    .returning<{ id: number }[]>('id');
  if (row === undefined) throw new Error('disclosures: the database returned no id');
  return row.id;
}

/** The newest first. */
export async function listDisclosures(
  db: Database,
  vault: Vault,
  personId: number,
): Promise<readonly Disclosure[]> {
  const rows = await db('disclosures')
    .where({ person_id: personId })
    .orderBy('id', 'desc')
    .select<DisclosureRow[]>();
  const key = await vault.keyFor(db, personId);
  return rows.map((row) => ({
    id: row.id,
    personId: row.person_id,
    claimId: row.claim_id,
    recipient: {
      kind: row.recipient_kind,
      // Rows from before the name was sealed hold it plainly.
      name: vault.open(key, row.recipient_sealed, RECIPIENT) ?? row.recipient_name,
    },
    purpose: row.purpose,
    extent: JSON.parse(row.extent) as readonly DisclosedField[],
    legalBasis: row.legal_basis,
    by: row.disclosed_by,
    at: row.disclosed_at,
  }));
}

/** Everybody whom a disclosure names, for whoever has to be told or wants to know. */
export async function listDisclosedTo(
  db: Database,
  vault: Vault,
  personId: number,
): Promise<readonly Recipient[]> {
  return (await listDisclosures(db, vault, personId)).map(({ recipient }) => recipient);
}

/** Exactly what went; null when there is no such disclosure, or the person is erased. */
export async function findDisclosedContent(
  db: Database,
  vault: Vault,
  id: number,
): Promise<DisclosedContent | null> {
  const row = await db('disclosures').where({ id }).first<DisclosureRow | undefined>();
  if (row === undefined) return null;
  const text = vault.open(await vault.keyFor(db, row.person_id), row.content_sealed, PURPOSE);
  return text === null ? null : (JSON.parse(text) as DisclosedContent);
}

interface DisclosureRow {
  readonly id: number;
  readonly person_id: number;
  readonly claim_id: number;
  readonly recipient_kind: RecipientKind;
  readonly recipient_name: string;
  readonly recipient_sealed: Buffer | null;
  readonly purpose: DisclosurePurpose;
  readonly extent: string;
  readonly content_sealed: Buffer;
  readonly legal_basis: string;
  readonly disclosed_by: number;
  readonly disclosed_at: IsoInstant;
}
