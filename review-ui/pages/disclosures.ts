import { apart } from '../locales/load.ts';
import type { Page } from '../page.ts';
import type { Table } from '../table.ts';
import type { Wording } from '../wording.ts';
import { isIsoDate, type IsoInstant } from '../../scoring/portfolio/dates.ts';
import {
  DISCLOSURE_PURPOSES,
  type DisclosedField,
  type DisclosurePurpose,
  recipientsFor,
} from '../../scoring/safeguards/disclosure.ts';
import { RECIPIENTS } from '../../scoring/safeguards/processing.ts';
import type { Recipient, RecipientKind } from '../../scoring/safeguards/recipients.ts';
import { rightsTexts } from '../../scoring/safeguards/rights-letters.ts';

/** What went to whom, for the person and for staff. */
export interface DisclosureMade {
  readonly id: number;
  readonly recipient: Recipient;
  readonly purpose: DisclosurePurpose;
  readonly extent: readonly DisclosedField[];
  readonly legalBasis: string;
  readonly at: IsoInstant;
}

export interface DisclosuresData {
  readonly decisionId: number;
  readonly values: {
    readonly purpose: DisclosurePurpose;
    readonly recipient: RecipientKind;
    readonly name: string;
  };
  readonly found:
    | null
    | { readonly kind: 'refused'; readonly because: string }
    | {
        readonly kind: 'extent';
        readonly extent: readonly {
          readonly field: DisclosedField;
          readonly value: string | number | null;
        }[];
        readonly legalBasis: string;
        readonly verify: string | null;
      };
  readonly made: readonly DisclosureMade[];
}

export interface DisclosuresContext {
  readonly decisionId: number;
  readonly values: Readonly<Record<string, string>>;
  readonly purposes: readonly { readonly value: string; readonly label: string; readonly hint: string }[];
  readonly recipients: readonly { readonly value: string; readonly label: string }[];
  /** Why nothing goes; null when nothing was asked, or when it may go. */
  readonly refusal: string | null;
  /** Exactly what goes, waiting for a yes. */
  readonly preview: {
    readonly fields: readonly { readonly name: string; readonly value: string }[];
    readonly legalBasis: string;
    readonly verify: string | null;
  } | null;
  readonly made: readonly { readonly id: number; readonly line: string; readonly fields: string }[];
}

export const disclosuresPage: Page<DisclosuresContext> = {
  name: 'disclosures',
  voice: 'staff',
  section: 'cases',
  title: (_, { t }) => t('disclosing.title'),
};

export function presentDisclosures(
  { decisionId, values, found, made }: DisclosuresData,
  wording: Wording,
): DisclosuresContext {
  const { t, instant, date } = wording;
  return {
    decisionId,
    values: { ...values },
    purposes: DISCLOSURE_PURPOSES.map((value) => ({
      value,
      label: t(`disclosing.purposes.${value}`),
      hint: recipientsFor(value)
        .map((kind) => t(`disclosing.recipients.${kind}`))
        .join(', '),
    })),
    recipients: RECIPIENTS.map((value) => ({ value, label: t(`disclosing.recipients.${value}`) })),
    refusal: found?.kind === 'refused' ? t(`disclosing.refused.${found.because}`) : null,
    preview:
      found?.kind === 'extent'
        ? {
            fields: found.extent.map(({ field, value }) => ({
              name: t(`disclosures.field.${field}`),
              value: typeof value === 'string' && isIsoDate(value) ? date(value) : String(value ?? '–'),
            })),
            legalBasis: found.legalBasis,
            verify: found.verify,
          }
        : null,
    made: made.map((each) => ({
      id: each.id,
      line: `${instant(each.at)} · ${apart(each.recipient.name ?? '–')} (${t(`disclosing.recipients.${each.recipient.kind}`)}) · ${t(`disclosing.purposes.${each.purpose}`)} · ${each.legalBasis}`,
      fields: fieldsTold(each.extent, wording),
    })),
  };
}

/** Who received what, when and why: for the person. */
export function disclosureTable(made: readonly DisclosureMade[], wording: Wording): Table {
  const { t, date } = wording;
  return {
    caption: t('disclosures.title'),
    columns: [
      { label: t('disclosures.to'), kind: 'text' },
      { label: t('disclosures.when'), kind: 'text' },
      { label: t('disclosures.why'), kind: 'text' },
      { label: t('disclosures.what'), kind: 'text' },
    ],
    rows: made.map((each) => ({
      cells: [
        toldRecipient(each.recipient, wording),
        date(each.at.slice(0, 10)),
        { text: t(`disclosures.purpose.${each.purpose}`), note: each.legalBasis },
        fieldsTold(each.extent, wording),
      ],
    })),
    empty: t('disclosures.none'),
    narrow: 'cards',
  };
}

function toldRecipient({ kind, name }: Recipient, { language }: Wording): string {
  const word = rightsTexts(language).recipient[kind];
  return name === null ? word : `${apart(name)} (${word})`;
}

function fieldsTold(extent: readonly DisclosedField[], { t }: Wording): string {
  return extent.map((field) => t(`disclosures.field.${field}`)).join(', ');
}
