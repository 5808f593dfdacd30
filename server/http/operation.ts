import type { z } from 'zod';
import type { Role } from '../actions/action.ts';
import type { Call } from './call.ts';
import type { LooksAt } from './looks-at.ts';

/**
 * One operation of the API. The schemas that check a request are the ones that the OpenAPI document is made of, so
 * that it cannot say anything else than what is done.
 */
export interface Operation<
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> {
  readonly method: 'get' | 'post';
  /** As OpenAPI writes it: `/api/v1/reviews/{id}/votes`. */
  readonly path: string;
  readonly allow: readonly [Role, ...Role[]];
  readonly summary: string;
  /** As in a route: whose data whoever reads the answer sees. */
  readonly looksAt?: LooksAt | 'listed' | 'nobody';
  readonly query?: Query;
  readonly body?: Body;
  /** A body that is no JSON: the handler reads the uploaded files, or the request itself. */
  readonly files?: FileBody;
  readonly answer: Answer;
  readonly status: 200 | 201 | 202;
  readonly handler: (
    call: Call,
    asked: { readonly query: z.output<Query>; readonly body: z.output<Body> },
  ) => Promise<z.input<Answer>>;
}

export interface FileBody {
  /** Media type → what is in it. */
  readonly content: Readonly<Record<string, { readonly schema: object }>>;
}
