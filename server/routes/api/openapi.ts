import { OpenApiGeneratorV31, OpenAPIRegistry, type RouteConfig } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import type { Operation } from '../../http/operation.ts';
import { route, type Routes } from '../../http/route.ts';

/** The OpenAPI document, made of the operations as they are declared. Declared last: it sees all of them. */
export function openApiRoutes(routes: Routes): void {
  const document = openApiDocument(routes.operations);
  route(routes, {
    method: 'get',
    path: '/api/v1/openapi.json',
    allow: 'anyone',
    handler: ({ response }) => void response.set('Cache-Control', 'public, max-age=300').json(document),
  });
}

export function openApiDocument(operations: readonly Operation[]): object {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
    description: 'A key made by `recourse key create`.',
  });
  const problem = registry.register('Problem', problemSchema);
  for (const operation of operations) registry.registerPath(pathOf(operation, problem));
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Recourse',
      version: '1',
      description:
        'Import records, decide cases, read decisions and their explanations, ask for a review, vote. Errors are problem+json (RFC 9457). A POST with an Idempotency-Key is carried out once.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ key: [] }],
  });
}

const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  instance: z.string(),
  fields: z.array(z.object({ field: z.string(), wanted: z.string() })).optional(),
});

const REFUSALS: Readonly<Record<number, string>> = {
  400: 'The request cannot be read.',
  401: 'No key, or one that is not known.',
  403: 'The key has no role that may do this.',
  404: 'There is no such thing.',
  409: 'Not possible as things stand.',
  422: 'Some fields are not as they should be; or the Idempotency-Key came before with another request.',
  429: 'Too many requests.',
};

function pathOf(operation: Operation, problem: z.ZodType): RouteConfig {
  const ids = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, id]) => id ?? '');
  const isPost = operation.method === 'post';
  return {
    method: operation.method,
    path: operation.path,
    operationId: operationId(operation),
    tags: [operation.path.split('/')[3] ?? ''],
    summary: operation.summary,
    description: `Roles: ${operation.allow.join(', ')}.`,
    request: {
      ...(ids.length > 0
        ? { params: z.object(Object.fromEntries(ids.map((id) => [id, z.number().int().positive()]))) }
        : {}),
      ...(operation.query === undefined ? {} : { query: operation.query }),
      ...(isPost ? { headers: z.object({ 'Idempotency-Key': z.string().max(200).optional() }) } : {}),
      ...(isPost ? { body: bodyOf(operation) } : {}),
    },
    responses: {
      [operation.status]: {
        description: 'Done.',
        content: { 'application/json': { schema: operation.answer } },
      },
      ...Object.fromEntries(
        Object.entries(REFUSALS).map(([status, description]) => [
          status,
          { description, content: { 'application/problem+json': { schema: problem } } },
        ]),
      ),
    },
  };
}

function bodyOf(operation: Operation): NonNullable<NonNullable<RouteConfig['request']>['body']> {
  if (operation.files !== undefined) return { required: true, content: operation.files.content };
  return { required: true, content: { 'application/json': { schema: operation.body ?? z.object({}) } } };
}

/** "post /api/v1/reviews/{id}/votes" → "postReviewsVotes". */
function operationId({ method, path }: Operation): string {
  const words = path.split('/').slice(3);
  const named = words.map((word) =>
    word.startsWith('{') ? 'One' : word.charAt(0).toUpperCase() + word.slice(1),
  );
  return `${method}${named.join('').replace(/[^A-Za-z]/g, '')}`;
}
