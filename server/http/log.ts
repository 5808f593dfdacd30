import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import { whereItBroke } from '../log.ts';
import { identifiedIn } from './authorise.ts';

/**
 * One line a request: which route, not which address. Numbers of persons and cases, query strings, bodies, cookies
 * and addresses of browsers are personal data and stay out.
 */
export function logRequests(log: Logger): RequestHandler {
  return pinoHttp({
    logger: log,
    genReqId: () => randomUUID(),
    quietReqLogger: true,
    serializers: {
      req: (request: { readonly raw: Request }) => ({ method: request.raw.method }),
      res: (response: { readonly statusCode: number }) => ({ status: response.statusCode }),
      err: whereItBroke,
    },
    customSuccessObject: (request, response, value: object) => ({ ...value, ...factsOf(request, response) }),
    customErrorObject: (request, response, _error, value: object) => ({
      ...value,
      ...factsOf(request, response),
    }),
    customLogLevel: (_request, response, error) => {
      if (error !== undefined || response.statusCode >= 500) return 'error';
      return response.statusCode >= 400 ? 'warn' : 'info';
    },
    customSuccessMessage: () => 'request',
    customErrorMessage: () => 'request failed',
  }) as RequestHandler;
}

function factsOf(request: IncomingMessage, response: ServerResponse): object {
  return {
    route: routeOf(request as Request),
    actor: identifiedIn(response as Response)?.actor.kind ?? 'stranger',
  };
}

/** What the log line of this request carries, and what a person is told to quote. */
export function requestIdOf(request: Request): string {
  return typeof request.id === 'string' ? request.id : 'none';
}

/** The declared path (`/reviews/:id/votes`), or that there is none: never what was asked for. */
function routeOf(request: Request): string {
  const route = request.route as { readonly path?: string } | undefined;
  return route?.path ?? (request.originalUrl.startsWith('/assets/') ? '/assets' : 'none');
}
