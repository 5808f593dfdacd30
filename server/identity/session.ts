import { ConnectSessionKnexStore } from 'connect-session-knex';
import type { Request, RequestHandler } from 'express';
import session from 'express-session';
import { deleteExpiredSessions } from '../../data/stores/sessions.ts';
import type { Message } from '../../review-ui/page.ts';
import type { Services } from '../services.ts';

/** Who a session belongs to. Roles are not in it: they are read afresh at each request, so that a change counts at once. */
export type Subject =
  | { readonly kind: 'staff'; readonly staffId: number }
  | { readonly kind: 'customer'; readonly personId: number };

declare module 'express-session' {
  interface SessionData {
    subject: Subject;
    messages: readonly Message[];
  }
}

const MINUTE_MS = 60_000;

/** Sessions live in the database, so that a restart or a second server signs nobody out. Strangers get none. */
export function sessions(services: Services): RequestHandler {
  const { configuration, db } = services;
  return session({
    name: configuration.secureCookies ? '__Host-recourse.session' : 'recourse.session',
    secret: configuration.sessionSecret,
    resave: false,
    saveUninitialized: false,
    rolling: true,
    unset: 'destroy',
    proxy: configuration.trustProxy > 0,
    store: new ConnectSessionKnexStore({
      knex: db,
      tableName: 'sessions',
      createTable: false,
      // Expired ones go at each sign-in; a timer of the store's own would outlive the database.
      cleanupInterval: 0,
    }),
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
): Promise<void> {
  // By the computer's own clock, as the store writes them.
  await deleteExpiredSessions(db, new Date().toISOString());
  await new Promise<void>((resolve, reject) => {
    request.session.regenerate((error: unknown) => (error ? reject(asError(error)) : resolve()));
  });
  request.session.subject = subject;
  await new Promise<void>((resolve, reject) => {
    request.session.save((error: unknown) => (error ? reject(asError(error)) : resolve()));
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
