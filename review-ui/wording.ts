import type { IsoDate, IsoInstant } from '../scoring/portfolio/dates.ts';
import type { Language } from '../scoring/portfolio/records.ts';
import { dateText, instantText, moneyText, numberText, percentText } from './formats.ts';
import { translator, type Values } from './locales/load.ts';

/** Everything that turns a value into words in one language. Pages and presenters get it as an argument. */
export interface Wording {
  readonly language: Language;
  /** The text of a key; a key without a text throws, so that no page ever shows a raw key. */
  readonly t: (key: string, values?: Values) => string;
  /** Whether there is a text: for codes that come from data (a measure of a new policy pack). */
  readonly has: (key: string) => boolean;
  readonly money: (cents: number, currency?: string) => string;
  readonly number: (value: number, digits?: number) => string;
  /** `share` 0.44 → "44 %" or "44%", by language. */
  readonly percent: (share: number, digits?: number) => string;
  readonly date: (date: IsoDate) => string;
  readonly instant: (instant: IsoInstant) => string;
}

const made = new Map<Language, Wording>();

export function wordingFor(language: Language): Wording {
  const known = made.get(language);
  if (known !== undefined) return known;
  const { t, has } = translator(language);
  const wording: Wording = {
    language,
    t,
    has,
    money: (cents, currency = 'EUR') => moneyText(cents, currency, language),
    number: (value, digits = 0) => numberText(value, digits, language),
    percent: (share, digits = 0) => percentText(share, digits, language),
    date: (date) => dateText(date, language),
    instant: (instant) => instantText(instant, language),
  };
  made.set(language, wording);
  return wording;
}
