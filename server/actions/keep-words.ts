import { insertContest } from '../../data/stores/contests.ts';
import { insertDocument } from '../../data/stores/documents.ts';
import { insertStatement } from '../../data/stores/statements.ts';
import type { Grounds } from '../../scoring/review/contest.ts';
import type { Channel } from '../../scoring/safeguards/identity-proof.ts';
import type { ActionContext } from './action.ts';
import { authorOf } from './author.ts';
import { staffIdOf } from './review-case.ts';

export interface PaperGiven {
  readonly name: string;
  readonly mediaType: string;
  readonly content: Buffer;
}

/** What a person said in a review, by which way, and what came with it. */
export interface WordsSaid {
  readonly reviewId: number;
  readonly personId: number;
  readonly decisionId: number;
  readonly statement: string;
  readonly grounds: Grounds;
  readonly documents?: readonly PaperGiven[];
  readonly channel: Channel;
  readonly proofId: number | null;
}

/** Keeps the words, the grounds and the papers together, in the transaction of the caller. */
export async function keepWords(
  context: ActionContext,
  said: WordsSaid,
): Promise<{ readonly documentIds: readonly number[] }> {
  const { db, vault, now, actor } = context;
  const { reviewId, personId, decisionId, grounds, channel, proofId } = said;
  const staffId = staffIdOf(context);
  const text = said.statement.trim();
  const statementId =
    text === ''
      ? null
      : await insertStatement(db, vault, {
          personId,
          reviewId,
          decisionId,
          kind: 'contest',
          ...authorOf(actor),
          at: now,
          text,
        });
  await insertContest(db, vault, {
    reviewId,
    personId,
    at: now,
    channel,
    proofId,
    staffId,
    statementId,
    ...grounds,
  });
  const documentIds: number[] = [];
  for (const paper of said.documents ?? []) {
    documentIds.push(
      await insertDocument(db, vault, { ...paper, personId, reviewId, statementId, uploadedAt: now }),
    );
  }
  return { documentIds };
}
