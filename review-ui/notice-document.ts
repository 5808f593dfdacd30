import { readNotice } from '../scoring/explanation/read-notice.ts';
import type { IsoInstant } from '../scoring/portfolio/dates.ts';
import type { Language } from '../scoring/portfolio/records.ts';
import type { PaperDocument, PaperSection } from './pdf/document.ts';
import { wordingFor } from './wording.ts';

/** A notice as a letter: to whom, of which day, what it says, who signs. */
export function noticeDocument(
  {
    text,
    language,
    createdAt,
  }: { readonly text: string; readonly language: Language; readonly createdAt: IsoInstant },
  { name, address }: { readonly name: string | null; readonly address: string | null },
): PaperDocument {
  const { t, date } = wordingFor(language);
  const { subject, blocks } = readNotice(text);
  return {
    title: subject,
    facts: [
      ...(name === null ? [] : [{ name: t('customer.letter.to'), value: name }]),
      ...(address === null ? [] : [{ name: t('customer.letter.address'), value: address }]),
      { name: t('customer.letter.date'), value: date(createdAt.slice(0, 10)) },
    ],
    sections: blocks.map(({ heading, lines }) => sectionOf(heading, lines)),
  };
}

/** Lines with a dash are a list; they stand after the sentences of their block. */
export function sectionOf(heading: string | null, lines: readonly string[]): PaperSection {
  const isItem = (line: string): boolean => line.startsWith('– ');
  return {
    title: heading ?? '',
    texts: lines.filter((line) => !isItem(line)),
    list: lines.filter(isItem).map((line) => line.slice(2)),
  };
}
