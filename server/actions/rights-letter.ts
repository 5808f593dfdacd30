import { loadPolicy } from '../../data/policies.ts';
import { profileOfPortfolio } from '../../data/profiles.ts';
import { insertNotices, type NewNotice } from '../../data/stores/notices.ts';
import { insertSignInCodes } from '../../data/stores/sign-in-codes.ts';
import { findLetterPerson, type LetterPerson } from '../../data/views/letter-persons.ts';
import { type Notice, noticeText } from '../../scoring/explanation/notice.ts';
import { addDays } from '../../scoring/portfolio/dates.ts';
import { policyText } from '../../scoring/policy/policy-text.ts';
import type { Language } from '../../scoring/portfolio/records.ts';
import { ownContact } from '../../scoring/safeguards/controller-profile.ts';
import type { Channel } from '../../scoring/safeguards/identity-proof.ts';
import { type AnswerPromise, LAWS_OWN } from '../../scoring/safeguards/rights-deadlines.ts';
import type { LetterSetting } from '../../scoring/safeguards/rights-letters.ts';
import type { ActionContext } from './action.ts';
import { CODE_DAYS } from './notice-channel.ts';
import { createSignInCode } from './sign-in-code.ts';

/** Of all letters about rights; the page of rights marks them as read. */
export const RIGHTS_NOTICES = [
  'rights_received',
  'rights_extended',
  'rights_answered',
  'rights_lifted',
] as const;
export type RightsNotice = (typeof RIGHTS_NOTICES)[number];

/** Puts a letter about a right, or the answer to a proposal, into the outbox. Whoever did not come through the portal gets a code to sign in with. */
export async function insertRightsLetter(
  context: ActionContext,
  to: { readonly personId: number; readonly channel: Channel; readonly language: Language },
  kind: RightsNotice | 'offer_answered',
  write: (setting: LetterSetting) => Notice,
): Promise<void> {
  const { db, vault, now, today } = context;
  const person = await letterPerson(context, to.personId);
  const code = to.channel === 'portal' ? null : createSignInCode();
  const validUntil = addDays(today, CODE_DAYS);
  const setting = await settingFor(context, person, to.language);
  const notice = write({
    ...setting,
    signIn: code === null ? null : { code, validUntil, address: context.address ?? null },
  });
  const [noticeId] = await insertNotices(db, vault, [
    {
      personId: to.personId,
      decisionId: null,
      reviewId: null,
      kind,
      language: to.language,
      channel: noticeChannel(to.channel, person),
      text: noticeText(notice),
      createdAt: now,
    },
  ]);
  if (code === null) return;
  await insertSignInCodes(db, [
    {
      personId: to.personId,
      noticeId: noticeId ?? null,
      code,
      createdAt: now,
      expiresAt: `${validUntil}T23:59:59.999Z`,
    },
  ]);
}

export async function letterPerson({ db, vault }: ActionContext, personId: number): Promise<LetterPerson> {
  const person = await findLetterPerson(db, vault, personId);
  if (person === null) throw new Error(`person ${personId} is not on record`);
  return person;
}

export async function settingFor(
  { db }: ActionContext,
  person: LetterPerson,
  language: Language,
): Promise<LetterSetting> {
  const policy = person.policyId === null ? null : await loadPolicy(db, person.policyId);
  const contact = policy?.policy.notice.contact;
  const profile = await profileOfPortfolio(db, person.portfolioId);
  return {
    language,
    country: person.country,
    controller: person.controller,
    contact:
      ownContact(profile, person.controller)?.dataProtectionEmail ??
      (contact === undefined ? null : policyText(contact, language)),
    signIn: null,
  };
}

/** By when the controller of these data says it answers: in its profile or its policy; without either the law's own month. */
export async function promiseTo({ db }: ActionContext, person: LetterPerson): Promise<AnswerPromise> {
  const policy = person.policyId === null ? null : await loadPolicy(db, person.policyId);
  const promised = policy?.policy.review ?? LAWS_OWN;
  const days = (await profileOfPortfolio(db, person.portfolioId))?.answerDays ?? null;
  return days === null ? promised : { ...promised, deadlineDays: Math.min(days, promised.deadlineDays) };
}

function noticeChannel(asked: Channel, person: LetterPerson): NewNotice['channel'] {
  if (asked === 'portal') return 'portal';
  if (asked === 'letter') return 'letter';
  return person.emailWorks ? 'email' : 'letter';
}
