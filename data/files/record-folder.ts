import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { RECORD_TYPES, type RecordType } from './columns.ts';

export interface NamedFile {
  readonly path: string;
  readonly type: RecordType;
}

/** The record type that a file is named for: `claims.csv`, `claims-2026-09.csv`, `claims.refused.csv`. */
export function typeNamedBy(path: string): RecordType | null {
  const name = basename(path).toLowerCase();
  // The longest first: claim_events.csv is not a file of claims.
  const types = [...RECORD_TYPES].sort((a, b) => b.length - a.length);
  return (
    types.find((type) => name.startsWith(type) && /^([-. ].*)?\.csv$/.test(name.slice(type.length))) ?? null
  );
}

/** The files of a folder that are named for a record type, in the order in which they must go in. */
export async function filesOfFolder(folder: string): Promise<readonly NamedFile[]> {
  const names = (await readdir(folder)).sort();
  const files = names.flatMap((name): NamedFile[] => {
    const type = typeNamedBy(name);
    return type === null ? [] : [{ path: join(folder, name), type }];
  });
  return inOrder(files);
}

/** A record goes in after what it refers to. */
export function inOrder<File extends { readonly type: RecordType }>(files: readonly File[]): readonly File[] {
  return [...files].sort((a, b) => RECORD_TYPES.indexOf(a.type) - RECORD_TYPES.indexOf(b.type));
}

export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
