import { randomBytes } from 'node:crypto';
import { CODE_ALPHABET } from '../../scoring/explanation/sign-in-codes.ts';

/** 13 of 31 characters: 64 bits, so that a stored hash cannot be searched. */
const CODE_LENGTH = 13;

/** A single-use code as people read it: "7KQ2-M9XW-4TB8H". */
export function createSignInCode(): string {
  let code = '';
  while (code.length < CODE_LENGTH) {
    for (const byte of randomBytes(16)) {
      // Bytes above the last whole multiple would make the first characters likelier.
      if (byte < ALPHABET_MULTIPLE && code.length < CODE_LENGTH)
        code += CODE_ALPHABET[byte % CODE_ALPHABET.length];
    }
  }
  return `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}`;
}

/** A text with its codes covered: whoever sends a letter must not be able to sign in as the one who reads it. */
export function coverCodes(text: string): string {
  return text.replaceAll(CODE, (code) => code.replaceAll(/[^-]/g, '•'));
}

const CODE = new RegExp(`\\b[${CODE_ALPHABET}]{4}-[${CODE_ALPHABET}]{4}-[${CODE_ALPHABET}]{5}\\b`, 'g');

const ALPHABET_MULTIPLE = 256 - (256 % CODE_ALPHABET.length);
