import { createHash } from 'node:crypto';
import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Language } from '../../scoring/portfolio/records.ts';
import type { Database } from '../database.ts';
import type { Vault } from '../vault.ts';

const PURPOSE = 'minutes';

export interface NewMinutes {
  readonly reviewId: number;
  readonly personId: number;
  readonly madeAt: IsoInstant;
  readonly language: Language;
  readonly pdf: Buffer;
}

export interface KeptMinutes {
  readonly pdf: Buffer;
  /** Of the bytes of the PDF. */
  readonly sha256: string;
  readonly language: Language;
}

/** False: they were kept before, and stay as they are. */
export async function insertMinutes(db: Database, vault: Vault, minutes: NewMinutes): Promise<boolean> {
  const key = await vault.keyFor(db, minutes.personId);
  const inserted = await db('review_minutes')
    .insert({
      review_id: minutes.reviewId,
      person_id: minutes.personId,
      made_at: minutes.madeAt,
      language: minutes.language,
      sha256: hashOf(minutes.pdf),
      pdf_sealed: vault.seal(key, minutes.pdf.toString('base64'), PURPOSE),
    })
    .onConflict('review_id')
    .ignore()
    .returning<{ review_id: number }[]>('review_id');
  return inserted.length === 1;
}

/** Null: nothing was printed yet, or the person was erased. */
export async function findMinutes(db: Database, vault: Vault, reviewId: number): Promise<KeptMinutes | null> {
  const row = await db('review_minutes').where({ review_id: reviewId }).first<MinutesRow | undefined>();
  if (row === undefined) return null;
  const keys = await vault.keysFor(db, [row.person_id]);
  const text = vault.open(keys.get(row.person_id), row.pdf_sealed, PURPOSE);
  if (text === null) return null;
  const pdf = Buffer.from(text, 'base64');
  if (hashOf(pdf) !== row.sha256) throw new Error(`the minutes of review ${reviewId} are not what was kept`);
  return { pdf, sha256: row.sha256, language: row.language };
}

interface MinutesRow {
  readonly person_id: number;
  readonly sha256: string;
  readonly language: Language;
  readonly pdf_sealed: Buffer;
}

function hashOf(pdf: Buffer): string {
  return createHash('sha256').update(pdf).digest('hex');
}
