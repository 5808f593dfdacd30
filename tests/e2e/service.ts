import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { openDatabase } from '../../data/database.ts';
import { findDecision, type StoredDecision } from '../../data/stores/decisions.ts';
import { listNoticesOfDecision } from '../../data/stores/notices.ts';
import { Vault } from '../../data/vault.ts';

export const ROOT = path.resolve(import.meta.dirname, '../..');
export const SHARED = path.resolve(ROOT, '../shared/data');

/** The service as a user starts it: another process, its own folder, a free port. */
export interface Service {
  readonly home: string;
  readonly address: string;
  /** By user name; empty without the sample. */
  readonly passwords: ReadonlyMap<string, string>;
  stop(): Promise<void>;
}

export function temporaryHome(): string {
  return mkdtempSync(path.join(tmpdir(), 'recourse-e2e-'));
}

export async function startService(
  home: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<Service> {
  const child = spawn(process.execPath, ['server/start.mjs'], {
    cwd: ROOT,
    env: {
      ...process.env,
      RECOURSE_HOME: home,
      PORT: '0',
      LOG_LEVEL: 'warn',
      REQUESTS_PER_MINUTE: '100000',
      SIGN_INS_PER_MINUTE: '1000',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const address = await addressIn(child);
  const file = path.join(home, 'demo-sign-ins.json');
  return {
    home,
    address,
    passwords: settings['SAMPLE'] === 'no' ? new Map() : passwordsIn(file),
    stop: () =>
      new Promise((done) => {
        child.once('exit', () => done());
        child.kill('SIGTERM');
      }),
  };
}

function addressIn(child: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let said = '';
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      const address = /http:\/\/\S+:\d+/.exec(said)?.[0];
      if (address !== undefined && said.includes('Stop with')) found(address);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('exit', (code) => failed(new Error(`the service ended with ${code}:\n${said}`)));
  });
}

function passwordsIn(file: string): ReadonlyMap<string, string> {
  const signIns = JSON.parse(readFileSync(file, 'utf8')) as { username: string; password: string }[];
  return new Map(signIns.map(({ username, password }) => [username, password]));
}

/** One command of the command line on the same data; its one JSON object. */
export async function recourse(home: string, ...args: readonly string[]): Promise<Record<string, unknown>> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['server/cli/recourse.mjs', ...args, '--json'],
    {
      cwd: ROOT,
      env: { ...process.env, RECOURSE_HOME: home, LOG_LEVEL: 'warn' },
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  return JSON.parse(stdout) as Record<string, unknown>;
}

/** The letter of a decision, as the postman would bring it: the code to sign in stands in it. */
export async function codeInNotice(home: string, decisionId: number): Promise<string> {
  return reading(home, async (db, vault) => {
    const [notice] = await listNoticesOfDecision(db, vault, decisionId);
    const code = /\b[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{5}\b/.exec(notice?.text ?? '')?.[0];
    if (code === undefined) throw new Error(`the notice of decision ${decisionId} holds no code`);
    return code;
  });
}

/** Decisions of a kind that the program made, by outcome, first come first. */
export async function decisionsWith(
  home: string,
  outcome: string,
  limit: number,
): Promise<readonly number[]> {
  return reading(
    home,
    async (db) =>
      (await db('decisions')
        .where({ outcome_kind: outcome })
        .orderBy('id')
        .limit(limit)
        .pluck('id')) as number[],
  );
}

export async function decisionOf(home: string, decisionId: number): Promise<StoredDecision> {
  return reading(home, async (db, vault) => {
    const stored = await findDecision(db, vault, decisionId);
    if (stored === null) throw new Error(`no decision ${decisionId}`);
    return stored;
  });
}

async function reading<T>(
  home: string,
  read: (db: ReturnType<typeof openDatabase>, vault: Vault) => Promise<T>,
): Promise<T> {
  const db = openDatabase(path.join(home, 'recourse.sqlite'));
  try {
    const key = Buffer.from(readFileSync(path.join(home, 'master.key'), 'utf8').trim(), 'hex');
    return await read(db, new Vault(key));
  } finally {
    await db.destroy();
  }
}
