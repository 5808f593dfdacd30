import type { Request, Response } from 'express';
import type { Actor, Role } from '../actions/action.ts';
import { contextFor, type Services } from '../services.ts';
import type { Call, OpenCall } from './call.ts';
import { languageOf } from './language.ts';
import { Problem } from './problem.ts';

/** Who is behind the request; set by the session or the API key before any route runs. */
export interface Identified {
  readonly actor: Actor;
  /** Shown to themselves at the top of the page. */
  readonly name: string | null;
  /** The firm that speaks to a customer. */
  readonly controller: string | null;
  /** A guardian acts instead of this person: they read, and change nothing. */
  readonly replaced?: boolean;
}

/** Lets the request through to what the declaration allows, or ends it with the problem that fits. */
export async function authorise(
  services: Services,
  declaration: { readonly allow: 'anyone' | readonly Role[] },
  request: Request,
  response: Response,
): Promise<Call | OpenCall> {
  const identified = identifiedIn(response);
  const open: OpenCall = {
    request,
    response,
    services,
    language: languageOf(services, request, response, identified?.actor ?? null),
    actor: identified?.actor ?? null,
    files: [],
  };
  if (declaration.allow === 'anyone') return open;
  if (identified === null) throw new Problem(shutOutIn(response)?.because ?? 'sign_in_needed');
  const { allow } = declaration;
  const as = rolesOf(identified.actor).find((role) => allow.includes(role));
  if (as === undefined) throw new Problem('forbidden');
  return { ...open, actor: identified.actor, as, context: contextFor(services, identified.actor) };
}

export function rolesOf(actor: Actor): readonly Role[] {
  switch (actor.kind) {
    case 'staff':
      return actor.roles;
    case 'customer':
      return ['customer'];
    case 'system':
      return [];
  }
}

/** Kept on the response, which lives exactly as long as the request and never comes from outside. */
export function identify(response: Response, identified: Identified): void {
  response.locals['identified'] = identified;
}

export function identifiedIn(response: Response): Identified | null {
  return (response.locals['identified'] as Identified | undefined) ?? null;
}

/** A representative who is signed in and sees nothing: their mandate opens nothing today. */
export interface ShutOut {
  readonly because: 'mandate_waiting' | 'mandate_over';
  readonly actor: Extract<Actor, { readonly kind: 'customer' }>;
}

export function shutOut(response: Response, who: ShutOut): void {
  response.locals['shutOut'] = who;
}

export function shutOutIn(response: Response): ShutOut | null {
  return (response.locals['shutOut'] as ShutOut | undefined) ?? null;
}
