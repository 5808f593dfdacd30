import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Engines to compare with are too large for package.json: the bench keeps them among what is never committed. */
const FOLDER = path.resolve(import.meta.dirname, '../../var/bench/engines');

export type Installed = { readonly engine: unknown } | { readonly why: string };

/** Installs the engine unless it is there; where that does not work, why. */
export function installed(name: string, version: string): Installed {
  try {
    if (!existsSync(path.join(FOLDER, 'node_modules', name))) {
      console.error(`installing ${name} into var/bench/engines …`);
      mkdirSync(FOLDER, { recursive: true });
      if (!existsSync(path.join(FOLDER, 'package.json'))) {
        writeFileSync(path.join(FOLDER, 'package.json'), '{"private":true}');
      }
      // Without its scripts: they would download libraries for graphics cards.
      const words = ['install', '--no-audit', '--no-fund', '--ignore-scripts', `${name}@${version}`];
      execFileSync('npm', words, { cwd: FOLDER, stdio: 'pipe' });
    }
    return { engine: createRequire(path.join(FOLDER, 'package.json'))(name) };
  } catch (error) {
    return {
      why: String((error as Error).message)
        .split('\n')[0]!
        .slice(0, 200),
    };
  }
}
