import { loadPolicy } from '../../data/policies.ts';
import { profileOfPortfolio } from '../../data/profiles.ts';
import type { NewNotice } from '../../data/stores/notices.ts';
import { findLetterPerson, type LetterPerson } from '../../data/views/letter-persons.ts';
import { type Notice, noticeText } from '../../scoring/explanation/notice.ts';
import { policyText } from '../../scoring/policy/policy-text.ts';
import type { Language } from '../../scoring/portfolio/records.ts';
import { ownContact } from '../../scoring/safeguards/controller-profile.ts';
import type { Channel } from '../../scoring/safeguards/identity-proof.ts';
import { processingOf } from '../../scoring/safeguards/purposes.ts';
import { type AnswerPromise, LAWS_OWN } from '../../scoring/safeguards/rights-deadlines.ts';
import type { LetterSetting } from '../../scoring/safeguards/rights-letters.ts';
import type { ActionContext } from './action.ts';
import { putLetters } from './put-letters.ts';

/** Of all letters about rights; the page of rights marks them as read. */
export const RIGHTS_NOTICES = [
  'rights_received',
  'rights_extended',
  'rights_answered',
  'rights_lifted',
] as const;
export type RightsNotice = (typeof RIGHTS_NOTICES)[number];

/** Letters about what a person proposed. */
export type OfferNotice = 'offer_answered' | 'offer_late';

/**
 * Puts a letter about a right, or the answer to a proposal, into the outbox. Whoever did not come through the portal gets
 * a code to sign in with. It is about the person's whole file: only a full mandate brings a copy of it.
 */
export async function insertRightsLetter(
  context: ActionContext,
  to: { readonly personId: number; readonly channel: Channel; readonly language: Language },
  kind: RightsNotice | OfferNotice,
  write: (setting: LetterSetting) => Notice,
): Promise<void> {
  const person = await letterPerson(context, to.personId);
  const setting = await settingFor(context, person, to.language);
  await putLetters(context, [
    {
      about: { kind: 'file' },
      personNeedsCode: to.channel !== 'portal',
      write: (signIn) => noticeText(write({ ...setting, signIn })),
      notice: {
        personId: to.personId,
        decisionId: null,
        reviewId: null,
        kind,
        language: to.language,
        channel: noticeChannel(to.channel, person),
        createdAt: context.now,
      },
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
    processing: processingOf(profile),
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
