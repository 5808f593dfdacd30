import { characteristic } from '../characteristics/catalogue.ts';
import type { Unit } from '../characteristics/characteristic.ts';
import { isMeasure, measure } from '../policy/measures.ts';
import type { Language, Provenance } from '../portfolio/records.ts';
import type { Value } from '../scorecard/scorecard.ts';
import type { Reason } from './explanation.ts';
import { countText, dateText, monthName, valueText } from './format.ts';
import { isReasonCode } from './reason-codes.ts';
import { EN } from './texts/en.ts';
import { ET } from './texts/et.ts';
import { FI } from './texts/fi.ts';
import { SV } from './texts/sv.ts';
import type { CodeTexts, FactTexts, ReasonTexts } from './texts/texts.ts';

const TEXTS: Readonly<Record<Language, ReasonTexts>> = { et: ET, en: EN, fi: FI, sv: SV };

export function textsIn(language: Language): ReasonTexts {
  return TEXTS[language];
}

/** The language in which we can speak to the person: all four have their texts. Dates and numbers go with it. */
export function spokenLanguage(language: Language): Language {
  return language;
}

/** What to say and with which values; the words come from `texts/`. */
export interface Sentence {
  /** `codes.R03.sentence`, `facts.balance.some`, `fact` … */
  readonly key: string;
  readonly params: Readonly<Record<string, string>>;
}

/** What a sentence is about, when the catalogue does not know it: a column of a table of one's own. */
export type NameOf = (id: string) => string;

/**
 * A reason as sentences: what the rule says, or the fact that spoke, with the person's own value. A rule about a figure
 * is told with the figure; a rule about a state (disputed, insolvent) needs none.
 */
export function sentencesOf(
  reason: Reason,
  language: Language,
  currency: string,
  nameOf?: NameOf,
): readonly Sentence[] {
  const { code, rule, characteristic: about, value } = reason;
  const ofCode: readonly Sentence[] = isReasonCode(code)
    ? [{ key: `codes.${code}.sentence`, params: {} }]
    : [];
  if (about === null) return ofCode;
  const ofFact = factSentence(about, value, language, currency, nameOf);
  if (rule === null) return [ofFact];
  // A state needs no figure; it is told where the rule's own sentence does not say which it is.
  const isPlainState = characteristic(about)?.unit === 'flag' && textsIn(language).facts[about] === undefined;
  return isPlainState ? ofCode : [...ofCode, ofFact];
}

/** One fact with the person's value. */
export function factSentence(
  id: string,
  value: Value,
  wanted: Language,
  currency: string,
  nameOf: NameOf = (unknown) => unknown.replaceAll('_', ' '),
): Sentence {
  const language = spokenLanguage(wanted);
  const known = characteristic(id);
  const name = known === undefined ? nameOf(id) : (known.name[language] ?? known.name.en);
  const unit: Unit = known?.unit ?? 'count';
  const isUnknown = value === null || (typeof value === 'number' && Number.isNaN(value));
  const params = {
    name,
    value: categoryText(id, value, language) ?? valueText(value, unit, currency, language),
    ...countParams(value, id, language),
  };
  const facts = textsIn(language).facts[id];
  if (isUnknown) return { key: facts?.unknown === undefined ? 'factUnknown' : `facts.${id}.unknown`, params };
  if (value === 0 && facts?.zero !== undefined) return { key: `facts.${id}.zero`, params };
  // A text that says "12 days late" has no words for less than nothing.
  const fits = typeof value === 'string' || value >= 0;
  return { key: facts === undefined || !fits ? 'fact' : `facts.${id}.some`, params };
}

/**
 * The value of a category of the catalogue in words: a measure by its name, a month by its name, any other by its
 * text. Null where there are none: it is a figure, a rating of "C", or the column of a table of one's own.
 */
export function categoryText(id: string, value: Value, wanted: Language): string | null {
  if (typeof value !== 'string' || characteristic(id)?.unit !== 'category') return null;
  const language = spokenLanguage(wanted);
  if (id === 'month_of_year') return monthName(Number(value), language);
  if (id === 'last_measure' && isMeasure(value)) {
    const { name } = measure(value);
    return lowerFirst(name[language] ?? name.en);
  }
  return textsIn(language).values[value] ?? null;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** The words of a sentence. */
export function render({ key, params }: Sentence, language: Language): string {
  const text = textAt(textsIn(language), key)
    .replaceAll(COUNTED, (_, name: string) => params[`${name}#`] ?? params[name] ?? '')
    .replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A reason in words, one or two sentences. */
export function sentence(language: Language, reason: Reason, currency = 'EUR', nameOf?: NameOf): string {
  const spoken = sentencesOf(reason, language, currency, nameOf).map((each) => render(each, language));
  return (reason.toPerson === undefined ? spoken : [...spoken, reason.toPerson.sentence[language]]).join(' ');
}

/** How to correct it; null for a reason that is none of the catalogue's. */
export function howToCorrect(
  language: Language,
  { code, toPerson }: Pick<Reason, 'code' | 'toPerson'>,
): string | null {
  return toPerson?.correct[language] ?? codeTexts(language, code)?.correct ?? null;
}

/** The heading of a reason: the code's, or the characteristic's name. */
export function reasonTitle(
  language: Language,
  { code, characteristic: about }: Reason,
  nameOf?: NameOf,
): string {
  const title = codeTexts(language, code)?.title;
  if (title !== undefined) return title;
  return about === null ? '' : (factSentence(about, null, language, 'EUR', nameOf).params.name ?? about);
}

/** The heading of a reason code alone; null for what is no code of the catalogue. */
export function codeTitle(language: Language, code: string): string | null {
  return codeTexts(language, code)?.title ?? null;
}

/** "from the payment default register, 9 March 2026". */
export function evidenceText(wanted: Language, { source, obtainedOn }: Provenance): string {
  const language = spokenLanguage(wanted);
  const { evidence, sources } = textsIn(language);
  return evidence.replace('{source}', sources[source]).replace('{date}', dateText(obtainedOn, language));
}

function codeTexts(language: Language, code: string): CodeTexts | null {
  return isReasonCode(code) ? textsIn(language).codes[code] : null;
}

const COUNTED = /\{(\w+)\|([^|}]*)\|([^|}]*)\}/g;

/** "3 payments" for texts that count with a noun of their own. */
function countParams(value: Value, id: string, language: Language): Readonly<Record<string, string>> {
  if (typeof value !== 'number' || Number.isNaN(value)) return {};
  const nouns = new RegExp(COUNTED.source).exec(textsIn(language).facts[id]?.some ?? '');
  if (nouns === null) return {};
  return { 'value#': countText(value, [nouns[2] ?? '', nouns[3] ?? ''], language) };
}

function textAt(texts: ReasonTexts, key: string): string {
  const [part, id, which] = key.split('.') as [keyof ReasonTexts, string?, string?];
  const at = texts[part];
  if (typeof at === 'string') return at;
  const entry = (at as Readonly<Record<string, CodeTexts | FactTexts | string>>)[id ?? ''];
  const text =
    typeof entry === 'string'
      ? entry
      : (entry as Readonly<Record<string, string>> | undefined)?.[which ?? ''];
  if (text === undefined) throw new Error(`no text for "${key}"`);
  return text;
}
