import type { RouteDeclaration } from '../../../server/http/route.ts';

/** What a page lets somebody follow or press. */
export interface Way {
  readonly method: 'get' | 'post';
  /** With its query. */
  readonly address: string;
}

export function waysIn(html: string): readonly Way[] {
  const ways: Way[] = [];
  for (const [, href = ''] of html.matchAll(/<a\b[^>]*\bhref="(\/[^"]*)"/g)) ways.push(wayTo('get', href));
  for (const [, attributes = '', action = '', inside = ''] of html.matchAll(
    /<form\b([^>]*\baction="(\/[^"]*)"[^>]*)>([\s\S]*?)<\/form>/g,
  )) {
    // A form that only holds a table has nothing to press.
    if (!/<button\b/.test(inside)) continue;
    ways.push(wayTo(attributes.includes('method="post"') ? 'post' : 'get', action));
  }
  for (const [, action = ''] of html.matchAll(/\bformaction="(\/[^"]*)"/g)) ways.push(wayTo('post', action));
  return ways;
}

function wayTo(method: Way['method'], written: string): Way {
  const [address = ''] = written.replaceAll('&amp;', '&').replaceAll('&#38;', '&').split('#');
  return { method, address };
}

/** Whether the route answers at this address. */
export function leadsTo({ method, path }: RouteDeclaration, way: Way): boolean {
  const wanted = path.split('/');
  const given = (way.address.split('?')[0] ?? '').split('/');
  return (
    method === way.method &&
    wanted.length === given.length &&
    wanted.every((part, at) => part.startsWith(':') || part === given[at])
  );
}
