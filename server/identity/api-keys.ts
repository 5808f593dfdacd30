import { createHash, randomBytes } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Database } from '../../data/database.ts';
import { findApiKeyByHash, insertApiKey, touchApiKey } from '../../data/stores/api-keys.ts';
import { findStaff } from '../../data/stores/staff.ts';
import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import { identify } from '../http/authorise.ts';
import { Problem } from '../http/problem.ts';
import type { Services } from '../services.ts';
import { identifiedStaff } from './identify.ts';

const MINUTE_MS = 60_000;

/** The bearer key of an API request. Cookies count for nothing here, so that no other site can use a browser's sign-in. */
export function identifyByKey(services: Services): RequestHandler {
  return async (request, response, next) => {
    const header = request.get('authorization');
    if (header === undefined) return next();
    const key = /^Bearer (rk_[A-Za-z0-9_-]{43})$/.exec(header)?.[1];
    if (key === undefined) throw new Problem('sign_in_needed', 'The key is not one of ours.');
    const found = await findApiKeyByHash(services.db, keyHash(key));
    const member = found === null ? null : await findStaff(services.db, found.staffId);
    if (found === null || found.revokedAt !== null || member === null || member.disabledAt !== null) {
      throw new Problem('sign_in_needed', 'The key is not known, or was withdrawn.');
    }
    const now = services.clock();
    await touchApiKey(services.db, found.keyId, now.toISOString(), minuteBefore(now));
    identify(response, identifiedStaff(member));
    next();
  };
}

export interface KeyOrder {
  readonly name: string;
  readonly staffId: number;
  readonly demo: boolean;
  readonly now: IsoInstant;
}

/** Makes a key and returns it: this is the only time that anybody sees it. */
export async function createApiKey(
  db: Database,
  order: KeyOrder,
): Promise<{ readonly keyId: number; readonly key: string }> {
  const key = `rk_${randomBytes(32).toString('base64url')}`;
  const { name, staffId, demo, now } = order;
  const keyId = await insertApiKey(db, { name, keyHash: keyHash(key), staffId, demo, createdAt: now });
  return { keyId, key };
}

/** A key has 256 random bits, so that a plain hash of it cannot be guessed back. */
function keyHash(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

function minuteBefore(at: Date): IsoInstant {
  return new Date(at.getTime() - MINUTE_MS).toISOString();
}
