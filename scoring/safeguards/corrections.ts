import type { IsoDate } from '../portfolio/dates.ts';
import { isIsoDate } from '../portfolio/dates.ts';
import type { Language } from '../portfolio/records.ts';

/** What a corrected value is, and so how it is checked, typed and shown. */
export type FieldKind = 'cents' | 'date' | 'line' | 'code' | 'email' | 'phone' | 'language';

/** Records whose values may be put right, and which of their values. What a person is owed or owes is among them. */
export const CORRECTABLE = {
  /** Who the person is and where they are reached. No characteristic is made of it: nothing is scored anew. */
  identity: {
    name: 'line',
    personalCode: 'code',
    address: 'line',
    email: 'email',
    phone: 'phone',
    language: 'language',
  },
  claims: { principalCents: 'cents', interestCents: 'cents', costsCents: 'cents', dueOn: 'date' },
  invoices: { issuedOn: 'date', dueOn: 'date', amountCents: 'cents' },
  payments: { on: 'date', amountCents: 'cents' },
  plans: { agreedOn: 'date', instalmentCents: 'cents', firstDueOn: 'date' },
  promises: { on: 'date', dueOn: 'date', amountCents: 'cents' },
  publicRecords: { on: 'date', endedOn: 'date', amountCents: 'cents' },
  incomes: { monthlyCents: 'cents', from: 'date', to: 'date' },
  statuses: { from: 'date', to: 'date' },
  contacts: { on: 'date' },
} as const satisfies Record<string, Record<string, FieldKind>>;
export type CorrectableList = keyof typeof CORRECTABLE;

/** Values that may be empty: an ending that has not come, an entry without an amount. */
const MAY_BE_EMPTY: ReadonlySet<string> = new Set([
  'identity personalCode',
  'identity address',
  'identity email',
  'identity phone',
  'publicRecords endedOn',
  'publicRecords amountCents',
  'incomes to',
  'statuses to',
]);
/** A claim or a case hangs on it, or the person themself: it is put right, never taken out. */
const NEVER_REMOVED: ReadonlySet<CorrectableList> = new Set(['claims', 'identity']);

/** Records of a claim that somebody may know of and we do not: all that they are is an amount and its days. */
const ADDABLE = ['payments', 'promises'] as const satisfies readonly CorrectableList[];
export type AddableList = (typeof ADDABLE)[number];
export const ADDABLE_LISTS: readonly AddableList[] = ADDABLE;

export function isAddable(text: string): text is AddableList {
  return (ADDABLE as readonly string[]).includes(text);
}

export function isCorrectable(text: string): text is CorrectableList {
  return Object.hasOwn(CORRECTABLE, text);
}

export function mayRemove(list: CorrectableList): boolean {
  return !NEVER_REMOVED.has(list);
}

/** Letters and a sign-in go where it says: a change of it rests on a paper that somebody has seen. */
export function asksEvidence(list: CorrectableList): boolean {
  return list === 'identity';
}

/** The personal code that a correction would give the person; null: none. */
export function codeGivenBy({ list, values }: Correction): string | null {
  const code = list === 'identity' ? values['personalCode'] : null;
  return typeof code === 'string' ? code : null;
}

/** Whether records changed that a score is made of. */
export function touchesScores(corrections: readonly Correction[]): boolean {
  return corrections.some(({ list }) => list !== 'identity');
}

export type CorrectedValue = number | string | null;

type Values = Readonly<Record<string, CorrectedValue>>;

/** A record that is on record, and wrong. */
export interface RecordCorrected {
  readonly list: CorrectableList;
  readonly recordId: number;
  /** `remove`: it is not this person's, or never was. */
  readonly act: 'change' | 'remove';
  readonly values: Values;
  /** What shows it; asked for where another person's letters and data hang on it. */
  readonly evidence?: string;
}

/** A record that is missing: incomplete data are completed (GDPR art. 16, second sentence). */
export interface RecordAdded {
  readonly list: AddableList;
  /** The claim it belongs to. */
  readonly claimId: number;
  readonly act: 'add';
  readonly values: Values;
  /** What shows it: who looked at which paper. */
  readonly evidence: string;
}

export type Correction = RecordCorrected | RecordAdded;

export type CorrectionRead =
  | { readonly kind: 'correction'; readonly correction: Correction }
  | {
      readonly kind: 'refused';
      readonly because:
        | 'unknown_list'
        | 'not_removable'
        | 'not_addable'
        | 'no_evidence'
        | 'not_shown'
        | 'no_change'
        | 'wrong_value';
      readonly field?: string;
    };

/** What an officer typed as a correction, or what is wrong with it. Values that stay as they are need not be named. */
export function readCorrection(typed: {
  readonly list: string;
  readonly recordId: number;
  readonly act: 'change' | 'remove';
  readonly values: Readonly<Record<string, CorrectedValue>>;
  readonly evidence?: string;
}): CorrectionRead {
  const { list, recordId, act, values, evidence = '' } = typed;
  if (!isCorrectable(list)) return { kind: 'refused', because: 'unknown_list' };
  if (act === 'remove') {
    return mayRemove(list)
      ? { kind: 'correction', correction: { list, recordId, act, values: {} } }
      : { kind: 'refused', because: 'not_removable' };
  }
  const fields: Readonly<Record<string, FieldKind>> = CORRECTABLE[list];
  const named = Object.keys(values);
  if (named.length === 0) return { kind: 'refused', because: 'no_change' };
  const wrong = named.find((field) => !isRight(fields[field], `${list} ${field}`, values[field] ?? null));
  if (wrong !== undefined) return { kind: 'refused', because: 'wrong_value', field: wrong };
  if (!asksEvidence(list)) return { kind: 'correction', correction: { list, recordId, act, values } };
  if (evidence.trim() === '') return { kind: 'refused', because: 'not_shown' };
  return { kind: 'correction', correction: { list, recordId, act, values, evidence: evidence.trim() } };
}

/** A missing record as an officer typed it: all its values, none of a day to come, and what shows that it is so. */
export function readMissing(typed: {
  readonly list: string;
  readonly claimId: number;
  readonly values: Values;
  readonly evidence: string;
  readonly today: IsoDate;
}): CorrectionRead {
  const { list, claimId, values, today } = typed;
  if (!isAddable(list)) return { kind: 'refused', because: 'not_addable' };
  const fields: Readonly<Record<string, FieldKind>> = CORRECTABLE[list];
  const wrong = Object.entries(fields).find(([field, kind]) => {
    const value = values[field] ?? null;
    if (value === null || !isRight(kind, `${list} ${field}`, value)) return true;
    return kind === 'cents' ? value === 0 : field === 'on' && value > today;
  });
  if (wrong !== undefined) return { kind: 'refused', because: 'wrong_value', field: wrong[0] };
  const evidence = typed.evidence.trim();
  if (evidence === '') return { kind: 'refused', because: 'no_evidence' };
  return { kind: 'correction', correction: { list, claimId, act: 'add', values, evidence } };
}

function isRight(kind: FieldKind | undefined, place: string, value: CorrectedValue): boolean {
  if (kind === undefined) return false;
  if (value === null) return MAY_BE_EMPTY.has(place);
  if (kind === 'cents') return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
  if (typeof value !== 'string') return false;
  switch (kind) {
    case 'date':
      return isIsoDate(value);
    case 'language':
      return (LETTER_LANGUAGES as readonly string[]).includes(value);
    default:
      return LOOKS_LIKE[kind].test(value);
  }
}

/** In which a person may be written to. */
export const LETTER_LANGUAGES: readonly Language[] = ['et', 'en', 'fi', 'sv'];

const LOOKS_LIKE = {
  line: /^[^\p{Cc}]{1,300}$/u,
  code: /^[\p{L}\p{N}][\p{L}\p{N}+/-]{3,39}$/u,
  email: /^[^\s@]{1,64}@[^\s@]+\.[^\s@.]{2,}$/,
  phone: /^\+?[\d ()-]{4,30}$/,
} as const satisfies Readonly<Partial<Record<FieldKind, RegExp>>>;
