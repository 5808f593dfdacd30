import { acceptedFrom } from '../../data/profiles.ts';
import { findIdentityProof, insertIdentityProof } from '../../data/stores/identity-proofs.ts';
import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import { canProve, type Channel, type ProofMethod } from '../../scoring/safeguards/identity-proof.ts';
import type { ActionContext } from './action.ts';
import { hasRole, staffIdOf } from './review-case.ts';

/** How a person came, and whether they showed who they are: a check made before, or one made now. */
export type InPersonOf =
  | { readonly proofId: number }
  | { readonly channel: Channel; readonly method: ProofMethod; readonly shown: boolean }
  /** Nothing they have shown counts with this controller; they are asked to show it afterwards. */
  | { readonly channel: Channel; readonly method: null };

export type ProofTaken =
  | { readonly kind: 'proven'; readonly channel: Channel; readonly proofId: number | null }
  /** Nobody said how the person showed who they are. */
  | { readonly kind: 'no_proof' }
  /** They did not show it: what is theirs is not touched on another's word (GDPR art. 12(6)). */
  | { readonly kind: 'not_shown' }
  /** Nobody can be seen on the telephone; or the controller does not accept it. */
  | { readonly kind: 'proves_nothing' };

/**
 * Makes sure that a request is the person's own, and keeps how. In the portal the session proves it; a system that asks
 * through the API has made sure itself.
 */
export async function takeProof(
  context: ActionContext,
  personId: number,
  given: InPersonOf | undefined,
): Promise<ProofTaken> {
  const { db, vault, now } = context;
  const staffId = staffIdOf(context);
  if (staffId === null) return { kind: 'proven', channel: 'portal', proofId: null };
  if (given === undefined) {
    return hasRole(context, 'integrator')
      ? { kind: 'proven', channel: 'portal', proofId: null }
      : { kind: 'no_proof' };
  }
  const accepted = await acceptedFrom(db, personId);
  if ('proofId' in given) {
    const known = await findIdentityProof(db, vault, personId, given.proofId);
    if (known === null || !known.passed || known.at < checkedSince(now)) return { kind: 'not_shown' };
    if (!canProve(known.channel, known.method, accepted)) return { kind: 'proves_nothing' };
    return { kind: 'proven', channel: known.channel, proofId: known.id };
  }
  if (given.method === null) return { kind: 'no_proof' };
  const { channel, method, shown } = given;
  if (!canProve(channel, method, accepted)) return { kind: 'proves_nothing' };
  const proof = { personId, channel, method, passed: shown, staffId, at: now, note: null };
  const proofId = await insertIdentityProof(db, vault, proof);
  return shown ? { kind: 'proven', channel, proofId } : { kind: 'not_shown' };
}

/** A check lasts half a day: yesterday's caller need not be today's. */
export function checkedSince(now: IsoInstant): IsoInstant {
  return new Date(Date.parse(now) - CHECK_LASTS_MS).toISOString();
}

const CHECK_LASTS_MS = 12 * 60 * 60 * 1000;
