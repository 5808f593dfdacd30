import type { RequestHandler } from 'express';
import type { Database } from '../../data/database.ts';
import { findStaff, type StaffMember } from '../../data/stores/staff.ts';
import { readCustomerIdentity } from '../../data/views/identities.ts';
import { type Role, ROLES } from '../actions/action.ts';
import { identify, type Identified } from '../http/authorise.ts';
import type { Services } from '../services.ts';
import { endSession, type Subject } from './session.ts';

/** Looks the subject of the session up at each request: whoever was disabled or erased is out at once. */
export function identifyBySession(services: Services): RequestHandler {
  return async (request, response, next) => {
    const subject = request.session.subject;
    if (subject !== undefined) {
      const identified = await identifySubject(services.db, subject);
      if (identified === null) await endSession(request);
      else identify(response, identified);
    }
    next();
  };
}

export async function identifySubject(db: Database, subject: Subject): Promise<Identified | null> {
  switch (subject.kind) {
    case 'staff': {
      const member = await findStaff(db, subject.staffId);
      return member === null || member.disabledAt !== null ? null : identifiedStaff(member);
    }
    case 'customer': {
      const customer = await readCustomerIdentity(db, subject.personId);
      if (customer === null) return null;
      const { personId, username, controller } = customer;
      return { actor: { kind: 'customer', personId }, name: username, controller };
    }
  }
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
