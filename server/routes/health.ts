import { ping } from '../../data/database.ts';
import { route, type Routes } from '../http/route.ts';

/** For whoever watches the service: it answers, and its database does. */
export function healthRoutes(routes: Routes): void {
  route(routes, {
    method: 'get',
    path: '/healthz',
    allow: 'anyone',
    handler: async ({ response, services }) => {
      await ping(services.db);
      response.set('Cache-Control', 'no-store').json({ status: 'ok' });
    },
  });
}
