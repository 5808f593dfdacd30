import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Database, openDatabase } from '../../data/database.ts';
import { loadPolicyVersion } from '../../data/policies.ts';
import { findDecision, findDecisions, type StoredDecision } from '../../data/stores/decisions.ts';
import { listNoticesOfDecision } from '../../data/stores/notices.ts';
import { findScorecardByFingerprint } from '../../data/stores/scorecards.ts';
import { Vault } from '../../data/vault.ts';
import type { Decision } from '../../scoring/decision/decision.ts';
import { explain } from '../../scoring/explanation/explain.ts';
import type { Explanation } from '../../scoring/explanation/explanation.ts';
import type { CompiledPolicy } from '../../scoring/policy/compile-policy.ts';
import type { Scorecard } from '../../scoring/scorecard/scorecard.ts';

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

const DECISIONS_A_PAGE = 1000;

/** Every decision with its explanation, worked out anew from what is stored. */
export async function* explainedOf(
  home: string,
): AsyncGenerator<{ readonly decision: Decision; readonly explanation: Explanation }> {
  let after = 0;
  for (;;) {
    const page = await reading(home, async (db, vault) => {
      const ids = (await db('decisions')
        .where('id', '>', after)
        .orderBy('id')
        .limit(DECISIONS_A_PAGE)
        .pluck('id')) as number[];
      const stored = await findDecisions(db, vault, ids);
      const means = new Map<string, { policy: CompiledPolicy; scorecards: ReadonlyMap<string, Scorecard> }>();
      const explained = [];
      for (const { decision } of stored) {
        const key = `${decision.policy.fingerprint} ${decision.scores.map(({ fingerprint }) => fingerprint).join(' ')}`;
        const known = means.get(key) ?? (await meansOf(db, decision));
        means.set(key, known);
        explained.push({
          decision,
          explanation: explain(decision, known.policy, known.scorecards, { recourse: 'none' }),
        });
      }
      return { last: ids.at(-1), explained };
    });
    if (page.last === undefined) return;
    after = page.last;
    yield* page.explained;
  }
}

async function meansOf(db: Database, { policy: named, scores }: Decision) {
  const policy = await loadPolicyVersion(db, named.id, named.version);
  if (policy === null) throw new Error(`no policy ${named.id} ${named.version}`);
  const scorecards = new Map<string, Scorecard>();
  for (const { scorecard, fingerprint } of scores) {
    const found = await findScorecardByFingerprint(db, fingerprint);
    if (found === null) throw new Error(`no scorecard ${fingerprint}`);
    scorecards.set(scorecard, found);
  }
  return { policy, scorecards };
}

export async function reading<T>(home: string, read: (db: Database, vault: Vault) => Promise<T>): Promise<T> {
  const db = openDatabase(path.join(home, 'recourse.sqlite'));
  try {
    const key = Buffer.from(readFileSync(path.join(home, 'master.key'), 'utf8').trim(), 'hex');
    return await read(db, new Vault(key));
  } finally {
    await db.destroy();
  }
}
