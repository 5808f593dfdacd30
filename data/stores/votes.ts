import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Verdict, Vote } from '../../scoring/review/review.ts';
import type { Database } from '../database.ts';
import { openRows } from '../sealed-rows.ts';
import type { PersonKey, Vault } from '../vault.ts';

export interface NewVote {
  readonly reviewId: number;
  readonly personId: number;
  readonly round: number;
  readonly vote: Vote;
}

const VERDICT = 'verdict';
const REASONS = 'vote reasons';

/** False: this member has voted in this round already; a vote is never changed. */
export async function insertVote(db: Database, vault: Vault, cast: NewVote): Promise<boolean> {
  const key = await vault.keyFor(db, cast.personId);
  const inserted = await db('votes')
    .insert({
      review_id: cast.reviewId,
      person_id: cast.personId,
      round: cast.round,
      member_id: cast.vote.memberId,
      cast_at: cast.vote.castAt,
      verdict_kind: cast.vote.verdict.kind,
      verdict_sealed: vault.seal(key, JSON.stringify(cast.vote.verdict), VERDICT),
      reasons_sealed: vault.seal(key, cast.vote.reasons, REASONS),
    })
    .onConflict(['review_id', 'round', 'member_id'])
    .ignore()
    .returning<{ id: number }[]>('id');
  return inserted.length === 1;
}

/** In the order cast; empty when the person is erased. Who may see whose vote is `visibleVotes`' business. */
export async function listVotes(
  db: Database,
  vault: Vault,
  reviewId: number,
  round: number,
): Promise<readonly Vote[]> {
  const rows = await db('votes')
    .where({ review_id: reviewId, round })
    .orderBy(['cast_at', 'id'])
    .select<VoteRow[]>();
  return openRows(db, vault, rows, (row, { key }) => voteOf(row, vault, key));
}

interface VoteRow {
  readonly person_id: number;
  readonly member_id: number;
  readonly cast_at: IsoInstant;
  readonly verdict_sealed: Buffer;
  readonly reasons_sealed: Buffer;
}

function voteOf(row: VoteRow, vault: Vault, key: PersonKey | undefined): Vote | null {
  const verdict = vault.open(key, row.verdict_sealed, VERDICT);
  const reasons = vault.open(key, row.reasons_sealed, REASONS);
  if (verdict === null || reasons === null) return null;
  return {
    memberId: row.member_id,
    castAt: row.cast_at,
    verdict: JSON.parse(verdict) as Verdict,
    reasons,
  };
}
