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
  {
    name,
    address,
    actsFor = null,
  }: {
    readonly name: string | null;
    readonly address: string | null;
    /** Whom the reader acts for. */
    readonly actsFor?: { readonly name: string | null } | null;
  },
): PaperDocument {
  const { t, date } = wordingFor(language);
  const { subject, blocks } = readNotice(text);
  return {
    title: subject,
    facts: [
      ...(name === null ? [] : [{ name: t('customer.letter.to'), value: name }]),
      ...(address === null ? [] : [{ name: t('customer.letter.address'), value: address }]),
      ...(actsFor?.name == null ? [] : [{ name: t('customer.letter.actsFor'), value: actsFor.name }]),
      { name: t('customer.letter.date'), value: date(createdAt.slice(0, 10)) },
    ],
    sections: blocks.flatMap(({ heading, lines }) => sectionsOf(heading, lines)),
  };
}

/** Lines with a dash are a list. What follows a list stands after it, so that no sentence loses what it announces. */
export function sectionsOf(heading: string | null, lines: readonly string[]): readonly PaperSection[] {
  const runs: { readonly title: string; readonly texts: string[]; readonly list: string[] }[] = [];
  for (const line of lines) {
    const isItem = line.startsWith('– ');
    let run = runs.at(-1);
    if (run === undefined || (!isItem && run.list.length > 0)) {
      run = { title: runs.length === 0 ? (heading ?? '') : '', texts: [], list: [] };
      runs.push(run);
    }
    if (isItem) run.list.push(line.slice(2));
    else run.texts.push(line);
  }
  return runs;
}
