import { listDecisionsOfPerson } from '../../data/stores/decisions.ts';
import { listNoticesOfPerson, type Notice } from '../../data/stores/notices.ts';
import { hideCodes } from '../../scoring/explanation/sign-in-codes.ts';
import { lettersFor } from '../../scoring/safeguards/letter-readers.ts';
import type { Matter } from '../../scoring/safeguards/mandate.ts';
import type { Call } from '../http/route.ts';
import { personIdOf } from './matters.ts';

/** The letters that whoever is signed in finds on their page, newest first. */
export async function lettersOf(call: Call): Promise<readonly Notice[]> {
  const { db, vault } = call.context;
  const personId = personIdOf(call);
  const claims = new Map(
    (await listDecisionsOfPerson(db, personId)).map(({ id, claim_id }) => [id, claim_id]),
  );
  const aboutOf = (notice: Notice): Matter => matterOf(notice, claims.get(notice.decisionId ?? 0));
  const letters = lettersFor(await listNoticesOfPerson(db, vault, personId), readerOf(call), aboutOf);
  return letters.map((letter) => readBy(call, letter));
}

/** The letter as this reader may see it; null when it is none of theirs. */
export async function letterOf(call: Call, id: number): Promise<Notice | null> {
  return (await lettersOf(call)).find((letter) => letter.id === id) ?? null;
}

/** Whether it was written to whoever reads it, and not to somebody they act for, or who acts for them. */
export function isAddressee(call: Call, { mandateId }: Notice): boolean {
  return mandateId === (readerOf(call)?.mandateId ?? null);
}

function readBy(call: Call, letter: Notice): Notice {
  return isAddressee(call, letter) ? letter : { ...letter, text: hideCodes(letter.text) };
}

function readerOf({ actor }: Call) {
  return actor.kind === 'customer' ? (actor.mandate ?? null) : null;
}

/** What tells of no decision tells of the whole file. */
function matterOf({ decisionId, reviewId }: Notice, claimId: number | null | undefined): Matter {
  if (decisionId === null || claimId === undefined) return { kind: 'file' };
  return { kind: reviewId === null ? 'decision' : 'review', claimId };
}
