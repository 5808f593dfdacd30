import { listMandatesOf } from '../../data/stores/mandates.ts';
import { findSecondFactor } from '../../data/stores/second-factors.ts';
import type { Call, OpenCall } from '../http/call.ts';
import { beginSession, type Audience, type Choices, renewSession, type Subject } from './session.ts';

/** A member whose password, or whose work account, was right: in, or first to the second factor. Returns where to go. */
export async function arriveAsStaff(
  call: OpenCall,
  staffId: number,
  {
    next,
    sure,
    provider,
  }: { readonly next: string | null; readonly sure: boolean; readonly provider?: Audience },
): Promise<string> {
  const { db, vault, configuration } = call.services;
  const rule = configuration.staffSecondFactor;
  if (!sure && rule !== 'off') {
    const isSet = (await findSecondFactor(db, vault, staffId))?.confirmedAt != null;
    if (isSet || rule === 'required') {
      await renewSession(db, call.request, {
        awaited: { staffId, next },
        ...(provider === undefined ? {} : { provider }),
      });
      return isSet ? '/sign-in/second-factor' : '/account/second-factor';
    }
  }
  await beginSession(call.services, call.request, { kind: 'staff', staffId }, kept(provider));
  return next ?? '/';
}

/** Somebody who showed who they are: straight to the one file there is, or to the choice. Null: there is none. */
export async function arriveAs(
  call: OpenCall,
  choices: Choices,
  { next, provider }: { readonly next: string | null; readonly provider?: Audience },
): Promise<string | null> {
  const { db, vault } = call.services;
  const { personIds, representativeId } = choices;
  const mandates = representativeId === null ? [] : await listMandatesOf(db, vault, representativeId);
  const [personId] = personIds;
  if (personIds.length + mandates.length === 0) return null;
  if (personIds.length === 1 && mandates.length === 0 && personId !== undefined) {
    await beginSession(call.services, call.request, { kind: 'customer', personId }, kept(provider));
    return next ?? '/';
  }
  await renewSession(db, call.request, { choices, ...kept(provider) });
  return '/acting';
}

/** One of the choices was taken; the others stay open, so that nobody has to sign in again for the next. */
export async function takeChoice(call: OpenCall | Call, subject: Subject): Promise<void> {
  const { choices, provider } = call.request.session;
  await beginSession(call.services, call.request, subject, {
    ...(choices === undefined ? {} : { choices }),
    ...kept(provider),
  });
}

function kept(provider: Audience | undefined): { readonly provider?: Audience } {
  return provider === undefined ? {} : { provider };
}
