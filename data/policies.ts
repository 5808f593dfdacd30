import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { IsoInstant } from '../scoring/portfolio/dates.ts';
import { compilePolicy, type CompiledPolicy } from '../scoring/policy/compile-policy.ts';
import { parsePolicy } from '../scoring/policy/parse-policy.ts';
import type { Policy, PolicyProblem } from '../scoring/policy/policy.ts';
import type { Database } from './database.ts';
import { findNewestPolicy, findPolicy, insertPolicy, type PolicyInserted } from './stores/policies.ts';

/** Where the packs that come with the program lie. */
export const PACKS_FOLDER = fileURLToPath(new URL('../scoring/policy/packs/', import.meta.url));

export interface PackFile {
  readonly file: string;
  readonly yaml: string;
  readonly policy: Policy;
}

/** A pack of ours that does not read is a broken promise; the message names each place. */
export class PackRefused extends Error {
  constructor(
    readonly file: string,
    readonly problems: readonly PolicyProblem[],
  ) {
    super(
      problems.map(({ path, value, wanted }) => `${file} ${path} "${value}" (want ${wanted})`).join('\n'),
    );
  }
}

/** The packs of a folder, by file name. */
export async function readPacks(folder: string = PACKS_FOLDER): Promise<readonly PackFile[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.yaml')).sort();
  return Promise.all(
    files.map(async (file) => {
      const yaml = await readFile(path.join(folder, file), 'utf8');
      const parsed = parsePolicy(yaml);
      if (parsed.kind === 'refused') throw new PackRefused(file, parsed.problems);
      return { file, yaml, policy: parsed.policy };
    }),
  );
}

/** The program's own packs do not change while it runs, and reading them takes a tenth of a second. */
let ownPacks: Promise<readonly PackFile[]> | null = null;

function readOwnPacks(): Promise<readonly PackFile[]> {
  ownPacks ??= readPacks();
  return ownPacks;
}

/** Publishes every pack that is not yet published. A version published with other contents stays as it was, and is told. */
export async function publishPacks(
  db: Database,
  now: IsoInstant,
): Promise<readonly (PolicyInserted & { readonly policyId: string; readonly version: number })[]> {
  const published: (PolicyInserted & { readonly policyId: string; readonly version: number })[] = [];
  for (const { yaml, policy } of await readOwnPacks()) {
    const { id: policyId, version, fingerprint } = policy;
    const inserted = await insertPolicy(db, { policyId, version, fingerprint, yaml, createdAt: now });
    published.push({ ...inserted, policyId, version });
  }
  return published;
}

/** The newest published version, ready to decide with; else the pack of that id; null when there is neither. */
export async function loadPolicy(db: Database, policyId: string): Promise<CompiledPolicy | null> {
  const stored = await findNewestPolicy(db, policyId);
  if (stored !== null) return compiledFrom(stored.yaml, stored.fingerprint);
  const pack = (await readOwnPacks()).find(({ policy }) => policy.id === policyId);
  return pack === undefined ? null : compiledFrom(pack.yaml, pack.policy.fingerprint);
}

/** The version that a decision was made with, as it was published. */
export async function loadPolicyVersion(
  db: Database,
  policyId: string,
  version: number,
): Promise<CompiledPolicy | null> {
  const stored = await findPolicy(db, policyId, version);
  if (stored !== null) return compiledFrom(stored.yaml, stored.fingerprint);
  const pack = (await readOwnPacks()).find(
    ({ policy }) => policy.id === policyId && policy.version === version,
  );
  return pack === undefined ? null : compiledFrom(pack.yaml, pack.policy.fingerprint);
}

/** A published policy never changes, and compiling takes some milliseconds: one copy a process. */
const COMPILED = new Map<string, CompiledPolicy>();

function compiledFrom(yaml: string, fingerprint: string): CompiledPolicy {
  const known = COMPILED.get(fingerprint);
  if (known !== undefined) return known;
  const parsed = parsePolicy(yaml);
  if (parsed.kind === 'refused') throw new PackRefused(`policy ${fingerprint.slice(0, 12)}`, parsed.problems);
  const compiled = compilePolicy(parsed.policy);
  COMPILED.set(fingerprint, compiled);
  return compiled;
}
