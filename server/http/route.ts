import express, { type Request, type Response, type Router } from 'express';
import { covers, type Matter } from '../../scoring/safeguards/mandate.ts';
import type { Role } from '../actions/action.ts';
import type { Services } from '../services.ts';
import { authorise, identifiedIn, shutOutIn } from './authorise.ts';
import { readBody, type BodyKind } from './body.ts';
import type { Call, OpenCall } from './call.ts';
import { checkFormToken } from './form-token.ts';
import { limitSignIns } from './limits.ts';
import { keepLooks, type LooksAt } from './looks-at.ts';
import type { Operation } from './operation.ts';
import { Problem } from './problem.ts';
import { turnAway } from './turned-away.ts';

export type { Call, OpenCall };

interface Declared {
  readonly method: 'get' | 'post';
  /** In full, as express writes it: `/reviews/:id/votes`. */
  readonly path: string;
  /** Of a POST: an ordinary form by default. */
  readonly body?: BodyKind;
  /** Stricter limit on tries, for routes where a secret could be guessed. */
  readonly guessable?: boolean;
}

export interface OpenRoute extends Declared {
  readonly allow: 'anyone';
  readonly handler: (call: OpenCall) => Promise<void> | void;
}

export interface GuardedRoute extends Declared {
  readonly allow: readonly [Role, ...Role[]];
  /**
   * Whose data this is: the person's id, or null when there is no such thing. A customer gets 404 for what is
   * another person's, so that its existence is not told. Needed where a customer may call and the path has an id.
   */
  readonly subject?: (call: Call) => Promise<number | null>;
  /**
   * What it is about, for somebody who acts under a narrow mandate; null when there is no such thing. Left out, it is
   * about the person's whole file, which only a full mandate covers.
   */
  readonly matter?: (call: Call) => Promise<Matter | null>;
  /**
   * Whose data a member of staff sees by it: each opening is kept and shown to the person (GDPR art. 15). `listed`
   * where the handler knows who stands in its list, and keeps it by `sawListed`; `nobody` where it shows no one person's
   * data. Must be said wherever staff read.
   */
  readonly looksAt?: LooksAt | 'listed' | 'nobody';
  /**
   * The field of the form that holds somebody's own words. Sent by a representative who may not act (any more), or by a
   * person for whom a guardian acts, they are kept and not lost.
   */
  readonly words?: string;
  readonly handler: (call: Call) => Promise<void> | void;
}

export type RouteDeclaration = OpenRoute | GuardedRoute;

/** Where routes are declared: nothing reaches the router but through {@link route}. */
export interface Routes {
  readonly services: Services;
  readonly router: Router;
  /** Ends a request from an address that tries too often; one count for all routes where a secret could be guessed. */
  readonly limitTries: (request: Request, response: Response) => Promise<void>;
  readonly declared: RouteDeclaration[];
  /** Those of the API, for its OpenAPI document. */
  readonly operations: Operation[];
}

export function createRoutes(services: Services): Routes {
  return {
    services,
    router: express.Router({ caseSensitive: true }),
    limitTries: limitSignIns(services),
    declared: [],
    operations: [],
  };
}

/** Declares one route: who may call it, and what it does. */
export function route(routes: Routes, declaration: OpenRoute): void;
export function route(routes: Routes, declaration: GuardedRoute): void;
export function route(routes: Routes, declaration: RouteDeclaration): void {
  refuseUnguarded(declaration);
  routes.declared.push(declaration);
  routes.router[declaration.method](declaration.path, async (request: Request, response: Response) => {
    if (declaration.guessable === true) await routes.limitTries(request, response);
    await turnAwayShutOut(routes.services, declaration, request, response);
    const call = await authorise(routes.services, declaration, request, response);
    const body = await readBody(routes.services, declaration.body ?? 'form', request, response);
    try {
      const complete = { ...call, files: body.files };
      if (declaration.method === 'post' && !isApi(declaration.path)) checkFormToken(routes.services, request);
      if (declaration.allow === 'anyone') return await declaration.handler(complete);
      const allowed = complete as Call;
      if (declaration.subject !== undefined) await refuseForeign(declaration.subject, allowed);
      await refuseBeyondMandate(declaration, allowed);
      await recordLook(declaration, allowed);
      return await declaration.handler(allowed);
    } finally {
      await body.discard();
    }
  });
}

/** Programs are told which methods an address of the API takes; declared after all routes, so that these come first. */
export function refuseOtherMethods(routes: Routes): void {
  const methods = new Map<string, string[]>();
  for (const { path, method } of routes.declared.filter((each) => isApi(each.path))) {
    methods.set(path, [...(methods.get(path) ?? []), ...(method === 'get' ? ['GET', 'HEAD'] : ['POST'])]);
  }
  for (const [path, allowed] of methods) {
    routes.router.all(path, (_request: Request, response: Response) => {
      response.set('Allow', allowed.join(', '));
      throw new Problem('wrong_method', `This address takes ${allowed.join(', ')}.`);
    });
  }
}

/** The id in the path; anything but a positive whole number is simply not found. */
export function idOf(call: OpenCall, name = 'id'): number {
  const text = call.request.params[name];
  if (typeof text !== 'string' || !/^[1-9]\d{0,15}$/.test(text)) throw new Problem('not_found');
  return Number(text);
}

/** In whatever case it is written: `/API/` must not be taken for a page, where a browser's session counts. */
export function isApi(path: string): boolean {
  return path.toLowerCase().startsWith('/api/');
}

/** Turns a forgotten check of whose data it is into a failed start. */
function refuseUnguarded(declaration: RouteDeclaration): void {
  if (declaration.allow === 'anyone') return;
  const forStaff = declaration.allow.some((role) => role !== 'customer');
  if (forStaff && declaration.method === 'get' && declaration.looksAt === undefined) {
    throw new Error(
      `route ${declaration.method} ${declaration.path}: staff read it, so it must say whose data they see (looksAt)`,
    );
  }
  const forCustomers = declaration.allow.includes('customer');
  if (forCustomers && declaration.path.includes(':') && declaration.subject === undefined) {
    throw new Error(
      `route ${declaration.method} ${declaration.path}: customers may call it, so it must say whose data it is (subject)`,
    );
  }
}

/** Before the page is made: there may be a record of a look that failed, but never a look without its record. */
async function recordLook({ looksAt }: GuardedRoute, call: Call): Promise<void> {
  if (looksAt === undefined || typeof looksAt === 'string' || call.actor.kind !== 'staff') return;
  await keepLooks(call, looksAt.what, await looksAt.whose(call));
}

/** A mandate that does not hold today opens nothing; words sent under it are kept. */
async function turnAwayShutOut(
  services: Services,
  declaration: RouteDeclaration,
  request: Request,
  response: Response,
): Promise<void> {
  const who = shutOutIn(response);
  if (who === null || declaration.allow === 'anyone' || declaration.words === undefined) return;
  const { body: kind = 'form', words: field } = declaration;
  const { files, discard } = await readBody(services, kind, request, response);
  try {
    checkFormToken(services, request);
    await turnAway(services, who, { request, files, field });
  } finally {
    await discard();
  }
}

async function refuseForeign(subject: NonNullable<GuardedRoute['subject']>, call: Call): Promise<void> {
  const personId = await subject(call);
  if (personId === null) throw new Problem('not_found');
  if (call.actor.kind === 'customer' && call.actor.personId !== personId) throw new Problem('not_found');
}

/** Somebody who acts for the person acts within their mandate, and beside a guardian nobody else does. */
async function refuseBeyondMandate(
  { matter, method, words: field }: GuardedRoute,
  call: Call,
): Promise<void> {
  if (call.actor.kind !== 'customer') return;
  const { services, actor, request, files } = call;
  const { mandate } = actor;
  const sent = { request, files, field };
  if (mandate === undefined) {
    if (method === 'post' && identifiedIn(call.response)?.replaced === true)
      await turnAway(services, { because: 'guardian_acts', actor }, sent);
    return;
  }
  const about: Matter | null = matter === undefined ? { kind: 'file' } : await matter(call);
  if (about === null) throw new Problem('not_found');
  if (!covers(mandate.scope, about)) await turnAway(services, { because: 'beyond_mandate', actor }, sent);
}
