import type { Language } from '../portfolio/records.ts';
import { dateText } from './format.ts';
import { fill, type SignInTold } from './notice.ts';
import { MAIL_TEXTS } from './texts/mail-texts.ts';

export interface MailMessage {
  readonly subject: string;
  readonly text: string;
}

/** `attached`: the person asked for e-mail, and the letter goes along. Otherwise only that there is one. */
export function mailMessage(
  language: Language,
  {
    controller,
    signIn,
    attached,
  }: { readonly controller: string; readonly signIn: SignInTold; readonly attached: boolean },
): MailMessage {
  const texts = MAIL_TEXTS[language];
  const way = [
    ...(signIn.address === null ? [] : [fill(texts.open, { address: signIn.address })]),
    fill(texts.code, { code: signIn.code, date: dateText(signIn.validUntil, language) }),
  ];
  const paragraphs = [
    [texts.greeting],
    attached ? [texts.attached] : [texts.news, texts.why],
    way,
    [texts.unexpected],
    [controller],
  ];
  return {
    subject: fill(attached ? texts.attachedSubject : texts.subject, { controller }),
    text: `${paragraphs.map((lines) => lines.join('\n')).join('\n\n')}\n`,
  };
}
