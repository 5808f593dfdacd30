import type { Request, RequestHandler, Response } from 'express';
import { type Options, rateLimit } from 'express-rate-limit';
import type { Services } from '../services.ts';
import { Problem } from './problem.ts';

const MINUTE_MS = 60_000;

/** From one address, whatever it asks for. */
export function limitRequests(services: Services): RequestHandler {
  return limiter(services.configuration.requestsPerMinute);
}

/** From one address, where it could be guessing a secret. */
export function limitSignIns(services: Services): (request: Request, response: Response) => Promise<void> {
  // Whoever knows the secret guesses nothing: a whole office may sign in from one address in the same minute.
  const limit = limiter(services.configuration.signInsPerMinute, { skipSuccessfulRequests: true });
  return (request, response) =>
    new Promise((resolve, reject) => {
      void limit(request, response, (error?: unknown) => {
        if (error === undefined) resolve();
        else reject(error instanceof Error ? error : new Error('the limit cannot be counted'));
      });
    });
}

function limiter(perMinute: number, options: Partial<Options> = {}): RequestHandler {
  return rateLimit({
    windowMs: MINUTE_MS,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    ...options,
    // A reverse proxy is declared by TRUST_PROXY; a stray X-Forwarded-For is ignored, not an error.
    validate: { xForwardedForHeader: false },
    handler: (_request, _response, next) =>
      next(new Problem('too_many', 'Too many requests. Wait a minute.')),
  });
}
