import { readNotice } from '../../scoring/explanation/read-notice.ts';
import type { Page } from '../page.ts';
import type { Wording } from '../wording.ts';
import type { Choice } from './customer-decision.ts';

export interface LettersContext {
  /** Each in the language it was written in. */
  readonly letters: readonly (Choice & { readonly language: string })[];
}

export const lettersPage: Page<LettersContext> = {
  name: 'letters',
  voice: 'customer',
  section: 'letters',
  title: (_context, { t }) => t('customer.letter.all'),
};

export interface LetterData {
  readonly id: number;
  readonly text: string;
  readonly createdAt: string;
  readonly readAt: string | null;
  readonly language: string;
}

/** Newest first, as they come. */
export function presentLetters(notices: readonly LetterData[], { t, date }: Wording): LettersContext {
  return {
    letters: notices.map(({ id, text, createdAt, readAt, language }) => ({
      language,
      href: `/my/letters/${id}`,
      title: readNotice(text).subject,
      text: `${date(createdAt.slice(0, 10))}${readAt === null ? ` · ${t('customer.letter.unread')}` : ''}`,
    })),
  };
}
