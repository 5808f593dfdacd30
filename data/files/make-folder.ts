import { existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * A folder with all those above it. Node's own recursive mkdir never comes back where a folder may hold no others
 * (/proc): made one by one, each says what is wrong.
 */
export function makeFolder(folder: string, mode?: number): void {
  const missing: string[] = [];
  let at = path.resolve(folder);
  while (!existsSync(at)) {
    missing.unshift(at);
    at = path.dirname(at);
  }
  for (const each of missing) makeOne(each, mode);
}

function makeOne(folder: string, mode: number | undefined): void {
  try {
    mkdirSync(folder, mode === undefined ? {} : { mode });
  } catch (error) {
    // Another process may have been faster.
    const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST' && statSync(folder).isDirectory();
    if (!isThere) throw error;
  }
}
