import type { Unit } from '../characteristics/characteristic.ts';
import type { IsoDate } from '../portfolio/dates.ts';
import type { Language } from '../portfolio/records.ts';
import type { Value } from '../scorecard/scorecard.ts';

/*
 * Written out instead of taken from Intl, whose texts change with the ICU that a Node was built with: an explanation
 * must be the same bytes on every machine.
 */
const NBSP = '\u00a0';

const MONTHS: Readonly<Record<Language, string>> = {
  et: 'jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember',
  en: 'January February March April May June July August September October November December',
  fi: 'tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta',
  sv: 'januari februari mars april maj juni juli augusti september oktober november december',
};

/** One and many of the units that are written out. Estonian and Finnish count in the partitive. */
const COUNTED: Readonly<
  Record<'days' | 'months' | 'points', Readonly<Record<Language, readonly [string, string]>>>
> = {
  days: { et: ['päev', 'päeva'], en: ['day', 'days'], fi: ['päivä', 'päivää'], sv: ['dag', 'dagar'] },
  months: {
    et: ['kuu', 'kuud'],
    en: ['month', 'months'],
    fi: ['kuukausi', 'kuukautta'],
    sv: ['månad', 'månader'],
  },
  points: {
    et: ['punkt', 'punkti'],
    en: ['point', 'points'],
    fi: ['piste', 'pistettä'],
    sv: ['poäng', 'poäng'],
  },
};

const YES_NO: Readonly<Record<Language, readonly [string, string]>> = {
  et: ['ei', 'jah'],
  en: ['no', 'yes'],
  fi: ['ei', 'kyllä'],
  sv: ['nej', 'ja'],
};

const UNKNOWN: Readonly<Record<Language, string>> = {
  et: 'teadmata',
  en: 'not known',
  fi: 'ei tiedossa',
  sv: 'inte känt',
};

/** A value as a person reads it: "€1,234.50", "12 days", "44%", "yes", "not known". */
export function valueText(value: Value, unit: Unit, currency: string, language: Language): string {
  if (value === null || (typeof value === 'number' && Number.isNaN(value))) return UNKNOWN[language];
  if (typeof value === 'string') return value;
  switch (unit) {
    case 'cents':
      return moneyText(value, currency, language);
    case 'share':
      return percentText(value, Number.isInteger(Math.round(value * 1000) / 10) ? 0 : 1, language);
    case 'flag':
      return YES_NO[language][value === 0 ? 0 : 1];
    case 'days':
    case 'months':
    case 'points':
      return countText(value, COUNTED[unit][language], language);
    case 'count':
    case 'category':
      return plainText(value, language);
  }
}

/** "1 payment", "3 payments": the first noun goes with exactly one. */
export function countText(value: number, [one, many]: readonly [string, string], language: Language): string {
  const text = plainText(value, language);
  return `${text}${NBSP}${Math.abs(value) === 1 ? one : many}`;
}

/** "€ 1 234,50" in Estonian, Finnish and Swedish, "€1,234.50" in English; whole amounts without ",00". */
export function moneyText(cents: number, currency: string, language: Language): string {
  const text = numberText(Math.abs(cents) / 100, cents % 100 === 0 ? 0 : 2, language);
  const sign = cents < 0 ? '−' : '';
  const symbol = currency === 'EUR' ? '€' : currency;
  const gap = language === 'en' && currency === 'EUR' ? '' : NBSP;
  return `${sign}${symbol}${gap}${text}`;
}

export function percentText(share: number, digits: number, language: Language): string {
  return `${numberText(share * 100, digits, language)}${language === 'en' ? '' : NBSP}%`;
}

/** The month's name, counted from 1; null where there is no such month. */
export function monthText(month: number, language: Language): string | null {
  return MONTHS[language].split(' ')[month - 1] ?? null;
}

/** The month alone, as a value: only in a date does Finnish put it in the partitive. */
export function monthName(month: number, language: Language): string | null {
  const name = monthText(month, language);
  return language === 'fi' && name !== null ? name.replace(/ta$/u, '') : name;
}

/** "18 November 2026", "18. november 2026". */
export function dateText(date: IsoDate, language: Language): string {
  const month = monthText(Number(date.slice(5, 7)), language) ?? date.slice(5, 7);
  const dot = language === 'et' || language === 'fi' ? '.' : '';
  return `${Number(date.slice(8, 10))}${dot}${NBSP}${month}${NBSP}${date.slice(0, 4)}`;
}

/** The date as the time of an act: "20. novembril 2026"; in other languages as {@link dateText}. */
export function onDateText(date: IsoDate, language: Language): string {
  const text = dateText(date, language);
  if (language !== 'et') return text;
  return text.replace(/(\p{L}+)(?=\s\d{4}$)/u, adessive);
}

/** mai, juuni, juuli take -l; september, november and the like lose their e; the others take -il. */
function adessive(month: string): string {
  return /[aeiou]$/.test(month) ? `${month}l` : `${month.replace(/er$/, 'r')}il`;
}

/** Thousands in groups; a decimal comma but in English; a true minus sign, and none before zero. */
export function numberText(value: number, digits: number, language: Language): string {
  const [whole, fraction] = Math.abs(value).toFixed(digits).split('.') as [string, string?];
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, language === 'en' ? ',' : NBSP);
  const text = fraction === undefined ? grouped : `${grouped}${language === 'en' ? '.' : ','}${fraction}`;
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

/** At most two digits after the comma, and no zeros at the end. */
function plainText(value: number, language: Language): string {
  const digits = [0, 1].find((d) => Number(value.toFixed(d)) === Number(value.toFixed(2))) ?? 2;
  return numberText(value, digits, language);
}
