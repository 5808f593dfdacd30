import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { ContestPoint, Grounds, WrongDatum } from '../../scoring/review/contest.ts';
import type { Channel } from '../../scoring/safeguards/identity-proof.ts';
import type { Database } from '../database.ts';
import { openRows } from '../sealed-rows.ts';
import type { Vault } from '../vault.ts';

/** One asking for people: by which way, who made sure of the person, and what they disagree with. Rows are only added. */
export interface Contest extends Grounds {
  readonly id: number;
  readonly reviewId: number;
  readonly personId: number;
  readonly at: IsoInstant;
  readonly channel: Channel;
  readonly proofId: number | null;
  /** Who took it down; null when the person wrote it. */
  readonly staffId: number | null;
  readonly statementId: number | null;
}

const PURPOSE = 'wrong data';

export async function insertContest(
  db: Database,
  vault: Vault,
  contest: Omit<Contest, 'id'>,
): Promise<number> {
  const { wrongData } = contest;
  const [row] = await db('contests')
    .insert({
      review_id: contest.reviewId,
      person_id: contest.personId,
      at: contest.at,
      channel: contest.channel,
      proof_id: contest.proofId,
      staff_id: contest.staffId,
      statement_id: contest.statementId,
      points: contest.points.join(' '),
      wrong_data_sealed:
        wrongData.length === 0
          ? null
          : vault.seal(await vault.keyFor(db, contest.personId), JSON.stringify(wrongData), PURPOSE),
    })
    .returning<{ id: number }[]>('id');
  if (row === undefined) throw new Error('contests: the database returned no id');
  return row.id;
}

/** Oldest first; once the person is erased, none. */
export async function listContests(
  db: Database,
  vault: Vault,
  reviewId: number,
): Promise<readonly Contest[]> {
  const rows = await db('contests').where({ review_id: reviewId }).orderBy('id').select<ContestRow[]>();
  return openRows(db, vault, rows, (row, { open }) => {
    const wrong = open(row.wrong_data_sealed, PURPOSE);
    return {
      id: row.id,
      reviewId: row.review_id,
      personId: row.person_id,
      at: row.at,
      channel: row.channel,
      proofId: row.proof_id,
      staffId: row.staff_id,
      statementId: row.statement_id,
      points: row.points === '' ? [] : (row.points.split(' ') as readonly ContestPoint[]),
      wrongData: wrong === null ? [] : (JSON.parse(wrong) as readonly WrongDatum[]),
    };
  });
}

interface ContestRow {
  readonly id: number;
  readonly review_id: number;
  readonly person_id: number;
  readonly at: IsoInstant;
  readonly channel: Channel;
  readonly proof_id: number | null;
  readonly staff_id: number | null;
  readonly statement_id: number | null;
  readonly points: string;
  readonly wrong_data_sealed: Buffer | null;
}
