import type { IdentityShown } from './identity-shown.ts';
import { type DisclosureMade, disclosureTable } from './pages/disclosures.ts';
import { presentMyData } from './pages/my-data.ts';
import { type Look, presentMyLooks } from './pages/my-looks.ts';
import type { PaperDocument, PaperSection } from './pdf/document.ts';
import type { Wording } from './wording.ts';
import type { Notice } from '../scoring/explanation/notice.ts';
import type { IsoDate } from '../scoring/portfolio/dates.ts';
import type { Country, PersonFile } from '../scoring/portfolio/records.ts';
import { authorityLines } from '../scoring/safeguards/authorities.ts';
import type { RetentionRule } from '../scoring/safeguards/controller-profile.ts';
import { citationOf, type Processing } from '../scoring/safeguards/purposes.ts';
import type { Recipient } from '../scoring/safeguards/recipients.ts';
import { rightsTexts } from '../scoring/safeguards/rights-letters.ts';
import { RIGHTS } from '../scoring/safeguards/rights.ts';

/** Everything that is held about one person, before it is put into words. */
export interface AccessCopy {
  readonly on: IsoDate;
  readonly controller: string;
  readonly country: Country;
  /** Name, contact, as we know them; what we do not have is left out. */
  readonly identity: IdentityShown;
  readonly file: PersonFile;
  readonly statements: readonly { readonly kind: string; readonly at: string; readonly text: string }[];
  /** Each decision with its reasons, its data and what the person can do. */
  readonly decisions: readonly { readonly on: IsoDate; readonly told: Notice }[];
  /** What the controller uses data for, and on what basis. */
  readonly processing: readonly Processing[];
  /** How long the controller keeps what, and from when. */
  readonly retention: readonly RetentionRule[];
  readonly recipients: readonly Recipient[];
  /** Each time that data went out, with its extent. */
  readonly disclosed: readonly DisclosureMade[];
  readonly looks: readonly Look[];
  /** Every table with rows, as stored: what the sections above do not show is listed from here. */
  readonly tables: readonly {
    readonly table: string;
    readonly rows: readonly Readonly<Record<string, unknown>>[];
  }[];
}

/** Tables that the lists of records, the decisions and the looks show in full; the others are listed row by row. */
export const SHOWN_ELSEWHERE: ReadonlySet<string> = new Set([
  'claims',
  'claim_events',
  'invoices',
  'payments',
  'plans',
  'promises',
  'measures_taken',
  'person_statuses',
  'contacts',
  'public_records',
  'incomes',
  'applications',
  'consents',
  'restrictions',
  'decisions',
  'statements',
  'accesses',
  'disclosures',
]);

/** The copy as a document, for the page and the paper alike. */
export function presentAccessCopy(copy: AccessCopy, wording: Wording): PaperDocument {
  const { t, date } = wording;
  return {
    title: t('rights.copy.title'),
    lead: t('rights.copy.lead', { controller: copy.controller, date: date(copy.on) }),
    facts: copy.identity.map(({ what, value }) => ({ name: t(`rights.copy.identity.${what}`), value })),
    sections: [
      purposes(copy.processing, wording),
      ...records(copy, wording),
      recipients(copy, wording),
      { title: t('disclosures.title'), table: disclosureTable(copy.disclosed, wording) },
      ...decisions(copy, wording),
      looks(copy, wording),
      ...others(copy, wording),
      { title: t('rights.copy.kept'), texts: [t('rights.copy.keptText')] },
      rights(wording),
      { title: t('rights.copy.complain'), list: authorityLines(copy.country, wording.language) },
    ],
    foot: t('rights.copy.foot'),
  };
}

function purposes(processing: readonly Processing[], { t, language }: Wording): PaperSection {
  const { purpose: names, basis } = rightsTexts(language);
  return {
    title: t('rights.copy.purposes'),
    table: {
      caption: t('rights.copy.purposes'),
      columns: [
        { label: t('rights.copy.purpose'), kind: 'text' },
        { label: t('rights.copy.what'), kind: 'text' },
        { label: t('rights.copy.basis'), kind: 'text' },
      ],
      rows: processing.map((each) => ({
        cells: [
          names[each.purpose].name,
          names[each.purpose].what,
          `${basis[each.basis]} (${citationOf(each)})`,
        ],
      })),
      empty: t('common.none'),
      narrow: 'stack',
    },
  };
}

function records({ file, statements, retention }: AccessCopy, wording: Wording): readonly PaperSection[] {
  const { t } = wording;
  // Who the person is stands at the head of the copy.
  const { kinds, sent } = presentMyData(file, [], statements, [], retention, wording);
  return [
    ...kinds.map(({ name, table }) => ({ title: name, table })),
    {
      title: t('customer.data.sent'),
      texts:
        sent.length === 0
          ? [t('customer.data.noneSent')]
          : sent.map(({ date, kind, text }) => `${date}, ${kind}: ${text}`),
    },
  ];
}

function recipients(copy: AccessCopy, { t, language }: Wording): PaperSection {
  const { recipient, letter } = rightsTexts(language);
  return {
    title: t('rights.copy.recipients'),
    ...(copy.recipients.length === 0
      ? { texts: [letter.noRecipients] }
      : {
          list: copy.recipients.map(({ kind, name }) =>
            name === null ? recipient[kind] : `${recipient[kind]}: ${name}`,
          ),
        }),
  };
}

function decisions(copy: AccessCopy, { t, date }: Wording): readonly PaperSection[] {
  return copy.decisions.map(({ on, told }) => ({
    title: `${t('rights.copy.decision', { date: date(on) })}: ${told.subject}`,
    texts: told.blocks.flatMap(({ heading, lines }) => [
      ...(heading === null ? [] : [heading]),
      lines.join(' '),
    ]),
  }));
}

function looks(copy: AccessCopy, wording: Wording): PaperSection {
  return { title: wording.t('rights.copy.looks'), table: presentMyLooks(copy.looks, wording).table };
}

function others(copy: AccessCopy, wording: Wording): readonly PaperSection[] {
  return copy.tables
    .filter(({ table }) => !SHOWN_ELSEWHERE.has(table))
    .map(({ table, rows }) => ({
      title: wording.t(`rights.table.${table}`),
      list: rows.map((row) => rowText(row, wording)),
    }));
}

/** Numbers that only hold rows together say nothing to a person; everything else of a row is told. */
const TIES = /^(id|.*_id|proof_id|external_id|portfolio_id|fingerprint)$/;

function rowText(row: Readonly<Record<string, unknown>>, wording: Wording): string {
  return Object.entries(row)
    .filter(([column, value]) => !TIES.test(column) && value !== null && value !== '')
    .map(([column, value]) => `${column.replaceAll('_', ' ')}: ${valueText(value, wording)}`)
    .join(' · ');
}

function valueText(value: unknown, { date, instant }: Wording): string {
  if (typeof value === 'object') return JSON.stringify(value);
  const text = String(value as string | number);
  if (/^\d{4}-\d{2}-\d{2}T/.test(text)) return instant(text);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? date(text) : text;
}

function rights({ t, language }: Wording): PaperSection {
  const { right } = rightsTexts(language);
  return {
    title: t('rights.copy.rights'),
    list: [...RIGHTS.map((id) => `${right[id].name}. ${right[id].offer}`), t('rights.review.text')],
  };
}
