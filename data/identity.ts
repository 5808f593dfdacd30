import type { PersonKey, Vault } from './vault.ts';

/** What tells who a person is. Sealed as one text under the person's own key; nothing of it is stored in plain. */
export interface Identity {
  /** Number of the person in the system it came from. */
  readonly personRef: string;
  readonly name: string | null;
  readonly personalCode: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly address: string | null;
}

/** Who acts for a person; sealed under that person's key. */
export interface RepresentativeIdentity {
  readonly name: string | null;
  readonly contact: string | null;
}

const IDENTITY = 'identity';
const REPRESENTATIVE = 'representative';

export function sealIdentity(vault: Vault, key: PersonKey, identity: Identity): Buffer {
  return vault.seal(key, JSON.stringify(identity), IDENTITY);
}

/** Null when the person is erased. */
export function openIdentity(
  vault: Vault,
  key: PersonKey | undefined,
  sealed: Uint8Array | null,
): Identity | null {
  const text = vault.open(key, sealed, IDENTITY);
  return text === null ? null : (JSON.parse(text) as Identity);
}

export function sealRepresentative(vault: Vault, key: PersonKey, identity: RepresentativeIdentity): Buffer {
  return vault.seal(key, JSON.stringify(identity), REPRESENTATIVE);
}

export function openRepresentative(
  vault: Vault,
  key: PersonKey | undefined,
  sealed: Uint8Array | null,
): RepresentativeIdentity | null {
  const text = vault.open(key, sealed, REPRESENTATIVE);
  return text === null ? null : (JSON.parse(text) as RepresentativeIdentity);
}

/** Finds a person by the number its sender gave it. */
export function personRefIndex(vault: Vault, personRef: string): string {
  return vault.blindIndex(`person_ref:${personRef.trim()}`);
}

/** Finds a person by the national identification number, however it is spaced. */
export function personalCodeIndex(vault: Vault, personalCode: string): string {
  return vault.blindIndex(`personal_code:${personalCode.replace(/\s+/g, '').toUpperCase()}`);
}

/** Tells whether two people live at one address, however it is spelt; nothing else can be learnt from it. */
export function addressIndex(vault: Vault, address: string): string {
  return vault.blindIndex(`address:${normalAddress(address)}`);
}

/** "Pikk tn. 5–3, 10123 TALLINN" and "Pikk 5-3 Tallinn" are one address: no case, accents, postcode or word for street. */
export function normalAddress(address: string): string {
  return address
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !/^\d{5}$/.test(word) && !SAID_OR_NOT.has(word))
    .join(' ');
}

const SAID_OR_NOT: ReadonlySet<string> = new Set(
  'tn tanav mnt maantee pst puiestee tee linn vald maakond eesti estonia suomi finland'.split(' '),
);
