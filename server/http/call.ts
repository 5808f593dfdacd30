import type { Request, Response } from 'express';
import type { Language } from '../../scoring/portfolio/records.ts';
import type { ActionContext, Actor, Role } from '../actions/action.ts';
import type { Services } from '../services.ts';
import type { UploadedFile } from './body.ts';

/** One request to a route that is open to strangers. */
export interface OpenCall {
  readonly request: Request;
  readonly response: Response;
  readonly services: Services;
  readonly language: Language;
  readonly actor: Actor | null;
  /** Uploaded files, for a route whose body is `upload`; gone when the handler ends. */
  readonly files: readonly UploadedFile[];
}

/** One request of someone whom the route allows. */
export interface Call extends OpenCall {
  readonly actor: Actor;
  /** For calling actions, and reading. */
  readonly context: ActionContext;
  /** The role that let them in, of those they hold. */
  readonly as: Role;
}
