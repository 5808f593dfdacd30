import { dateText, moneyText, numberText, percentText, valueText } from '../scoring/explanation/format.ts';
import type { Unit } from '../scoring/characteristics/characteristic.ts';
import type { IsoDate, IsoInstant } from '../scoring/portfolio/dates.ts';
import type { Language } from '../scoring/portfolio/records.ts';
import type { Value } from '../scoring/scorecard/scorecard.ts';
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
  /** The date as the day on which something happens: Estonian declines it ("18. novembril 2026"). */
  readonly dateOn: (date: IsoDate) => string;
  readonly instant: (instant: IsoInstant) => string;
  /** A value in its unit: "44 %", "12 days", "yes", "not known". */
  readonly value: (value: Value, unit: Unit, currency?: string) => string;
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
    dateOn: (date) => dateOnText(date, language),
    instant: (instant) => `${dateText(instant.slice(0, 10), language)}, ${instant.slice(11, 16)}\u00a0UTC`,
    value: (value, unit, currency = 'EUR') => valueText(value, unit, currency, language),
  };
  made.set(language, wording);
  return wording;
}

const ON_MONTH_ET =
  'jaanuaril veebruaril märtsil aprillil mail juunil juulil augustil septembril oktoobril novembril detsembril'.split(
    ' ',
  );

function dateOnText(date: IsoDate, language: Language): string {
  if (language !== 'et') return dateText(date, language);
  const month = ON_MONTH_ET[Number(date.slice(5, 7)) - 1] ?? '';
  return `${Number(date.slice(8, 10))}.\u00a0${month}\u00a0${date.slice(0, 4)}`;
}
