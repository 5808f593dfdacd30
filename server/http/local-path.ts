/** The path, when it leads to a page of ours; null for anything that a browser could take elsewhere. */
export function localPath(value: unknown): string | null {
  if (typeof value !== 'string' || !/^\/(?![/\\])[^\\\s]*$/.test(value)) return null;
  const here = 'http://recourse.invalid';
  const url = URL.canParse(value, here) ? new URL(value, here) : null;
  return url?.origin === here ? `${url.pathname}${url.search}` : null;
}
