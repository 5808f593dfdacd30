import { insertNotices, type NewNotice } from '../../data/stores/notices.ts';
import { listMandatesForPersons, type StoredMandate } from '../../data/stores/mandates.ts';
import { insertSignInCodes } from '../../data/stores/sign-in-codes.ts';
import type { SignInTold } from '../../scoring/explanation/notice.ts';
import { addDays } from '../../scoring/portfolio/dates.ts';
import { type Reader, readersOf, wayToRepresentative } from '../../scoring/safeguards/letter-readers.ts';
import type { Matter } from '../../scoring/safeguards/mandate.ts';
import type { ActionContext } from './action.ts';
import { CODE_DAYS } from './notice-channel.ts';
import { createSignInCode } from './sign-in-code.ts';

/** A letter before it is known who reads it: whoever gets a copy gets a code of their own in it. */
export interface Letter {
  readonly notice: Omit<NewNotice, 'text' | 'mandateId'>;
  readonly about: Matter;
  /** The person came through the portal and needs no code; a representative always gets one. */
  readonly personNeedsCode: boolean;
  readonly write: (signIn: SignInTold | null) => string;
}

interface Copy {
  readonly notice: NewNotice;
  readonly code: string | null;
  readonly representativeId: number | null;
}

/** Puts letters into the outbox, each for whoever is to read it, and returns their numbers. */
export async function putLetters(
  context: ActionContext,
  letters: readonly Letter[],
): Promise<readonly number[]> {
  const { db, vault, now, today } = context;
  const personIds = letters.map(({ notice }) => notice.personId);
  const mandates = await listMandatesForPersons(db, vault, personIds);
  const copies = letters.flatMap((letter) =>
    readersOf(mandates.get(letter.notice.personId) ?? [], letter.about, today).map((reader) =>
      copyFor(context, letter, reader),
    ),
  );
  const noticeIds = await insertNotices(
    db,
    vault,
    copies.map(({ notice }) => notice),
  );
  await insertSignInCodes(
    db,
    copies.flatMap(({ notice, code, representativeId }, at) =>
      code === null
        ? []
        : [
            {
              personId: notice.personId,
              noticeId: noticeIds[at] ?? null,
              representativeId,
              code,
              createdAt: now,
              expiresAt: `${addDays(today, CODE_DAYS)}T23:59:59.999Z`,
            },
          ],
    ),
  );
  return noticeIds;
}

function copyFor(
  { today, address = null }: ActionContext,
  { notice, personNeedsCode, write }: Letter,
  reader: Reader<StoredMandate>,
): Copy {
  const code = reader.kind === 'representative' || personNeedsCode ? createSignInCode() : null;
  const text = write(code === null ? null : { code, validUntil: addDays(today, CODE_DAYS), address });
  if (reader.kind === 'person')
    return { notice: { ...notice, text, mandateId: null }, code, representativeId: null };
  const { mandateId, representativeId, identity } = reader.mandate;
  const channel = wayToRepresentative(identity?.contact ?? null);
  return { notice: { ...notice, text, mandateId, channel, attach: false }, code, representativeId };
}
