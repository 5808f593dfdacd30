import type { Texts } from '../characteristics/characteristic.ts';
import type { Language } from '../portfolio/records.ts';
import { PACK_TEXTS_FI } from './pack-texts-fi.ts';
import { PACK_TEXTS_SV } from './pack-texts-sv.ts';

const PACK_TEXTS: Partial<Record<Language, Readonly<Record<string, string>>>> = {
  fi: PACK_TEXTS_FI,
  sv: PACK_TEXTS_SV,
};

/**
 * A text of a policy in the language: the policy's own, or the translation of its English sentence. A published policy
 * never changes, and what it once decided is still read in every language.
 */
export function policyText(texts: Texts, language: Language): string {
  return texts[language] ?? PACK_TEXTS[language]?.[texts.en] ?? texts.en;
}
