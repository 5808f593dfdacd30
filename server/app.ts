import express, { type Express } from 'express';
import helmet from 'helmet';
import cookieParser from 'cookie-parser';
import { ASSETS } from '../review-ui/assets.ts';
import { answerNotFound, answerProblems } from './http/answer-problems.ts';
import { limitRequests } from './http/limits.ts';
import { logRequests } from './http/log.ts';
import { createRoutes, isApi, refuseOtherMethods, type RouteDeclaration } from './http/route.ts';
import { identifyByKey } from './identity/api-keys.ts';
import { identifyBySession } from './identity/identify.ts';
import { sessions } from './identity/session.ts';
import { ROUTES } from './routes/list.ts';
import type { Services } from './services.ts';

const declaredBy = new WeakMap<Express, readonly RouteDeclaration[]>();

/** Every route of the program with who may call it. */
export function routesOf(app: Express): readonly RouteDeclaration[] {
  return declaredBy.get(app) ?? [];
}

/** Puts the web server together. What it needs is handed in; it opens nothing itself and listens to nothing. */
export function createApp(services: Services): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', services.configuration.trustProxy);
  app.set('query parser', 'simple');
  // An address has one spelling, so that what guards `/api` cannot be walked around as `/API`.
  app.enable('case sensitive routing');
  app.use(logRequests(services.log));
  app.use(securityHeaders(services.configuration.secureCookies));
  for (const { served, folder } of ASSETS) {
    app.use(
      served,
      express.static(folder, { index: false, redirect: false, maxAge: '1h', fallthrough: true }),
    );
  }
  app.use(cookieParser());
  app.use(limitRequests(services));
  app.use('/api', identifyByKey(services));
  app.use(pagesOnly(sessions(services)), pagesOnly(identifyBySession(services)));

  const routes = createRoutes(services);
  for (const declare of ROUTES) declare(routes);
  refuseOtherMethods(routes);
  app.use(routes.router);
  declaredBy.set(app, routes.declared);

  app.use(answerNotFound);
  app.use(answerProblems(services));
  return app;
}

/** The API knows keys only: a browser's session counts for nothing there, so that no other site can use it. */
function pagesOnly(middleware: express.RequestHandler): express.RequestHandler {
  return (request, response, next) => (isApi(request.path) ? next() : middleware(request, response, next));
}

/** Nothing inline and nothing from elsewhere: a text that slipped through unescaped could still do nothing. */
function securityHeaders(https: boolean): express.RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
    },
    strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'same-origin' },
    crossOriginEmbedderPolicy: false,
    xFrameOptions: { action: 'deny' },
  });
}
