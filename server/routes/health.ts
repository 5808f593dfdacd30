import { route, type Routes } from '../http/route.ts';

/** For whoever watches the service: it answers, and its database does. */
export function healthRoutes(routes: Routes): void {
  route(routes, {
    method: 'get',
    path: '/healthz',
    allow: 'anyone',
    handler: async ({ response, services }) => {
      await services.db.raw('select 1');
      response.set('Cache-Control', 'no-store').json({ status: 'ok' });
    },
  });
}
