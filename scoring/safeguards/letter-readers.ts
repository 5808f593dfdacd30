import type { IsoDate, IsoInstant } from '../portfolio/dates.ts';
import { covers, type Mandate, type MandateScope, type Matter, standingOf } from './mandate.ts';

/** A mandate as far as a letter has to know it. */
export interface ActingFor extends Mandate {
  readonly mandateId: number;
  readonly replacesPerson: boolean;
}

/** Who gets a letter. */
export type Reader<Acting extends ActingFor = ActingFor> =
  | { readonly kind: 'person' }
  | { readonly kind: 'representative'; readonly mandate: Acting };

/**
 * Who gets a letter about a matter: whoever acts beside the person gets it as well, and a guardian who acts instead of
 * them gets it in their place. A mandate that does not hold that day, or does not cover the matter, brings no letter.
 */
export function readersOf<Acting extends ActingFor>(
  mandates: readonly Acting[],
  about: Matter,
  today: IsoDate,
): readonly Reader<Acting>[] {
  const acting = mandates.filter(
    (mandate) => standingOf(mandate, today) === 'valid' && covers(mandate.scope, about),
  );
  const representatives = acting.map((mandate) => ({ kind: 'representative', mandate }) as const);
  const isReplaced = acting.some(({ replacesPerson }) => replacesPerson);
  return isReplaced ? representatives : [{ kind: 'person' }, ...representatives];
}

/** By e-mail or letter where the contact is one of the two; otherwise it waits on the pages they sign in to. */
export function wayToRepresentative(contact: string | null): 'email' | 'letter' | 'portal' {
  if (contact === null) return 'portal';
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(contact.trim())) return 'email';
  // A street and its number; a telephone number has no letters.
  return /\p{L}/u.test(contact) && /\d/.test(contact) ? 'letter' : 'portal';
}

/** What tells the copies of one letter from another letter. */
export interface LetterCopy {
  readonly mandateId: number | null;
  readonly kind: string;
  readonly decisionId: number | null;
  readonly reviewId: number | null;
  readonly createdAt: IsoInstant;
}

/**
 * The letters that somebody finds on their page, each once: their own copy where there is one, else the person's, else
 * that of a guardian. A representative finds what their mandate covers and what was sent to them.
 */
export function lettersFor<Letter extends LetterCopy>(
  letters: readonly Letter[],
  reader: { readonly mandateId: number; readonly scope: MandateScope } | null,
  aboutOf: (letter: Letter) => Matter,
): readonly Letter[] {
  const own = reader?.mandateId ?? null;
  const chosen = new Map<string, Letter>();
  const rank = ({ mandateId }: Letter): number => (mandateId === own ? 0 : mandateId === null ? 1 : 2);
  for (const letter of letters) {
    if (reader !== null && letter.mandateId !== own && !covers(reader.scope, aboutOf(letter))) continue;
    const { kind, decisionId, reviewId, createdAt } = letter;
    const one = JSON.stringify([kind, decisionId, reviewId, createdAt]);
    const known = chosen.get(one);
    if (known === undefined || rank(letter) < rank(known)) chosen.set(one, letter);
  }
  const shown = new Set(chosen.values());
  return letters.filter((letter) => shown.has(letter));
}
