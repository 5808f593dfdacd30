import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import busboy from 'busboy';
import express, { type Request, type RequestHandler, type Response } from 'express';
import type { z } from 'zod';
import type { Services } from '../services.ts';
import { Problem, type FieldProblem } from './problem.ts';

/**
 * How a POST is read. `form`: fields. `upload`: fields and files, the files streamed to disk. `papers`: the
 * same from a customer, of whom no more is kept than a paper may have. `json`: the API.
 * `file`: a file of the API, as a form's or as the whole body (text/csv).
 */
export type BodyKind = 'form' | 'upload' | 'papers' | 'json' | 'file';

export interface UploadedFile {
  readonly field: string;
  /** As the sender calls it; never used as a path. */
  readonly filename: string;
  readonly mediaType: string;
  readonly path: string;
  /** As sent; of a paper that is too large less is on the disk. */
  readonly bytes: number;
  readonly sha256: string;
}

export interface Body {
  readonly files: readonly UploadedFile[];
  /** Removes uploaded files that nobody took. */
  readonly discard: () => Promise<void>;
}

/** Of each paper that a customer hands in. */
export const PAPER_BYTES_AT_MOST = 10 * 1024 * 1024;
/**
 * Of one field. Far more than any field may hold: a text that is too long comes back whole to its writer, with what to do,
 * and is never cut on the way.
 */
const FORM_BYTES = 4 * 1024 * 1024;
const JSON_BYTES = 16 * 1024 * 1024;
const MOST_FILES = 20;
const MOST_FIELDS = 200;

const parseForm = express.urlencoded({ extended: false, limit: FORM_BYTES, parameterLimit: MOST_FIELDS });
const parseJson = express.json({ limit: JSON_BYTES, type: ['application/json', 'application/*+json'] });

/** Reads the body only after the caller was let in: a stranger cannot make us store anything. */
export async function readBody(
  services: Services,
  kind: BodyKind,
  request: Request,
  response: Response,
): Promise<Body> {
  if (request.method !== 'POST') return NO_FILES;
  const files: FileLimit = { mostBytes: services.configuration.uploadBytes, larger: 'refused' };
  switch (kind) {
    case 'json':
      if (request.is(['json', '+json']) === false) {
        throw new Problem('wrong_type', 'Want application/json.');
      }
      await through(parseJson, request, response);
      return NO_FILES;
    case 'form':
      await through(parseForm, request, response);
      return NO_FILES;
    case 'upload':
      if (request.is('multipart/form-data') === false) {
        await through(parseForm, request, response);
        return NO_FILES;
      }
      return toDisk(services, request, streamForm, files);
    case 'papers':
      if (request.is('multipart/form-data') === false) {
        await through(parseForm, request, response);
        return NO_FILES;
      }
      return toDisk(services, request, streamForm, PAPERS);
    case 'file':
      if (request.is('multipart/form-data') !== false) return toDisk(services, request, streamForm, files);
      if (request.is(['text/csv', 'application/octet-stream']) !== false) {
        return toDisk(services, request, streamWhole, files);
      }
      throw new Problem('wrong_type', 'Want multipart/form-data, or the file itself as text/csv.');
  }
}

/** The fields of the body by a schema, or what is wrong with them. The schema sees texts, as forms send them. */
export function fieldsOf<T extends z.ZodType>(
  request: Request,
  schema: T,
):
  | { readonly kind: 'fields'; readonly fields: z.output<T> }
  | { readonly kind: 'invalid'; readonly problems: readonly FieldProblem[] } {
  const parsed = schema.safeParse(request.body ?? {});
  if (parsed.success) return { kind: 'fields', fields: parsed.data };
  return { kind: 'invalid', problems: fieldProblems(parsed.error) };
}

export function fieldProblems(error: z.ZodError): readonly FieldProblem[] {
  return error.issues.map((issue) => ({ field: issue.path.map(String).join('.'), wanted: issue.message }));
}

const NO_FILES: Body = { files: [], discard: async () => undefined };

interface FileLimit {
  readonly mostBytes: number;
  /** `cut`: the rest is not kept, and the handler tells which file it was beside what was typed. */
  readonly larger: 'refused' | 'cut';
}

const PAPERS: FileLimit = { mostBytes: PAPER_BYTES_AT_MOST, larger: 'cut' };

type Streaming = (request: Request, folder: string, limit: FileLimit) => Promise<Streamed>;

interface Streamed {
  readonly fields: Record<string, string>;
  readonly files: readonly UploadedFile[];
}

async function toDisk(
  services: Services,
  request: Request,
  stream: Streaming,
  limit: FileLimit,
): Promise<Body> {
  const folder = join(services.configuration.home, 'uploads', randomUUID());
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const discard = () => rm(folder, { recursive: true, force: true });
  try {
    const { fields, files } = await stream(request, folder, limit);
    request.body = fields;
    return { files, discard };
  } catch (error) {
    await discard();
    if (error instanceof Problem) throw error;
    throw new Problem('bad_request', 'The upload broke off or is not well formed.');
  }
}

async function streamForm(request: Request, folder: string, limit: FileLimit): Promise<Streamed> {
  const fields: Record<string, string> = {};
  const files: Promise<UploadedFile | null>[] = [];
  const parser = busboy({
    headers: request.headers,
    defParamCharset: 'utf8',
    limits: { files: MOST_FILES, fields: MOST_FIELDS, fieldSize: FORM_BYTES },
  });
  let cut = false;
  parser.on('field', (name, value, info) => {
    cut ||= info.valueTruncated;
    fields[name] = value;
  });
  parser.on('file', (field, stream, info) => {
    const { filename, mimeType } = info as { readonly filename?: string; readonly mimeType: string };
    const named = { field, filename: filename ?? '', mediaType: mimeType };
    const kept = keepFile(stream, named, join(folder, String(files.length)), limit);
    kept.catch(() => stream.resume()); // awaited below; until then it must not count as unhandled
    files.push(kept);
  });
  await pipeline(request, parser);
  const kept = await Promise.all(files);
  if (cut) throw new Problem('too_large', `A field is larger than ${FORM_BYTES / 1024 / 1024} megabytes.`);
  return { fields, files: kept.filter((file) => file !== null) };
}

async function streamWhole(request: Request, folder: string, limit: FileLimit): Promise<Streamed> {
  const named = { field: 'file', filename: 'upload.csv', mediaType: request.get('content-type') ?? '' };
  const file = await keepFile(request, named, join(folder, '0'), limit);
  return { fields: {}, files: file === null ? [] : [file] };
}

/** Null for a file field that was left empty. */
async function keepFile(
  stream: Readable,
  named: Pick<UploadedFile, 'field' | 'filename' | 'mediaType'>,
  path: string,
  { mostBytes, larger }: FileLimit,
): Promise<UploadedFile | null> {
  const hash = createHash('sha256');
  let bytes = 0;
  await pipeline(
    stream,
    async function* count(chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        bytes += chunk.length;
        // Read to its end even when it is too large: cut off, the sender would never see our answer.
        if (bytes > mostBytes) continue;
        hash.update(chunk);
        yield chunk;
      }
    },
    createWriteStream(path, { mode: 0o600 }),
  );
  if (bytes > mostBytes && larger === 'refused') {
    throw new Problem('too_large', `The file is larger than ${mostBytes / 1024 / 1024} megabytes.`);
  }
  if (named.filename === '' && bytes === 0) return null;
  return { ...named, path, bytes, sha256: hash.digest('hex') };
}

function through(middleware: RequestHandler, request: Request, response: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    void middleware(request, response, (error?: unknown) => {
      if (error === undefined) resolve();
      else reject(error instanceof Error ? error : new Error('the body cannot be read'));
    });
  });
}
