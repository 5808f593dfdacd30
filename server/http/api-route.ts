import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import {
  abandonKeyedRequest,
  beginKeyedRequest,
  deleteOldKeys,
  finishKeyedRequest,
  renewAttempt,
} from '../../data/stores/idempotency-keys.ts';
import { markingDatabase } from '../../data/marking-database.ts';
import type { Actor } from '../actions/action.ts';
import { fieldProblems } from './body.ts';
import { Problem, problemDocument, problemOf } from './problem.ts';
import { type Call, idOf, route, type Routes } from './route.ts';
import { requestIdOf } from './log.ts';
import type { Operation } from './operation.ts';

/** Declares an operation: its route, its checks, its answer, its line in the OpenAPI document. */
export function apiRoute<Query extends z.ZodObject, Body extends z.ZodType, Answer extends z.ZodType>(
  routes: Routes,
  operation: Operation<Query, Body, Answer>,
): void {
  routes.operations.push(operation);
  route(routes, {
    method: operation.method,
    path: operation.path.replace(/\{(\w+)\}/g, ':$1'),
    allow: operation.allow,
    body: operation.files === undefined ? 'json' : 'file',
    ...(operation.looksAt === undefined ? {} : { looksAt: operation.looksAt }),
    handler: (call) =>
      operation.method === 'get' ? answerOnce(call, operation) : answerByKey(call, operation),
  });
}

/** The number in the path of an operation. */
export function numberOf(call: Call, name = 'id'): number {
  return idOf(call, name);
}

async function answerOnce(call: Call, operation: AnyOperation): Promise<void> {
  const body = await operation.handler(call, readRequest(call, operation));
  sendJson(call, operation.status, JSON.stringify(body));
}

type AnyOperation = Pick<Operation, 'query' | 'body' | 'files' | 'status'> & {
  readonly handler: (call: Call, asked: never) => Promise<unknown>;
};

function readRequest(call: Call, operation: AnyOperation): never {
  const query = checked(operation.query ?? z.object({}), call.request.query, 'query');
  const body =
    operation.body === undefined || operation.files !== undefined
      ? undefined
      : checked(operation.body, call.request.body ?? {}, null);
  return { query, body } as never;
}

function checked<T extends z.ZodType>(schema: T, value: unknown, place: string | null): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = fieldProblems(parsed.error).map(({ field, wanted }) => ({
    field: place === null ? field : `${place}.${field}`,
    wanted,
  }));
  throw new Problem('invalid', 'Some fields are not as they should be.', fields);
}

const KEY_HOURS = 24;
/** So long after its server was killed a request can be sent again and is carried out; docs/api.md says so. */
const ATTEMPT_LIVES_MS = 30_000;
const RENEWED_EVERY_MS = 10_000;
const HOUR_MS = 3_600_000;
const SEAL = 'idempotent answer';

/**
 * With an `Idempotency-Key` the same request is carried out once: sent again, it gets the same answer, so that a
 * sender whose connection broke need not know whether we got it. Kept for a day, sealed, because an answer may tell
 * of a person. One whose server was killed is taken over after half a minute, unless something of it was committed.
 */
async function answerByKey(call: Call, operation: AnyOperation): Promise<void> {
  const key = call.request.get('idempotency-key');
  if (key === undefined) return answerOnce(call, operation);
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new Problem('bad_request', 'Idempotency-Key: want 1 to 200 visible ASCII characters.');
  }
  const { db, vault } = call.services;
  const lives = (): string => new Date(call.services.clock().getTime() + ATTEMPT_LIVES_MS).toISOString();
  const keyed = {
    ...{ actor: actorKey(call.actor), key, attempt: randomUUID() },
    ...{ requestHash: requestHash(call), now: call.context.now },
  };
  const begun = await beginKeyedRequest(db, { ...keyed, livesUntil: lives() });
  switch (begun.kind) {
    case 'answered': {
      const text = vault.open(vault.installationKey, Buffer.from(begun.body, 'base64'), SEAL) ?? '';
      call.response.set('Idempotency-Replayed', 'true');
      return sendJson(call, begun.status, text);
    }
    case 'under_way':
      throw new Problem(
        'not_allowed_now',
        'The first request with this Idempotency-Key is still under way. Send it again in half a minute.',
      );
    case 'answer_lost':
      throw new Problem(
        'not_allowed_now',
        'The first request with this Idempotency-Key was carried out, and its answer was lost. Look at what came of it; to have it carried out again, use another key.',
      );
    case 'differs':
      throw new Problem('invalid', 'This Idempotency-Key came before with another request.');
    case 'first':
      break;
  }
  const heartbeat = setInterval(() => {
    renewAttempt(db, keyed, lives()).catch((error: unknown) =>
      call.services.log.warn({ err: error }, 'a request could not say that it lives'),
    );
  }, RENEWED_EVERY_MS);
  try {
    const { status, text } = await answerOrRefusal(markedCall(call, keyed), operation);
    const sealed = vault.seal(vault.installationKey, text, SEAL).toString('base64');
    await finishKeyedRequest(db, keyed, { status, body: sealed });
    await deleteOldKeys(db, new Date(Date.parse(keyed.now) - KEY_HOURS * HOUR_MS).toISOString());
    sendJson(call, status, text);
  } catch (error) {
    await abandonKeyedRequest(db, keyed, call.context.now);
    throw error;
  } finally {
    clearInterval(heartbeat);
  }
}

/** The call whose transactions bear the mark of the attempt, so that what is committed is never done again. */
function markedCall(call: Call, attempt: Parameters<typeof markingDatabase>[1]): Call {
  const db = markingDatabase(call.services.db, attempt);
  return { ...call, services: { ...call.services, db }, context: { ...call.context, db } };
}

/** A refusal is an answer too, and is repeated; what broke on our side is not. */
async function answerOrRefusal(
  call: Call,
  operation: AnyOperation,
): Promise<{ readonly status: number; readonly text: string }> {
  try {
    const body = await operation.handler(call, readRequest(call, operation));
    return { status: operation.status, text: JSON.stringify(body) };
  } catch (error) {
    const problem = problemOf(error);
    if (problem.kind === 'broken') throw error;
    const document = problemDocument(problem, requestIdOf(call.request));
    return { status: problem.status, text: JSON.stringify(document) };
  }
}

function sendJson(call: Call, status: number, text: string): void {
  const type = status >= 400 ? 'application/problem+json' : 'application/json';
  call.response.status(status).set('Cache-Control', 'no-store').type(type).send(text);
}

function requestHash(call: Call): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([call.request.method, call.request.originalUrl, call.request.body ?? null]));
  for (const file of call.files) hash.update(JSON.stringify([file.field, file.filename, file.sha256]));
  return hash.digest('hex');
}

function actorKey(actor: Actor): string {
  switch (actor.kind) {
    case 'staff':
      return `staff:${actor.staffId}`;
    case 'customer':
      return `customer:${actor.personId}`;
    case 'system':
      return 'system';
  }
}
