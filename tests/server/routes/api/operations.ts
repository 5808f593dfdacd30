import type { Operation } from '../../../../server/http/operation.ts';
import { createRoutes, type Routes } from '../../../../server/http/route.ts';
import { apiRoutes } from '../../../../server/routes/api/list.ts';
import type { Services } from '../../../../server/services.ts';

export function declaredApi(services: Services): Routes {
  const routes = createRoutes(services);
  apiRoutes(routes);
  return routes;
}

/** The operation that answers a request. */
export function operationFor(
  operations: readonly Operation[],
  method: string,
  path: string,
): Operation | undefined {
  const words = path.split('?')[0] ?? '';
  return operations.find(
    (operation) =>
      operation.method === method.toLowerCase() &&
      new RegExp(`^${operation.path.replace(/\{\w+\}/g, '\\d+')}$`).test(words),
  );
}
