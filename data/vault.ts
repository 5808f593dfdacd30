import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  randomFillSync,
} from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Database } from './database.ts';
import { insertMany } from './bulk.ts';

/** A person's own key. `secret` is null once destroyed: what was sealed with it reads as erased, for everybody. */
export interface PersonKey {
  readonly personId: number;
  readonly secret: KeyObject | null;
}

const MASTER_BYTES = 32;
const SECRET_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const PLAIN = 1;
const DEFLATED = 2;
/** Shorter texts gain too little to be worth the time. */
const DEFLATE_FROM = 512;
/** As quick as it gets: a sealed text is small, and setting up more memory than it fills costs more than squeezing it. */
const DEFLATE = { level: 1, memLevel: 6 } as const;
const HEAD_BYTES = 1 + IV_BYTES + TAG_BYTES;
/** SQLite takes at most 32,766 variables in a statement. */
const KEYS_A_QUERY = 10_000;

/**
 * Envelope encryption: AES-256-GCM under a key of the person's own, kept in `person_keys` wrapped under the master
 * key. Destroying that one key erases what was sealed with it from every table, every copy and the audit trail at once
 * (a backup of `person_keys` itself must be let go in its turn). `purpose` says what a text is for ("identity",
 * "decision"); it is bound into the seal, so that a sealed text moved to another column or another person does not open.
 */
export class Vault {
  readonly #wrapping: KeyObject;
  readonly #indexing: KeyObject;
  readonly #installation: PersonKey;

  constructor(masterKey: Uint8Array) {
    if (masterKey.length !== MASTER_BYTES) throw new Error(`a master key has ${MASTER_BYTES} bytes`);
    this.#wrapping = derived(masterKey, 'recourse wrapping key');
    this.#indexing = derived(masterKey, 'recourse blind index');
    this.#installation = { personId: 0, secret: derived(masterKey, 'recourse installation key') };
  }

  /** For what belongs to no person (yet): refused rows, for example. */
  get installationKey(): PersonKey {
    return this.#installation;
  }

  /** Makes and stores a key for each person. */
  async createKeys(db: Database, personIds: readonly number[]): Promise<ReadonlyMap<number, PersonKey>> {
    const keys = new Map<number, PersonKey>();
    const secrets = randomBytes(SECRET_BYTES * personIds.length);
    const rows = personIds.map((personId, at) => {
      const secret = secrets.subarray(at * SECRET_BYTES, (at + 1) * SECRET_BYTES);
      keys.set(personId, { personId, secret: createSecretKey(secret) });
      return {
        person_id: personId,
        wrapped: sealBytes(this.#wrapping, secret, wrapContext(personId), PLAIN),
        destroyed_at: null,
      };
    });
    await insertMany(db, 'person_keys', rows);
    return keys;
  }

  /**
   * The keys of these persons; one that was destroyed, or never made, has no secret. They are read anew each time:
   * a key kept in memory would go on opening what another process has erased.
   */
  async keysFor(db: Database, personIds: readonly number[]): Promise<ReadonlyMap<number, PersonKey>> {
    const wanted = [...new Set(personIds)];
    const keys = new Map(
      wanted.map((personId): [number, PersonKey] => [personId, { personId, secret: null }]),
    );
    for (let at = 0; at < wanted.length; at += KEYS_A_QUERY) {
      const rows = await db('person_keys')
        .select<{ person_id: number; wrapped: Buffer | null }[]>('person_id', 'wrapped')
        .whereIn('person_id', wanted.slice(at, at + KEYS_A_QUERY));
      for (const row of rows) keys.set(row.person_id, this.#unwrap(row.person_id, row.wrapped));
    }
    return keys;
  }

  async keyFor(db: Database, personId: number): Promise<PersonKey> {
    return (await this.keysFor(db, [personId])).get(personId) ?? { personId, secret: null };
  }

  /** Destroys the key for good, in the caller's transaction. The row stays as the proof that it was destroyed. */
  async destroyKey(db: Database, personId: number, now: string): Promise<void> {
    await db('person_keys').where({ person_id: personId }).update({ wrapped: null, destroyed_at: now });
  }

  seal(key: PersonKey, text: string, purpose: string): Buffer {
    const bytes = Buffer.from(text, 'utf8');
    if (bytes.length < DEFLATE_FROM) return this.sealBytes(key, bytes, purpose);
    return sealBytes(secretOf(key), deflateRawSync(bytes, DEFLATE), contextOf(key, purpose), DEFLATED);
  }

  sealBytes(key: PersonKey, bytes: Uint8Array, purpose: string): Buffer {
    return sealBytes(secretOf(key), bytes, contextOf(key, purpose), PLAIN);
  }

  /** The text, or null when the person is erased. Throws when the sealed bytes were tampered with. */
  open(key: PersonKey | undefined, sealed: Uint8Array | null, purpose: string): string | null {
    return this.openBytes(key, sealed, purpose)?.toString('utf8') ?? null;
  }

  openBytes(key: PersonKey | undefined, sealed: Uint8Array | null, purpose: string): Buffer | null {
    if (key === undefined || key.secret === null || sealed === null) return null;
    return openBytes(key.secret, sealed, contextOf(key, purpose));
  }

  /** The same text gives the same index; without the master key nothing can be learnt from it, nor tried out. */
  blindIndex(text: string): string {
    return createHmac('sha256', this.#indexing)
      .update(text.normalize('NFC'))
      .digest('base64url')
      .slice(0, 32);
  }

  #unwrap(personId: number, wrapped: Buffer | null): PersonKey {
    if (wrapped === null) return { personId, secret: null };
    const secret = openBytes(this.#wrapping, wrapped, wrapContext(personId));
    return { personId, secret: createSecretKey(secret) };
  }
}

/** A sealed text did not open: wrong key, wrong place, or somebody changed it. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
}

function derived(masterKey: Uint8Array, use: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', masterKey, Buffer.alloc(0), use, 32)));
}

function wrapContext(personId: number): string {
  return `person key:${personId}`;
}

function secretOf(key: PersonKey): KeyObject {
  if (key.secret === null) throw new Error(`person ${key.personId} has no key: erased, or never made`);
  return key.secret;
}

function contextOf(key: PersonKey, purpose: string): string {
  return `${purpose}:${key.personId}`;
}

/** Layout: format, nonce, tag, ciphertext. */
function sealBytes(secret: KeyObject, bytes: Uint8Array, context: string, format: number): Buffer {
  const sealed = Buffer.allocUnsafe(HEAD_BYTES + bytes.length);
  sealed[0] = format;
  const iv = nextNonce();
  iv.copy(sealed, 1);
  const cipher = createCipheriv('aes-256-gcm', secret, iv);
  cipher.setAAD(Buffer.from(`${format}:${context}`, 'utf8'));
  cipher.update(bytes).copy(sealed, HEAD_BYTES);
  cipher.final();
  cipher.getAuthTag().copy(sealed, 1 + IV_BYTES);
  return sealed;
}

function openBytes(secret: KeyObject, sealed: Uint8Array, context: string): Buffer {
  const format = sealed[0];
  if (sealed.length < HEAD_BYTES || (format !== PLAIN && format !== DEFLATED)) {
    throw new SealBroken('not a sealed text');
  }
  const decipher = createDecipheriv('aes-256-gcm', secret, sealed.subarray(1, 1 + IV_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(`${format}:${context}`, 'utf8'));
  decipher.setAuthTag(sealed.subarray(1 + IV_BYTES, HEAD_BYTES));
  const opened = decipher.update(sealed.subarray(HEAD_BYTES));
  try {
    decipher.final();
  } catch {
    throw new SealBroken(
      'a sealed text did not open: it was changed, moved, or sealed under another master key',
    );
  }
  return format === DEFLATED ? inflateRawSync(opened) : opened;
}

/** One call for the randomness of many nonces: a call each costs as much as the encryption itself. */
const nonces = Buffer.alloc(IV_BYTES * 1024);
let nonceAt = nonces.length;

function nextNonce(): Buffer {
  if (nonceAt === nonces.length) {
    randomFillSync(nonces);
    nonceAt = 0;
  }
  nonceAt += IV_BYTES;
  return nonces.subarray(nonceAt - IV_BYTES, nonceAt);
}
