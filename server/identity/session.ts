import { ConnectSessionKnexStore } from 'connect-session-knex';
import type { Request, RequestHandler } from 'express';
import session, { type SessionData } from 'express-session';
import type { Database } from '../../data/database.ts';
import { findSessionEpoch } from '../../data/stores/session-epochs.ts';
import { deleteExpiredSessions } from '../../data/stores/sessions.ts';
import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Message } from '../../review-ui/page.ts';
import type { Services } from '../services.ts';

/** Who a session belongs to. Roles are not in it: they are read afresh at each request, so that a change counts at once. */
export type Subject =
  | { readonly kind: 'staff'; readonly staffId: number }
  | { readonly kind: 'customer'; readonly personId: number }
  /** Somebody who acts for another; the mandate says for whom, and is looked up at each request. */
  | { readonly kind: 'representative'; readonly representativeId: number; readonly mandateId: number };

/** Who somebody showed to be, when that leaves a choice: files of their own, and people they act for. */
export interface Choices {
  readonly personIds: readonly number[];
  readonly representativeId: number | null;
}

/** What is kept between leaving for an identity provider and coming back. */
export interface Errand {
  readonly audience: Audience;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly next: string | null;
  readonly begunAt: IsoInstant;
}

/** Whom a provider vouches for. */
export type Audience = 'customer' | 'staff';

declare module 'express-session' {
  interface SessionData {
    subject: Subject;
    /** Of the account when the session began ({@link findSessionEpoch}). */
    epoch: number;
    /** A member whose password was right and whose second factor is awaited; signed in to nothing yet. */
    awaited: { readonly staffId: number; readonly next: string | null };
    choices: Choices;
    errand: Errand;
    /** The provider that vouched for them, where they can sign out as well. */
    provider: Audience;
    messages: readonly Message[];
  }
}

const MINUTE_MS = 60_000;

/** Sessions live in the database, so that a restart or a second server signs nobody out. Strangers get none. */
export function sessions(services: Services): RequestHandler {
  const { configuration, db } = services;
  const store = new ConnectSessionKnexStore({
    knex: db,
    tableName: 'sessions',
    createTable: false,
    // Expired ones go at each sign-in; a timer of the store's own would outlive the database.
    cleanupInterval: 0,
  });
  // Every use of the store awaits this and hears of it. Unheard it would end a start that failed for another reason, and
  // hide the reason behind a stack of its own.
  store.ready.catch(() => undefined);
  return session({
    name: configuration.secureCookies ? '__Host-recourse.session' : 'recourse.session',
    secret: configuration.sessionSecret,
    resave: false,
    saveUninitialized: false,
    rolling: true,
    unset: 'destroy',
    proxy: configuration.trustProxy > 0,
    store,
    cookie: {
      httpOnly: true,
      sameSite: 'lax',
      secure: configuration.secureCookies,
      maxAge: configuration.sessionMinutes * MINUTE_MS,
      path: '/',
    },
  });
}

/** A new session number at every sign-in: one that somebody planted beforehand is worth nothing. */
export async function beginSession(
  { db }: Pick<Services, 'db'>,
  request: Request,
  subject: Subject,
  kept: { readonly choices?: Choices; readonly provider?: Audience } = {},
): Promise<void> {
  const epoch = await findSessionEpoch(db, subject);
  await renewSession(db, request, { ...kept, subject, epoch });
}

/** The same for what is not a sign-in yet: a second factor awaited, a choice to be made. */
export async function renewSession(
  db: Database,
  request: Request,
  data: Partial<SessionData>,
): Promise<void> {
  // By the computer's own clock, as the store writes them.
  await deleteExpiredSessions(db, new Date().toISOString());
  await restartSession(request);
  Object.assign(request.session, data);
  await saveSession(request);
}

export async function saveSession(request: Request): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    request.session.save((error: unknown) => (error ? reject(asError(error)) : resolve()));
  });
}

/** Whoever was in is out, and the request goes on as a stranger's. */
export async function restartSession(request: Request): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    request.session.regenerate((error: unknown) => (error ? reject(asError(error)) : resolve()));
  });
}

export async function endSession(request: Request): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    request.session.destroy((error: unknown) => (error ? reject(asError(error)) : resolve()));
  });
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error('the session store failed');
}
