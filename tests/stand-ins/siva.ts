/**
 * A stand-in for the validation service SiVa: its REST interface, and of its work what a test needs. A signature holds
 * when the digest in it is that of the file in the container; certificates are not looked at.
 *
 *     npx tsx tests/stand-ins/siva.ts 8090
 *     SIVA_URL=http://127.0.0.1:8090 npm start
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { buffer } from 'node:stream/consumers';
import yauzl from 'yauzl';

export interface StandIn {
  readonly url: string;
  /** The bodies that came, parsed. */
  readonly asked: readonly Readonly<Record<string, unknown>>[];
  /** Instead of a report: what a service out of order does. */
  fault: 'none' | 'silent' | 'failing' | 'nonsense' | 'endless' | 'elsewhere';
  readonly close: () => Promise<void>;
}

export async function startSiva(port = 0): Promise<StandIn> {
  const asked: Record<string, unknown>[] = [];
  const standIn = { asked, fault: 'none' as StandIn['fault'] };
  const server = createServer((request, response) => {
    void answer(request, response, standIn).catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready));
  const { port: taken } = server.address() as AddressInfo;
  return Object.assign(standIn, { url: `http://127.0.0.1:${taken}`, close: () => stop(server) });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  standIn: Pick<StandIn, 'fault'> & { readonly asked: Record<string, unknown>[] },
): Promise<void> {
  const say = (status: number, body: string): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  };
  if (request.method !== 'POST' || request.url !== '/validate') return say(404, '{}');
  const body = JSON.parse(await text(request)) as Record<string, unknown>;
  standIn.asked.push(body);
  switch (standIn.fault) {
    case 'silent':
      return;
    case 'failing':
      return say(502, 'Bad gateway');
    case 'nonsense':
      return say(200, '{"validationReport": {"validationConclusion": {"signaturesCount": "many"}}}');
    case 'elsewhere':
      response.writeHead(302, { location: 'http://127.0.0.1:9/validate' }).end();
      return;
    case 'endless':
      response.writeHead(200);
      while (!response.destroyed) {
        response.write('x'.repeat(1024 * 1024));
        await new Promise((next) => setTimeout(next, 5));
      }
      return;
    case 'none':
      break;
  }
  const { document, filename } = body;
  if (typeof document !== 'string' || typeof filename !== 'string') {
    return say(400, JSON.stringify({ requestErrors: [{ key: 'document', message: 'Must not be blank' }] }));
  }
  const files = await filesIn(Buffer.from(document, 'base64'));
  const signatures = [...files]
    .filter(([name]) => /^META-INF\/.*signatures.*\.xml$/.test(name))
    .map(([, content], at) => signatureOf(content.toString('utf8'), files, at));
  const holding = signatures.filter(({ indication }) => indication === 'TOTAL-PASSED').length;
  say(
    200,
    JSON.stringify({
      validationReport: {
        validationConclusion: {
          policy: { policyName: 'POLv4' },
          signatureForm: 'ASiC-E',
          validatedDocument: { filename },
          signatures,
          signaturesCount: signatures.length,
          validSignaturesCount: holding,
        },
      },
    }),
  );
}

function signatureOf(xml: string, files: ReadonlyMap<string, Buffer>, at: number) {
  const part = (pattern: RegExp): string => pattern.exec(xml)?.[1] ?? '';
  const signed = files.get(part(/URI="([^"]*)"/));
  const digest = signed === undefined ? null : createHash('sha256').update(signed).digest('base64');
  const holds = digest === part(/<ds:DigestValue>([^<]*)</);
  return {
    id: `S${at}`,
    signatureFormat: 'XAdES_BASELINE_LT',
    signedBy: part(/<SignedBy>([^<]*)</),
    indication: holds ? 'TOTAL-PASSED' : 'TOTAL-FAILED',
    ...(holds ? {} : { subIndication: 'HASH_FAILURE' }),
    claimedSigningTime: part(/<SigningTime>([^<]*)</),
    info: { bestSignatureTime: part(/<SigningTime>([^<]*)</) },
    errors: holds ? [] : [{ content: 'The digest does not match' }],
    warnings: [],
  };
}

async function filesIn(content: Buffer): Promise<ReadonlyMap<string, Buffer>> {
  const zip = await new Promise<yauzl.ZipFile>((resolve, reject) => {
    yauzl.fromBuffer(content, { lazyEntries: true }, (error, opened) =>
      error === null ? resolve(opened) : reject(error),
    );
  });
  const entries = await new Promise<yauzl.Entry[]>((resolve, reject) => {
    const found: yauzl.Entry[] = [];
    zip.on('entry', (entry: yauzl.Entry) => {
      found.push(entry);
      zip.readEntry();
    });
    zip.on('end', () => resolve(found));
    zip.on('error', reject);
    zip.readEntry();
  });
  const files = new Map<string, Buffer>();
  for (const entry of entries) {
    files.set(
      entry.fileName,
      await new Promise<Buffer>((resolve, reject) => {
        zip.openReadStream(entry, (error, stream) =>
          error === null ? resolve(buffer(stream)) : reject(error),
        );
      }),
    );
  }
  return files;
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((done) => server.close(() => done()));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { url } = await startSiva(Number(process.argv[2] ?? 8090));
  process.stdout.write(`${url}\n`);
}
