import { createHash } from 'node:crypto';
import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import { insertMany } from '../bulk.ts';
import type { Database } from '../database.ts';

/** A code of a notice that opens the person's pages once. Only its hash is kept. */
export interface NewSignInCode {
  readonly personId: number;
  readonly noticeId: number | null;
  /** Whose code it is, when somebody acts for the person. */
  readonly representativeId?: number | null;
  readonly code: string;
  readonly createdAt: IsoInstant;
  readonly expiresAt: IsoInstant;
}

export async function insertSignInCodes(db: Database, codes: readonly NewSignInCode[]): Promise<void> {
  await insertMany(
    db,
    'sign_in_codes',
    codes.map((code) => ({
      person_id: code.personId,
      notice_id: code.noticeId,
      representative_id: code.representativeId ?? null,
      code_hash: hashOf(code.code),
      created_at: code.createdAt,
      expires_at: code.expiresAt,
    })),
  );
}

export interface SpentCode {
  readonly personId: number;
  readonly noticeId: number | null;
  readonly representativeId?: number;
}

/** Uses a code up and tells whose it was. Null: wrong, used before, or expired; which of them is nobody's business. */
export async function spendSignInCode(
  db: Database,
  code: string,
  now: IsoInstant,
): Promise<SpentCode | null> {
  // One statement, so that of two who try at once only one gets in.
  const [row] = await db('sign_in_codes')
    .where({ code_hash: hashOf(code), used_at: null })
    .andWhere('expires_at', '>', now)
    .update({ used_at: now })
    .returning<{ person_id: number; notice_id: number | null; representative_id: number | null }[]>([
      'person_id',
      'notice_id',
      'representative_id',
    ]);
  if (row === undefined) return null;
  const { person_id: personId, notice_id: noticeId, representative_id: representativeId } = row;
  return { personId, noticeId, ...(representativeId === null ? {} : { representativeId }) };
}

/** Codes are long and random, so that a plain hash cannot be searched. Case and separators do not count. */
function hashOf(code: string): string {
  return createHash('sha256')
    .update(code.toUpperCase().replace(/[^A-Z0-9]/g, ''))
    .digest('hex');
}
