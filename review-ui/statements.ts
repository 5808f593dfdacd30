import type { Wording } from './wording.ts';

/** A person's words as they wrote them; a need for help is kept as a code and said in the reader's language. */
export function statementText(
  { kind, text }: { readonly kind: string; readonly text: string },
  { t, has }: Wording,
): string {
  const key = `customer.facts.need.${text}`;
  return kind === 'support' && /^\w+$/.test(text) && has(key) ? t(key) : text;
}
