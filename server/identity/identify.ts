import type { RequestHandler } from 'express';
import { findMandate, isReplaced } from '../../data/stores/mandates.ts';
import { findSessionEpoch } from '../../data/stores/session-epochs.ts';
import { findStaff, type StaffMember } from '../../data/stores/staff.ts';
import { readController, readCustomerIdentity, readPersonName } from '../../data/views/identities.ts';
import { standingOf } from '../../scoring/safeguards/mandate.ts';
import { type Actor, type Role, ROLES } from '../actions/action.ts';
import { identify, type Identified, type ShutOut, shutOut } from '../http/authorise.ts';
import { dayIn, type Services } from '../services.ts';
import { restartSession, type Subject } from './session.ts';

/**
 * Looks the subject of the session up at each request: whoever was disabled or erased, whose sessions were ended, or
 * whose mandate is over, is out at once.
 */
export function identifyBySession(services: Services): RequestHandler {
  return async (request, response, next) => {
    const { subject, epoch } = request.session;
    if (subject !== undefined) {
      const over = epoch !== (await findSessionEpoch(services.db, subject));
      const found = over ? null : await identifySubject(services, subject);
      if (found === null) await restartSession(request);
      else if (found.kind === 'identified') identify(response, found.identified);
      else shutOut(response, found);
    }
    next();
  };
}

export type SubjectFound =
  | { readonly kind: 'identified'; readonly identified: Identified }
  /** A representative whose mandate opens nothing today. */
  | ({ readonly kind: 'shut_out' } & ShutOut);

export async function identifySubject(
  services: Pick<Services, 'db' | 'vault' | 'clock' | 'configuration'>,
  subject: Subject,
): Promise<SubjectFound | null> {
  const { db } = services;
  switch (subject.kind) {
    case 'staff': {
      const member = await findStaff(db, subject.staffId);
      if (member === null || member.disabledAt !== null) return null;
      return { kind: 'identified', identified: identifiedStaff(member) };
    }
    case 'customer': {
      const customer = await readCustomerIdentity(db, subject.personId);
      if (customer === null) return null;
      const { personId, username, controller } = customer;
      const replaced = await isReplaced(
        db,
        personId,
        dayIn(services.configuration.timeZone, services.clock()),
      );
      const actor: Actor = { kind: 'customer', personId };
      return { kind: 'identified', identified: { actor, name: username, controller, replaced } };
    }
    case 'representative':
      return identifyRepresentative(services, subject);
  }
}

async function identifyRepresentative(
  { db, vault, clock, configuration }: Pick<Services, 'db' | 'vault' | 'clock' | 'configuration'>,
  { representativeId, mandateId }: Extract<Subject, { kind: 'representative' }>,
): Promise<SubjectFound | null> {
  const mandate = await findMandate(db, vault, mandateId);
  // Erased with its person, or never theirs.
  if (mandate === null || mandate.representativeId !== representativeId) return null;
  const standing = standingOf(mandate, dayIn(configuration.timeZone, clock()));
  const { personId, scope } = mandate;
  const actor = { kind: 'customer', personId, mandate: { mandateId, representativeId, scope } } as const;
  if (standing === 'unconfirmed' || standing === 'not_yet')
    return { kind: 'shut_out', because: 'mandate_waiting', actor };
  if (standing !== 'valid') return { kind: 'shut_out', because: 'mandate_over', actor };
  const portfolio = await readController(db, personId);
  if (portfolio === null) return null;
  const represented = await readPersonName(db, vault, personId);
  const name = [mandate.identity?.name, represented].filter((each) => each != null).join(' → ');
  return { kind: 'identified', identified: { actor, name, controller: portfolio } };
}

export function identifiedStaff(member: StaffMember): Identified {
  const roles = ROLES.filter((role) => role !== 'customer' && member.roles.includes(role));
  return {
    actor: { kind: 'staff', staffId: member.staffId, roles },
    name: member.displayName,
    controller: null,
  };
}

/** The roles a member of staff may hold. */
export const STAFF_ROLES: readonly Role[] = ROLES.filter((role) => role !== 'customer');
