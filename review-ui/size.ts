import type { Wording } from './wording.ts';

/** "84 kB", "10 MB": as people meet it in their own folders. */
export function sizeText(bytes: number, { number }: Pick<Wording, 'number'>): string {
  if (bytes < 1024) return `${number(bytes)}\u00a0B`;
  if (bytes < 1024 * 1024) return `${number(Math.max(1, Math.round(bytes / 1024)))}\u00a0kB`;
  const megabytes = bytes / 1024 / 1024;
  return `${number(megabytes, Number.isInteger(megabytes) ? 0 : 1)}\u00a0MB`;
}
