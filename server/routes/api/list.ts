import type { Routes } from '../../http/route.ts';
import { decisionApi } from './decisions.ts';
import { importApi } from './imports.ts';
import { openApiRoutes } from './openapi.ts';
import { reviewApi } from './reviews.ts';
import { runApi } from './runs.ts';

export function apiRoutes(routes: Routes): void {
  importApi(routes);
  runApi(routes);
  decisionApi(routes);
  reviewApi(routes);
  openApiRoutes(routes);
}
