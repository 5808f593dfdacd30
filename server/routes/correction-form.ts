import { type CorrectableRecord, listCorrectable } from '../../data/stores/record-corrections.ts';
import type { RightsRequest } from '../../data/stores/rights-requests.ts';
import {
  type MissingShown,
  missingLabel,
  missingValue,
  recordLabel,
  recordValue,
} from '../../review-ui/correctable.ts';
import type { RightsRequestContext } from '../../review-ui/pages/rights-request.ts';
import type { Wording } from '../../review-ui/wording.ts';
import {
  asksEvidence,
  CORRECTABLE,
  type CorrectableList,
  type FieldKind,
  LETTER_LANGUAGES,
  mayRemove,
} from '../../scoring/safeguards/corrections.ts';
import type { Call } from '../http/route.ts';

/** What of the person may be put right; of another right nothing is asked. */
export function recordsFor(
  { context }: Call,
  { right, personId }: RightsRequest,
): Promise<readonly CorrectableRecord[]> {
  return right === 'rectification'
    ? listCorrectable(context.db, context.vault, personId)
    : Promise.resolve([]);
}

/** The record of the request, or another that the officer chose; its values are typed over. */
export function recordForm(
  call: Call,
  { asked }: RightsRequest,
  {
    records,
    missing,
  }: { readonly records: readonly CorrectableRecord[]; readonly missing: readonly MissingShown[] },
  values: Readonly<Record<string, string>>,
  wording: Wording,
): NonNullable<RightsRequestContext['decide']>['record'] {
  const chosen = values['record'] ?? call.request.query['record'];
  const wanted =
    typeof chosen === 'string' && chosen !== ''
      ? chosen
      : asked.record === null
        ? ''
        : `${asked.record.list} ${asked.record.recordId}`;
  const record = records.find((each) => recordValue(each) === wanted);
  const absent = missing.find((each) => missingValue(each) === wanted);
  if (absent !== undefined) {
    return {
      ...{ value: missingValue(absent), label: missingLabel(absent, wording), adds: true, mayRemove: false },
      fields: fieldsOf(absent.list, {}, values, wording),
      asksEvidence: true,
    };
  }
  if (record === undefined) return null;
  return {
    ...{ value: recordValue(record), label: recordLabel(record, wording), adds: false },
    mayRemove: mayRemove(record.list),
    asksEvidence: asksEvidence(record.list),
    fields: fieldsOf(record.list, record.values, values, wording),
  };
}

/** Each value that may be typed, with what was typed before or what stands. */
function fieldsOf(
  list: CorrectableList,
  standing: CorrectableRecord['values'],
  typed: Readonly<Record<string, string>>,
  { t }: Wording,
): NonNullable<NonNullable<RightsRequestContext['decide']>['record']>['fields'] {
  const kinds: Readonly<Record<string, FieldKind>> = CORRECTABLE[list];
  return Object.entries(kinds).map(([field, kind]) => {
    const value = standing[field] ?? null;
    const stands = value === null ? '' : kind === 'cents' ? (Number(value) / 100).toFixed(2) : String(value);
    return {
      ...{ name: `value_${field}`, label: t(`desk.field.${field}`) },
      ...{ kind: kind === 'date' ? 'date' : kind === 'language' ? 'select' : 'text' },
      ...(kind === 'language'
        ? { options: LETTER_LANGUAGES.map((each) => ({ value: each, label: t(`desk.language.${each}`) })) }
        : {}),
      value: typed[`value_${field}`] ?? stands,
    };
  });
}
