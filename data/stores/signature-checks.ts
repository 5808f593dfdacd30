import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Database } from '../database.ts';
import type { Vault } from '../vault.ts';

/** What was said of a paper's signatures when somebody asked. Rows are only added; the newest counts. */
export interface StoredSignatureCheck {
  readonly documentId: number;
  readonly personId: number;
  readonly at: IsoInstant;
  /** `valid`, `not_valid`, `unsigned`, or why nobody checked: `no_service`, `no_answer`, `odd_answer`. */
  readonly result: string;
  readonly signatures: number;
  readonly valid: number;
  readonly signers: readonly {
    readonly name: string;
    readonly signedAt: string | null;
    readonly holds: boolean;
  }[];
}

const PURPOSE = 'signers';

export async function insertSignatureCheck(
  db: Database,
  vault: Vault,
  check: StoredSignatureCheck,
): Promise<void> {
  const sealed =
    check.signers.length === 0
      ? null
      : vault.seal(await vault.keyFor(db, check.personId), JSON.stringify(check.signers), PURPOSE);
  await db('signature_checks').insert({
    document_id: check.documentId,
    person_id: check.personId,
    at: check.at,
    result: check.result,
    signatures: check.signatures,
    valid: check.valid,
    signers_sealed: sealed,
  });
}

/** The newest check of each document that has one. */
export async function listSignatureChecks(
  db: Database,
  vault: Vault,
  documentIds: readonly number[],
): Promise<ReadonlyMap<number, StoredSignatureCheck>> {
  const rows = await db('signature_checks')
    .whereIn('document_id', documentIds)
    .orderBy('id')
    .select<CheckRow[]>();
  const keys = await vault.keysFor(
    db,
    rows.map((row) => row.person_id),
  );
  return new Map(
    rows.map((row) => {
      const signers = vault.open(keys.get(row.person_id), row.signers_sealed, PURPOSE);
      return [
        row.document_id,
        {
          documentId: row.document_id,
          personId: row.person_id,
          at: row.at,
          result: row.result,
          signatures: row.signatures,
          valid: row.valid,
          signers: signers === null ? [] : (JSON.parse(signers) as StoredSignatureCheck['signers']),
        },
      ];
    }),
  );
}

interface CheckRow {
  readonly document_id: number;
  readonly person_id: number;
  readonly at: IsoInstant;
  readonly result: string;
  readonly signatures: number;
  readonly valid: number;
  readonly signers_sealed: Buffer | null;
}
