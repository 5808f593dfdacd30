import { readNotice } from '../../scoring/explanation/read-notice.ts';
import { sectionsOf } from '../notice-document.ts';
import type { Page } from '../page.ts';
import type { PaperSection } from '../pdf/document.ts';
import type { Wording } from '../wording.ts';
import type { LetterData } from './letters.ts';

export interface LetterContext {
  readonly pdf: string;
  /** The letter's own; the page around it may be read in another. */
  readonly language: string;
  readonly subject: string;
  readonly date: string;
  readonly sections: readonly PaperSection[];
}

export const letterPage: Page<LetterContext> = {
  name: 'letter',
  voice: 'customer',
  section: 'letters',
  title: ({ subject }) => subject,
};

export function presentLetter(
  { id, text, language, createdAt }: LetterData,
  { date }: Wording,
): LetterContext {
  const { subject, blocks } = readNotice(text);
  return {
    pdf: `/my/letters/${id}/pdf`,
    language,
    subject,
    date: date(createdAt.slice(0, 10)),
    sections: blocks.flatMap(({ heading, lines }) => sectionsOf(heading, lines)),
  };
}
