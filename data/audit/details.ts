import type { PersonKey, Vault } from '../vault.ts';
import type { AuditEntry } from './chain.ts';

const PURPOSE = 'audit';

/** Details of an entry that tell of a person, sealed so that they go with the person. */
export function sealDetails(
  vault: Vault,
  key: PersonKey,
  details: Readonly<Record<string, unknown>>,
): Buffer {
  return vault.seal(key, JSON.stringify(details), PURPOSE);
}

/** Null when they were sealed for a person who is erased. */
export function openDetails(
  vault: Vault,
  key: PersonKey | undefined,
  entry: Pick<AuditEntry, 'payload'>,
): Readonly<Record<string, unknown>> | null {
  // Plain details are a JSON object; a sealed text never begins with a brace, its first byte being its format.
  const text =
    entry.payload[0] === OPENING_BRACE
      ? entry.payload.toString('utf8')
      : vault.open(key, entry.payload, PURPOSE);
  return text === null ? null : (JSON.parse(text) as Record<string, unknown>);
}

const OPENING_BRACE = 0x7b;
