import { isApi, type RouteDeclaration } from '../../../server/http/route.ts';
import type { Browser } from './browser.ts';
import type { PersonalIds, SmallWorld } from './small-world.ts';
import type { TestServer } from './test-server.ts';

export const NOBODYS_ID = 987_654_321;

/** The address of a route about what belongs to this person. */
export function pathFor(declared: RouteDeclaration, person: PersonalIds, world: SmallWorld): string {
  const { path } = declared;
  if (!path.includes(':')) return path;
  if (path.startsWith('/models/')) return path.replace(':name', world.scorecard).replace(':version', '1');
  const ids: Readonly<Record<string, number>> = {
    decisions: /\/review$|\/reviews$/.test(path) ? person.freshDecision : person.decision,
    cases: person.decision,
    reviews: person.review,
    documents: person.document,
    disclosures: person.disclosure,
    applications: person.application,
    rights: person.rightsRequest,
    letters: person.notice,
    outbox: person.notice,
    persons: person.personId,
    mandates: person.mandate,
    'mandate-papers': person.mandatePaper,
    unheard: person.unheard,
    claims: person.claim,
    offers: person.offer,
    needs: person.need,
    statements: person.statement,
    undos: person.undo,
    holds: person.hold,
    'control-rounds': person.controlRound,
    'case-views': world.caseView,
    privacy: 1,
    runs: world.run,
    import: world.import,
    imports: world.import,
  };
  const noun = /([^/]+)\/:/.exec(path)?.[1] ?? '';
  const id = ids[noun];
  if (id === undefined) throw new Error(`${path}: give its id in tests/server/http/small-world.ts`);
  return numbered(declared, id);
}

/** With this in the place of each number. */
export function numbered({ path }: Pick<RouteDeclaration, 'path'>, id: number | string): string {
  return path.replace(/:\w+/g, encodeURIComponent(String(id)));
}

export function label({ method, path }: RouteDeclaration): string {
  return `${method.toUpperCase()} ${path}`;
}

/** Forms are sent without fields, so that what they would do is refused for that, and nothing else. */
export async function ask(
  server: Pick<TestServer, 'address'>,
  declared: RouteDeclaration,
  path: string,
  browser: Browser,
  key: string | null,
): Promise<Response> {
  if (isApi(declared.path)) {
    const headers: Record<string, string> = key === null ? {} : { authorization: `Bearer ${key}` };
    if (declared.method === 'get') return fetch(`${server.address}${path}`, { headers });
    return fetch(`${server.address}${path}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': declared.body === 'file' ? 'text/csv' : 'application/json' },
      body: declared.body === 'file' ? 'a,b\n' : '{}',
    });
  }
  return declared.method === 'get' ? browser.get(path) : browser.post(path);
}
