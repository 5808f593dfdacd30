import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInstance, type ResourceLanguage } from 'i18next';
import type { Language } from '../../scoring/portfolio/records.ts';

export const LANGUAGES: readonly Language[] = ['et', 'en', 'fi', 'sv'];

/** What a language calls itself, for the switch. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  et: 'Eesti',
  en: 'English',
  fi: 'Suomi',
  sv: 'Svenska',
};

/** What a customer, and whoever has not signed in, may read in. Staff work in {@link STAFF_LANGUAGES}. */
export const OFFERED: readonly Language[] = LANGUAGES;

export const STAFF_LANGUAGES: readonly Language[] = ['et', 'en'];

export type Values = Readonly<Record<string, string | number>>;

export interface Translator {
  readonly t: (key: string, values?: Values) => string;
  readonly has: (key: string) => boolean;
}

/**
 * `locales/<language>/<part>.json` becomes the keys `<part>.…`, so that two people writing two parts never meet in one
 * file. Read once at start.
 */
export const TEXTS: Readonly<Record<Language, ResourceLanguage>> = readAll();

const i18n = createInstance();
void i18n.init({
  resources: Object.fromEntries(LANGUAGES.map((language) => [language, { translation: TEXTS[language] }])),
  fallbackLng: { fi: ['en'], sv: ['en'], default: [] },
  supportedLngs: [...LANGUAGES],
  initAsync: false,
  // EJS escapes at output; escaping here as well would show "&amp;" to people.
  interpolation: { escapeValue: false },
  returnNull: false,
});

export function translator(language: Language): Translator {
  const fixed = i18n.getFixedT(language);
  const has = (key: string): boolean => i18n.exists(key, { lng: language });
  return {
    has,
    t: (key, values = {}) => {
      const text = fixed(
        key,
        Object.fromEntries(Object.entries(values).map(([name, value]) => [name, apart(value)])),
      );
      if (typeof text !== 'string' || text === key) {
        throw new Error(`review-ui/locales/${language}: no text for "${key}"`);
      }
      return text;
    },
  };
}

/** Writes from right to left, or turns the order of what follows until somebody closes it. */
const TURNS = /[\u0590-\u08ff\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff]/;

/**
 * A name in a sentence keeps its direction of writing to itself (Unicode's isolates, U+2068 and U+2069): otherwise it
 * would turn the order of the words after it.
 */
export function apart<T extends string | number>(value: T): T | string {
  return typeof value === 'string' && TURNS.test(value) ? `\u2068${value}\u2069` : value;
}

function readAll(): Record<Language, ResourceLanguage> {
  return Object.fromEntries(LANGUAGES.map((language) => [language, readLanguage(language)])) as Record<
    Language,
    ResourceLanguage
  >;
}

function readLanguage(language: Language): ResourceLanguage {
  const folder = path.join(import.meta.dirname, language);
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort();
  return Object.fromEntries(
    files.map((file) => [
      path.basename(file, '.json'),
      JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as ResourceLanguage[string],
    ]),
  );
}
