import type { Language } from '../../scoring/portfolio/records.ts';
import type { RecordCorrected } from '../../scoring/safeguards/corrections.ts';
import type { Database } from '../database.ts';
import { type Identity, openIdentity, personalCodeIndex, sealIdentity } from '../identity.ts';
import type { Vault } from '../vault.ts';
import { lockImports } from './imports.ts';
import { endSessions } from './session-epochs.ts';

interface PersonRow {
  readonly portfolio_id: number;
  readonly language: Language;
  readonly source: string;
  readonly identity_sealed: Buffer | null;
}

/** Who the person is and the language they are written to in, as it is kept beside a correction. */
export type IdentityKept = Identity & { readonly language: Language };

/** Name, code, contact and language, which may be put right, and who told them; null when the person is erased. */
export async function findCorrectableIdentity(
  db: Database,
  vault: Vault,
  personId: number,
): Promise<{ readonly source: string; readonly values: Readonly<Record<string, string | null>> } | null> {
  const found = await findIdentity(db, vault, personId);
  if (found === null) return null;
  const { name, personalCode, address, email, phone } = found.identity;
  const { source, language } = found.row;
  return { source, values: { name, personalCode, address, email, phone, language } };
}

/**
 * Puts right who the person is. The code is what their file is found and entered by: its index goes with it, and whoever
 * came in by the old one is out. Null: it is not the record of this person.
 */
export async function correctIdentity(
  db: Database,
  vault: Vault,
  { recordId, values }: RecordCorrected,
  personId: number,
): Promise<{ readonly before: IdentityKept; readonly after: IdentityKept } | null> {
  const found = recordId === personId ? await findIdentity(db, vault, personId) : null;
  if (found === null) return null;
  const before: IdentityKept = { ...found.identity, language: found.row.language };
  const after: IdentityKept = { ...before, ...values };
  const { language, ...identity } = after;
  const { personalCode } = identity;
  await db('persons')
    .where({ id: personId })
    .update({
      language,
      source: 'person',
      identifier_index: personalCode === null ? null : personalCodeIndex(vault, personalCode),
      identity_sealed: sealIdentity(vault, await vault.keyFor(db, personId), identity),
    });
  if (personalCode !== before.personalCode) await endSessions(db, { kind: 'customer', personId });
  return { before, after };
}

/**
 * Whether somebody else of the same controller has the code. Files of other controllers are not asked: theirs may well
 * be of the same human being. Until the transaction ends nobody else can be given it.
 */
export async function isCodeOfAnother(
  db: Database,
  vault: Vault,
  { personId, code }: { readonly personId: number; readonly code: string },
): Promise<boolean> {
  const person = await db('persons').where({ id: personId }).first<PersonRow | undefined>('portfolio_id');
  if (person === undefined) return false;
  await lockImports(db, person.portfolio_id);
  const other = await db('persons')
    .where({ portfolio_id: person.portfolio_id, identifier_index: personalCodeIndex(vault, code) })
    .whereNot({ id: personId })
    .first<{ id: number } | undefined>('id');
  return other !== undefined;
}

async function findIdentity(
  db: Database,
  vault: Vault,
  personId: number,
): Promise<{ readonly row: PersonRow; readonly identity: Identity } | null> {
  const row = await db('persons')
    .where({ id: personId })
    .first<PersonRow | undefined>('portfolio_id', 'language', 'source', 'identity_sealed');
  if (row === undefined) return null;
  const identity = openIdentity(vault, await vault.keyFor(db, personId), row.identity_sealed);
  return identity === null ? null : { row, identity };
}
