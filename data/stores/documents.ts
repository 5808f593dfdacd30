import { createHash } from 'node:crypto';
import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Database } from '../database.ts';
import { openRows } from '../sealed-rows.ts';
import type { PersonKey, Vault } from '../vault.ts';

/** A paper handed in. Name and contents are sealed under the person's key. */
export interface DocumentListed {
  readonly id: number;
  readonly personId: number;
  readonly reviewId: number | null;
  readonly statementId: number | null;
  /** Shows this mandate. */
  readonly mandateId: number | null;
  /** Came with words of somebody who may not act for the person. */
  readonly unheardId: number | null;
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
  readonly mandateId?: number;
  readonly unheardId?: number;
  readonly name: string;
  readonly mediaType: string;
  readonly content: Buffer;
  readonly uploadedAt: IsoInstant;
}

/** Whose papers, or which. */
export type DocumentsAbout =
  | { readonly reviewId: number }
  | { readonly personId: number }
  | { readonly mandateId: number }
  | { readonly unheardId: number };

const NAME = 'document name';
const CONTENT = 'document';

export async function insertDocument(db: Database, vault: Vault, document: NewDocument): Promise<number> {
  const key = await vault.keyFor(db, document.personId);
  const [row] = await db('documents')
    .insert({
      person_id: document.personId,
      review_id: document.reviewId,
      statement_id: document.statementId,
      mandate_id: document.mandateId ?? null,
      unheard_request_id: document.unheardId ?? null,
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
  about: DocumentsAbout,
): Promise<readonly DocumentListed[]> {
  const rows = await db('documents')
    .where(columnOf(about))
    .orderBy('id')
    .select<DocumentRow[]>(...LISTED_COLUMNS);
  return openRows(db, vault, rows, (row, { key }) => listedOf(row, vault, key));
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

function columnOf(about: DocumentsAbout): Readonly<Record<string, number>> {
  if ('reviewId' in about) return { review_id: about.reviewId };
  if ('unheardId' in about) return { unheard_request_id: about.unheardId };
  return 'mandateId' in about ? { mandate_id: about.mandateId } : { person_id: about.personId };
}

const LISTED_COLUMNS = [
  'id',
  'person_id',
  'review_id',
  'statement_id',
  'mandate_id',
  'unheard_request_id',
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
  readonly mandate_id: number | null;
  readonly unheard_request_id: number | null;
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
    mandateId: row.mandate_id,
    unheardId: row.unheard_request_id,
    name,
    mediaType: row.media_type,
    bytes: row.bytes,
    sha256: row.sha256,
    uploadedAt: row.uploaded_at,
  };
}
