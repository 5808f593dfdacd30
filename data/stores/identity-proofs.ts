import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Channel, ProofMethod } from '../../scoring/safeguards/identity-proof.ts';
import type { Database } from '../database.ts';
import type { Vault } from '../vault.ts';

/** How somebody showed who they are: by which way they came, by what, and who of the staff made sure. */
export interface IdentityProof {
  readonly id: number;
  readonly personId: number;
  /** Of somebody who acts for the person: it shows who they are, and never that they are the person. */
  readonly mandateId?: number;
  readonly channel: Channel;
  readonly method: ProofMethod;
  /** A check that failed is kept, too: three in a row are no accident. */
  readonly passed: boolean;
  readonly staffId: number | null;
  readonly at: IsoInstant;
  readonly note: string | null;
}

const PURPOSE = 'identity proof';

export async function insertIdentityProof(
  db: Database,
  vault: Vault,
  proof: Omit<IdentityProof, 'id'>,
): Promise<number> {
  const key = proof.note === null ? null : await vault.keyFor(db, proof.personId);
  const [row] = await db('identity_proofs')
    .insert({
      person_id: proof.personId,
      mandate_id: proof.mandateId ?? null,
      channel: proof.channel,
      method: proof.method,
      passed: proof.passed ? 1 : 0,
      staff_id: proof.staffId,
      at: proof.at,
      note_sealed: key === null || proof.note === null ? null : vault.seal(key, proof.note, PURPOSE),
    })
    .returning<{ id: number }[]>('id');
  if (row === undefined) throw new Error('identity_proofs: the database returned no id');
  return row.id;
}

/** The person's own, newest first. */
export async function listIdentityProofs(
  db: Database,
  vault: Vault,
  personId: number,
): Promise<readonly IdentityProof[]> {
  const rows = await db('identity_proofs')
    .where({ person_id: personId, mandate_id: null })
    .orderBy('id', 'desc')
    .select<ProofRow[]>();
  const keys = await vault.keysFor(db, [personId]);
  return rows.map((row) => ({
    id: row.id,
    personId: row.person_id,
    channel: row.channel,
    method: row.method,
    passed: row.passed === 1,
    staffId: row.staff_id,
    at: row.at,
    note: row.note_sealed === null ? null : vault.open(keys.get(personId), row.note_sealed, PURPOSE),
  }));
}

export async function findIdentityProof(
  db: Database,
  vault: Vault,
  personId: number,
  id: number,
): Promise<IdentityProof | null> {
  return (await listIdentityProofs(db, vault, personId)).find((proof) => proof.id === id) ?? null;
}

interface ProofRow {
  readonly id: number;
  readonly person_id: number;
  readonly channel: Channel;
  readonly method: ProofMethod;
  readonly passed: number;
  readonly staff_id: number | null;
  readonly at: IsoInstant;
  readonly note_sealed: Buffer | null;
}
