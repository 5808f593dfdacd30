import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { problemPage } from '../../review-ui/pages/problem.ts';
import type { Services } from '../services.ts';
import { languageOf } from './language.ts';
import { page } from './page.ts';
import { requestIdOf } from './log.ts';
import { Problem, problemDocument, problemOf } from './problem.ts';
import { isApi } from './route.ts';
import { identifiedIn } from './authorise.ts';

/** Whatever no route answers. */
export const answerNotFound: RequestHandler = (_request, _response, next) => next(new Problem('not_found'));

/** Errors of every route end here: problem+json for programs, a page for people, a sign-in for strangers. */
export function answerProblems(services: Services): ErrorRequestHandler {
  return (error: unknown, request: Request, response: Response, next) => {
    const problem = problemOf(error);
    if (problem.kind === 'broken') response.err = error instanceof Error ? error : new Error('not an error');
    if (response.headersSent) return next(error);
    if (wantsJson(request)) return answerJson(problem, request, response);
    if (problem.kind === 'sign_in_needed') return askToSignIn(request, response);
    answerPage(services, problem, request, response);
  };
}

function wantsJson(request: Request): boolean {
  return isApi(request.path) || request.accepts(['html', 'json']) === 'json';
}

function answerJson(problem: Problem, request: Request, response: Response): void {
  if (problem.kind === 'sign_in_needed') response.set('WWW-Authenticate', 'Bearer realm="recourse"');
  response
    .status(problem.status)
    .set('Cache-Control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify(problemDocument(problem, requestIdOf(request))));
}

/** After signing in they come back, but only to a page: a form cannot be sent again for them. */
function askToSignIn(request: Request, response: Response): void {
  const next = request.method === 'GET' ? `?next=${encodeURIComponent(request.originalUrl)}` : '';
  response.redirect(303, `/sign-in${next}`);
}

function answerPage(services: Services, problem: Problem, request: Request, response: Response): void {
  const actor = identifiedIn(response)?.actor ?? null;
  const call = {
    request,
    response,
    services,
    language: languageOf(services, request, response, actor),
    actor,
    files: [],
  };
  page(call, problemPage, { kind: problem.kind, requestId: requestIdOf(request) }, problem.status);
}
