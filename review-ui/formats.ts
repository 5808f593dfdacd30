import type { IsoDate, IsoInstant } from '../scoring/portfolio/dates.ts';
import type { Language } from '../scoring/portfolio/records.ts';

/*
 * Written out instead of taken from Intl, whose texts change with the ICU that a Node was built with: the same page
 * must be the same bytes on every machine.
 */
const MONTHS: Readonly<Record<Language, readonly string[]>> = {
  et: [
    'jaanuar',
    'veebruar',
    'märts',
    'aprill',
    'mai',
    'juuni',
    'juuli',
    'august',
    'september',
    'oktoober',
    'november',
    'detsember',
  ],
  en: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
  fi: [
    'tammikuuta',
    'helmikuuta',
    'maaliskuuta',
    'huhtikuuta',
    'toukokuuta',
    'kesäkuuta',
    'heinäkuuta',
    'elokuuta',
    'syyskuuta',
    'lokakuuta',
    'marraskuuta',
    'joulukuuta',
  ],
  sv: [
    'januari',
    'februari',
    'mars',
    'april',
    'maj',
    'juni',
    'juli',
    'augusti',
    'september',
    'oktober',
    'november',
    'december',
  ],
};

const NBSP = '\u00a0';

export function numberText(value: number, digits: number, language: Language): string {
  const [whole, fraction] = Math.abs(value).toFixed(digits).split('.') as [string, string?];
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, language === 'en' ? ',' : NBSP);
  const text = fraction === undefined ? grouped : `${grouped}${language === 'en' ? '.' : ','}${fraction}`;
  return Number(text.replace(/[^1-9]/g, '')) > 0 && value < 0 ? `−${text}` : text;
}

/** Whole euros lose their ",00": a sentence reads better without it. */
export function moneyText(cents: number, currency: string, language: Language): string {
  const text = numberText(Math.abs(cents) / 100, cents % 100 === 0 ? 0 : 2, language);
  const sign = cents < 0 ? '−' : '';
  const symbol = currency === 'EUR' ? '€' : currency;
  if (language === 'en') return currency === 'EUR' ? `${sign}€${text}` : `${sign}${symbol}${NBSP}${text}`;
  return `${sign}${text}${NBSP}${symbol}`;
}

export function percentText(share: number, digits: number, language: Language): string {
  return `${numberText(share * 100, digits, language)}${language === 'en' ? '' : NBSP}%`;
}

/** "18 November 2026", "18. november 2026". */
export function dateText(date: IsoDate, language: Language): string {
  const month = MONTHS[language][Number(date.slice(5, 7)) - 1] ?? date.slice(5, 7);
  const day = `${Number(date.slice(8, 10))}${language === 'et' || language === 'fi' ? '.' : ''}`;
  return `${day}${NBSP}${month}${NBSP}${date.slice(0, 4)}`;
}

/** Day and minute, in UTC and said so: staff of two countries read the same trail. */
export function instantText(instant: IsoInstant, language: Language): string {
  return `${dateText(instant.slice(0, 10), language)}, ${instant.slice(11, 16)}${NBSP}UTC`;
}
