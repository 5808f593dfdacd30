import {
  type AddableList,
  CORRECTABLE,
  type CorrectableList,
  type FieldKind,
  isCorrectable,
} from '../scoring/safeguards/corrections.ts';
import { codeText } from './facts.ts';
import type { Wording } from './wording.ts';

/** A record that may be put right, as storage hands it over. */
export interface CorrectableShown {
  readonly list: CorrectableList;
  readonly recordId: number;
  readonly source: string;
  /** What it is known by: its kind, its claim. */
  readonly marks: Readonly<
    Partial<Record<'kind' | 'code' | 'number' | 'creditor' | 'channel' | 'direction', string>>
  >;
  readonly values: Readonly<Record<string, string | number | null>>;
}

/** "Registers: bureau rating, C, 1 March 2025 (credit register)" */
export function recordLabel(record: CorrectableShown, wording: Wording): string {
  const { list, source, values } = record;
  const { t, date, money } = wording;
  const kinds: Readonly<Record<string, FieldKind>> = CORRECTABLE[list];
  const shown = Object.entries(kinds).flatMap(([field, kind]) => {
    const value = values[field] ?? null;
    if (value === null) return [];
    if (kind === 'cents') return [money(Number(value))];
    if (kind === 'date') return [date(String(value))];
    return [kind === 'language' ? t(`customer.data.language.${value}`) : String(value)];
  });
  const known = [...marksText(record, wording), ...shown];
  return `${listName(list, wording)}: ${known.join(', ')} (${t(`facts.source.${source}`)})`;
}

/** The datum that a request names; one that has been taken out since is named by its list alone. */
export function chosenLabel(
  chosen: { readonly list: string; readonly recordId: number } | null,
  records: readonly CorrectableShown[],
  wording: Wording,
): string | null {
  if (chosen === null || !isCorrectable(chosen.list)) return null;
  const { list, recordId } = chosen;
  const record = records.find((each) => each.list === list && each.recordId === recordId);
  return record === undefined ? listName(list, wording) : recordLabel(record, wording);
}

function listName(list: CorrectableList, { t }: Wording): string {
  return t(`customer.data.kind.${list === 'statuses' ? 'status' : list}`);
}

const KINDS_OF: Readonly<Partial<Record<CorrectableList, string>>> = {
  publicRecords: 'public',
  incomes: 'income',
  statuses: 'status',
};

function marksText({ list, marks }: CorrectableShown, wording: Wording): readonly string[] {
  const { t } = wording;
  const { kind, code, number, creditor, channel, direction } = marks;
  return [
    number,
    creditor,
    kind === undefined ? undefined : t(`facts.record.${KINDS_OF[list] ?? list}.${kind}`),
    code === undefined ? undefined : codeText(code, wording),
    channel === undefined ? undefined : t(`facts.record.channel.${channel}`),
    direction === undefined ? undefined : t(`facts.record.direction.${direction}`),
  ].filter((text) => text !== undefined && text !== '') as readonly string[];
}

/** What stands in a form for one record. */
export function recordValue({ list, recordId }: Pick<CorrectableShown, 'list' | 'recordId'>): string {
  return `${list} ${recordId}`;
}

/** A record that is missing of one claim. */
export interface MissingShown {
  readonly list: AddableList;
  readonly claimId: number;
  readonly claimNumber: string;
}

/** "Payments: add a missing one, claim 123" */
export function missingLabel({ list, claimNumber }: MissingShown, { t }: Wording): string {
  return t('desk.page.addTo', { name: t(`customer.data.kind.${list}`), number: claimNumber });
}

/** As {@link recordValue}; the sign tells that the number is a claim's. */
export function missingValue({ list, claimId }: Pick<MissingShown, 'list' | 'claimId'>): string {
  return `${list} +${claimId}`;
}
