import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Database } from '../database.ts';

export interface FileOpening {
  readonly reviewId: number;
  readonly round: number;
  readonly staffId: number;
  readonly openedAt: IsoInstant;
}

/** Somebody of the committee opened the file; each time counts. */
export async function insertFileOpening(db: Database, opening: FileOpening): Promise<void> {
  await db('file_openings').insert({
    review_id: opening.reviewId,
    round: opening.round,
    staff_id: opening.staffId,
    opened_at: opening.openedAt,
  });
}
