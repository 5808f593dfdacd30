import { createHash } from 'node:crypto';
import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Database } from '../database.ts';
import type { PersonKey, Vault } from '../vault.ts';

/** A paper handed in. Name and contents are sealed under the person's key. */
export interface DocumentListed {
  readonly id: number;
  readonly personId: number;
  readonly reviewId: number | null;
  readonly statementId: number | null;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  /** Of the contents as handed in. */
  readonly sha256: string;
  readonly uploadedAt: IsoInstant;
}

export interface NewDocument {
  readonly personId: number;
  readonly reviewId: number | null;
  readonly statementId: number | null;
  readonly name: string;
  readonly mediaType: string;
  readonly content: Buffer;
  readonly uploadedAt: IsoInstant;
}

const NAME = 'document name';
const CONTENT = 'document';

export async function insertDocument(db: Database, vault: Vault, document: NewDocument): Promise<number> {
  const key = await vault.keyFor(db, document.personId);
  const [row] = await db('documents')
    .insert({
      person_id: document.personId,
      review_id: document.reviewId,
      statement_id: document.statementId,
      name_sealed: vault.seal(key, document.name, NAME),
      media_type: document.mediaType,
      bytes: document.content.length,
      sha256: createHash('sha256').update(document.content).digest('hex'),
      content_sealed: vault.sealBytes(key, document.content, CONTENT),
      uploaded_at: document.uploadedAt,
    })
    .returning<{ id: number }[]>('id');
  if (row === undefined) throw new Error('documents: the database returned no id');
  return row.id;
}

/** Oldest first, without their contents. */
export async function listDocuments(
  db: Database,
  vault: Vault,
  about: { readonly reviewId: number } | { readonly personId: number },
): Promise<readonly DocumentListed[]> {
  const rows = await db('documents')
    .where('reviewId' in about ? { review_id: about.reviewId } : { person_id: about.personId })
    .orderBy('id')
    .select<DocumentRow[]>(...LISTED_COLUMNS);
  const keys = await vault.keysFor(
    db,
    rows.map((row) => row.person_id),
  );
  return rows.flatMap((row) => {
    const listed = listedOf(row, vault, keys.get(row.person_id));
    return listed === null ? [] : [listed];
  });
}

/** Null when there is none, or the person is erased. */
export async function findDocument(
  db: Database,
  vault: Vault,
  id: number,
): Promise<(DocumentListed & { readonly content: Buffer }) | null> {
  const row = await db('documents')
    .where({ id })
    .first<(DocumentRow & { content_sealed: Buffer }) | undefined>(...LISTED_COLUMNS, 'content_sealed');
  if (row === undefined) return null;
  const key = await vault.keyFor(db, row.person_id);
  const listed = listedOf(row, vault, key);
  const content = vault.openBytes(key, row.content_sealed, CONTENT);
  return listed === null || content === null ? null : { ...listed, content };
}

const LISTED_COLUMNS = [
  'id',
  'person_id',
  'review_id',
  'statement_id',
  'name_sealed',
  'media_type',
  'bytes',
  'sha256',
  'uploaded_at',
] as const;

interface DocumentRow {
  readonly id: number;
  readonly person_id: number;
  readonly review_id: number | null;
  readonly statement_id: number | null;
  readonly name_sealed: Buffer;
  readonly media_type: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly uploaded_at: IsoInstant;
}

function listedOf(row: DocumentRow, vault: Vault, key: PersonKey | undefined): DocumentListed | null {
  const name = vault.open(key, row.name_sealed, NAME);
  if (name === null) return null;
  return {
    id: row.id,
    personId: row.person_id,
    reviewId: row.review_id,
    statementId: row.statement_id,
    name,
    mediaType: row.media_type,
    bytes: row.bytes,
    sha256: row.sha256,
    uploadedAt: row.uploaded_at,
  };
}
