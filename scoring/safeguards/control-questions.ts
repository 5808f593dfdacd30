import { seededRandom } from '../scorecard/seeded.ts';
import { addMonths, type IsoDate } from '../portfolio/dates.ts';

/** What a person would know of themself, and few others: never the personal code, which stands on every contract. */
export interface KnownOfPerson {
  readonly birthMonth: string | null;
  readonly phone: string | null;
  readonly address: string | null;
  readonly creditors: readonly string[];
  readonly lastPayment: { readonly on: IsoDate; readonly amountCents: number } | null;
}

export const CONTROL_QUESTIONS = [
  'birth_month',
  'phone_end',
  'street',
  'creditor',
  'payment_month',
  'payment_amount',
] as const;
export type ControlQuestion = (typeof CONTROL_QUESTIONS)[number];

/** One could be guessed, and somebody of the household knows two. */
export const QUESTIONS_ASKED = 3;
const TIMES_A_DAY = 2;
const PHONE_DIGITS = 4;
/** People remember about how much it was. */
const AMOUNT_TOLERANCE = 0.1;

export type Drawn =
  | { readonly kind: 'drawn'; readonly questions: readonly ControlQuestion[] }
  /** Too little is on record: there are other ways to show who one is. */
  | { readonly kind: 'too_little_known' };

/** Which questions to ask: those that can be judged, in an order that the seed alone decides. */
export function drawQuestions(known: KnownOfPerson, seed: number): Drawn {
  const able = CONTROL_QUESTIONS.filter((question) => answerTo(question, known) !== null);
  if (able.length < QUESTIONS_ASKED) return { kind: 'too_little_known' };
  const next = seededRandom(seed);
  const ranked = able.map((question) => ({ question, rank: next() })).sort((a, b) => a.rank - b.rank);
  return { kind: 'drawn', questions: ranked.slice(0, QUESTIONS_ASKED).map(({ question }) => question) };
}

/** Passed only when every answer is right; which of them was wrong is told to nobody, so that none can be found by trying. */
export function allRight(
  questions: readonly ControlQuestion[],
  typed: Readonly<Partial<Record<ControlQuestion, string>>>,
  known: KnownOfPerson,
): boolean {
  return (
    questions.length >= QUESTIONS_ASKED &&
    questions.every((question) => isRight(question, typed[question] ?? '', known))
  );
}

/** After two failures the telephone proves nothing more on that day, whoever of the staff asks. */
export function isLockedForToday(failedToday: number): boolean {
  return failedToday >= TIMES_A_DAY;
}

function isRight(question: ControlQuestion, typed: string, known: KnownOfPerson): boolean {
  const answer = answerTo(question, known);
  if (answer === null || typed.trim() === '') return false;
  switch (question) {
    case 'birth_month':
    case 'payment_month':
      return monthIn(typed) === answer;
    case 'phone_end':
      return digitsIn(typed).slice(-PHONE_DIGITS) === answer && digitsIn(typed).length >= PHONE_DIGITS;
    case 'payment_amount': {
      const cents = Number(typed.replace(/[\s€]/g, '').replace(',', '.')) * 100;
      return Number.isFinite(cents) && Math.abs(cents - Number(answer)) <= Number(answer) * AMOUNT_TOLERANCE;
    }
    case 'street':
      return streetIn(typed) === answer;
    case 'creditor':
      return known.creditors.some((creditor) => plain(creditor) === plain(typed));
  }
}

function answerTo(question: ControlQuestion, known: KnownOfPerson): string | null {
  switch (question) {
    case 'birth_month':
      return known.birthMonth;
    case 'phone_end': {
      const digits = digitsIn(known.phone ?? '');
      return digits.length < PHONE_DIGITS ? null : digits.slice(-PHONE_DIGITS);
    }
    case 'street': {
      const street = streetIn(known.address ?? '');
      return street === '' ? null : street;
    }
    case 'creditor':
      return known.creditors.length === 0 ? null : (known.creditors[0] ?? null);
    case 'payment_month':
      return known.lastPayment?.on.slice(0, 'YYYY-MM'.length) ?? null;
    case 'payment_amount':
      return known.lastPayment === null ? null : String(known.lastPayment.amountCents);
  }
}

/** From the day somebody comes of age: their birthday stands in no other field. */
export function birthMonthOf(adultOn: IsoDate | null): string | null {
  const YEARS = 18;
  return adultOn === null ? null : addMonths(adultOn, -YEARS * 12).slice(0, 'YYYY-MM'.length);
}

/** "03.1980", "3/1980", "1980-03": a month however it is said. */
function monthIn(typed: string): string | null {
  const text = typed.trim();
  const [, year, month] = /^(\d{4})\D(\d{1,2})$/.exec(text) ?? [];
  const [, monthFirst, yearLast] = /^(\d{1,2})\D(\d{4})$/.exec(text) ?? [];
  const found = { year: year ?? yearLast, month: month ?? monthFirst };
  if (found.year === undefined || found.month === undefined) return null;
  return `${found.year}-${found.month.padStart(2, '0')}`;
}

function digitsIn(text: string): string {
  return text.replace(/\D/g, '');
}

/** The name of the street, without house and flat, kind of street or accents. */
function streetIn(address: string): string {
  const [first = ''] = address.split(',');
  return plain(first.replace(/\d.*$/, '')).replace(/(tanav|tn|maantee|mnt|puiestee|pst|tee|katu|tie)$/, '');
}

/** Without case, accents, spaces, and what kind of firm it is. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/\b(ou|as|oy|oyj|ab|mtu)\b/g, '')
    .replace(/[^\p{L}\p{N}]/gu, '');
}
