import { type AddableList, CORRECTABLE, type CorrectableList } from '../scoring/safeguards/corrections.ts';
import type { Wording } from './wording.ts';

/** A record that may be put right, as storage hands it over. */
export interface CorrectableShown {
  readonly list: CorrectableList;
  readonly recordId: number;
  readonly source: string;
  readonly values: Readonly<Record<string, string | number | null>>;
}

/** "Payments: 1 March 2025, €25.00 (the creditor)" */
export function recordLabel({ list, source, values }: CorrectableShown, wording: Wording): string {
  const { t, date, money } = wording;
  const kinds: Readonly<Record<string, 'cents' | 'date'>> = CORRECTABLE[list];
  const shown = Object.entries(kinds).flatMap(([field, kind]) => {
    const value = values[field] ?? null;
    if (value === null) return [];
    return [kind === 'cents' ? money(Number(value)) : date(String(value))];
  });
  const name = t(`customer.data.kind.${list === 'statuses' ? 'status' : list}`);
  return `${name}: ${shown.join(', ')} (${t(`facts.source.${source}`)})`;
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
