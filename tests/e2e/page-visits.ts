import type { RouteDeclaration } from '../../server/http/route.ts';
import { isApi } from '../../server/http/route.ts';
import { RIGHTS } from '../../scoring/safeguards/rights.ts';
import type { HostileWorld } from './hostile-world.ts';

/** One page, as somebody who may see it. */
export interface Visit {
  /** A role of the staff, a user name, or one of those of {@link VISITORS_WITHOUT_NAME}. */
  readonly as: string;
  readonly path: string;
  /** 200 where nothing is said. */
  readonly status?: number;
  /** A page that only the answer to a form shows: its button, and what is typed before. */
  readonly press?: string;
  readonly type?: Readonly<Record<string, string>>;
}

export const VISITORS_WITHOUT_NAME = ['stranger', 'choosing', 'representative'] as const;

/** What the sample has, beside the hostile world. */
export interface SampleIds {
  readonly run: number;
  readonly measured: number;
  readonly declined: number;
  readonly application: number;
}

/** Answers with a file, or with nothing to read. */
export function isFile({ path }: RouteDeclaration): boolean {
  return /\.(pdf|csv|json|xlsx)$|\/(pdf|file)$|\/(documents|mandate-papers)\/:id$|^\/healthz$/.test(path);
}

/** Every page that a route declares, so that one that is added is visited or fails the walk for want of an address. */
export function visitsOf(
  routes: readonly RouteDeclaration[],
  world: HostileWorld,
  sample: SampleIds,
): readonly Visit[] {
  const shown = routes.filter((route) => route.method === 'get' && !isApi(route.path) && !isFile(route));
  return [
    ...shown.flatMap((route) => pagesOf(route, world, sample)),
    ...problems(world),
    ...answersToForms(world, sample),
  ];
}

function pagesOf(route: RouteDeclaration, world: HostileWorld, sample: SampleIds): readonly Visit[] {
  const { path, allow } = route;
  const special = SPECIAL[path];
  if (special !== undefined) return special(world, sample);
  const as = allow === 'anyone' ? 'stranger' : allow.includes('customer') ? world.customer : allow[0];
  return addressesOf(path, world, sample).map((address) => ({ as, path: address }));
}

function addressesOf(path: string, world: HostileWorld, sample: SampleIds): readonly string[] {
  if (!path.includes(':')) return [path];
  const { own } = world;
  const ids: Readonly<Record<string, readonly number[]>> = {
    '/my/decisions/:id/review': [own.freshDecision],
    '/my/decisions': [own.decision, own.freshDecision],
    '/my/claims': [own.claim],
    '/my/letters': [own.notice],
    '/cases': [own.decision, own.freshDecision, sample.measured],
    '/applications': [own.application, sample.application],
    '/decisions': [own.decision, own.freshDecision, sample.declined],
    '/rights': world.rights,
    '/my/rights': world.rights,
    '/offers': [own.offer],
    '/outbox': [own.notice],
    '/persons': [own.personId],
    '/privacy': [1],
    '/runs': [world.run, sample.run],
    '/import': [world.import],
    '/reviews': [own.review, ...world.reviews.map(({ reviewId }) => reviewId)],
  };
  const known = ids[path] ?? ids[path.slice(0, path.indexOf('/:'))];
  if (known === undefined) throw new Error(`GET ${path}: give its address in tests/e2e/page-visits.ts`);
  return known.map((id) => path.replace(':id', String(id)));
}

/** Pages that need more than one address, or another visitor than the first who may see them. */
const SPECIAL: Readonly<Record<string, (world: HostileWorld, sample: SampleIds) => readonly Visit[]>> = {
  '/': () => [{ as: 'stranger', path: '/' }],
  '/sign-in': () => [
    { as: 'stranger', path: '/sign-in' },
    { as: 'stranger', path: '/sign-in?next=%2Fmy' },
  ],
  // Where no provider is set there is nothing to leave for.
  '/sign-in/eid': () => [{ as: 'stranger', path: '/sign-in/eid', status: 404 }],
  '/sign-in/eid/return': () => [{ as: 'stranger', path: '/sign-in/eid/return', status: 404 }],
  '/sign-in/work': () => [{ as: 'stranger', path: '/sign-in/work', status: 404 }],
  '/sign-in/work/return': () => [{ as: 'stranger', path: '/sign-in/work/return', status: 404 }],
  '/account/second-factor': () => [{ as: 'admin', path: '/account/second-factor' }],
  '/account': (world) => [
    { as: world.customer, path: '/account' },
    { as: 'representative', path: '/account' },
    { as: 'integrator', path: '/account' },
  ],
  '/acting': () => [{ as: 'choosing', path: '/acting' }],
  '/acting/matters': () => [{ as: 'representative', path: '/acting/matters' }],
  '/my/rights/new': (world) =>
    RIGHTS.map((right) => ({ as: world.customer, path: `/my/rights/new?right=${right}` })),
  '/my/reviews/:id': (world) => [
    { as: world.customer, path: `/my/reviews/${world.own.review}` },
    ...world.reviews.map(({ reviewId, username }) => ({ as: username, path: `/my/reviews/${reviewId}` })),
  ],
  '/my/decisions/:id': (world, sample) => [
    { as: world.customer, path: `/my/decisions/${world.own.decision}` },
    { as: world.customer, path: `/my/decisions/${world.own.freshDecision}` },
    { as: 'representative', path: `/my/decisions/${world.own.decision}` },
    ...world.reviews.map(({ decisionId, username }) => ({
      as: username,
      path: `/my/decisions/${decisionId}`,
    })),
    { as: 'customer', path: `/my/decisions/${sample.declined}` },
  ],
  '/my': (world) => [
    ...[world.customer, 'customer'].map((as) => ({ as, path: '/my' })),
    ...world.reviews.map(({ username }) => ({ as: username, path: '/my' })),
  ],
  '/my/data': (world) => [world.customer, 'customer'].map((as) => ({ as, path: '/my/data' })),
  '/reviews': () =>
    (['officer', 'member', 'chair', 'auditor'] as const).map((as) => ({ as, path: '/reviews?state=all' })),
  // The officer sees each state; who votes sees more only while a vote runs, and once it is closed.
  '/reviews/:id': (world) => [
    { as: 'officer', path: `/reviews/${world.own.review}` },
    ...world.reviews.flatMap(({ reviewId, state }) => {
      const voters = state === 'voting' ? ['member', 'chair'] : state === 'changed' ? ['member'] : [];
      return ['officer', ...voters].map((as) => ({ as, path: `/reviews/${reviewId}` }));
    }),
  ],
  '/cases': (_, { run }) => [
    { as: 'planner', path: '/cases' },
    { as: 'planner', path: `/cases?run=${run}` },
    { as: 'planner', path: `/cases?run=${run}&group=measure` },
    { as: 'planner', path: `/cases?run=${run}&number=NOBODY` },
    { as: 'auditor', path: `/cases?run=${run}&sort=balance&order=down` },
  ],
  '/accesses': (world) => [
    { as: 'auditor', path: '/accesses' },
    { as: 'dpo', path: `/accesses?person=${world.own.personId}` },
  ],
  '/statements': (world) => [
    { as: 'officer', path: '/statements' },
    { as: 'planner', path: `/statements?person=${world.own.personId}` },
  ],
  '/models/:name/:version': ({ scorecard }) => [
    { as: 'analyst', path: `/models/${scorecard}/1` },
    { as: 'auditor', path: '/models/default-12m/1' },
  ],
  '/rights': () => (['officer', 'dpo', 'auditor'] as const).map((as) => ({ as, path: '/rights?state=all' })),
  '/rights/:id': (world) => [
    ...world.rights.map((id) => ({ as: 'officer', path: `/rights/${id}` })),
    { as: 'dpo', path: `/rights/${world.own.rightsRequest}` },
  ],
  '/deadlines': () => (['officer', 'admin'] as const).map((as) => ({ as, path: '/deadlines' })),
};

/** What people see who took a wrong turn. */
function problems(world: HostileWorld): readonly Visit[] {
  return [
    { as: 'stranger', path: '/nowhere', status: 404 },
    { as: world.customer, path: '/nowhere', status: 404 },
    { as: world.customer, path: '/cases', status: 403 },
    { as: world.customer, path: `/my/decisions/${world.others.decision}`, status: 404 },
    { as: 'representative', path: '/my/data', status: 403 },
    { as: 'officer', path: '/nowhere', status: 404 },
    { as: 'planner', path: '/audit', status: 403 },
    { as: 'stranger', path: '/signed-out' },
  ];
}

/** Pages that come after a button: what was typed wrongly, what was asked, what was found. */
function answersToForms(world: HostileWorld, sample: SampleIds): readonly Visit[] {
  const { own, customer } = world;
  const wrong = { username: 'nobody', password: 'wrong wrong wrong' };
  const asked = { as: customer, path: `/my/decisions/${own.freshDecision}` };
  const prepared = world.reviews.find(({ state }) => state === 'prepared')?.reviewId ?? 0;
  return [
    { as: 'stranger', path: '/sign-in', press: 'form[action="/sign-in"] button', type: wrong, status: 401 },
    {
      as: 'stranger',
      path: '/sign-in',
      press: 'form[action="/sign-in/code"] button',
      type: { code: 'A' },
      status: 401,
    },
    {
      ...asked,
      path: `${asked.path}/review`,
      press: 'form[action$="/reviews"] button[type=submit]',
    },
    {
      ...asked,
      path: `${asked.path}/facts`,
      press: 'form[action$="/statements"] button[type=submit]',
      status: 422,
    },
    {
      // Of the sample's customer: while data may not be used, as the world's person asks, nothing is tried out.
      as: 'customer',
      path: `/my/decisions/${sample.declined}/what-if`,
      press: 'form[action$="/what-if"] button',
      status: 422,
    },
    {
      as: customer,
      path: '/my/rights/new?right=objection',
      press: 'form[action="/my/rights"] button[type=submit]',
      status: 422,
    },
    { as: customer, path: '/my/rights', press: 'form[action="/my/consents"] button' },
    {
      as: 'officer',
      path: '/reviews',
      press: 'form[action="/contest-searches"] button',
      type: { number: HOSTILE_SEARCH },
    },
    {
      as: 'officer',
      path: `/persons/${own.personId}`,
      press: 'form[action$="/mandates"] button',
      status: 422,
    },
    { as: 'officer', path: `/persons/${own.personId}`, press: 'form[action$="/codes"] button' },
    { as: 'officer', path: '/applications/new', press: 'form[action="/applications"] button', status: 422 },
    { as: 'officer', path: '/rights/new', press: 'form[action="/rights"] button', status: 422 },
    {
      as: 'officer',
      path: `/decisions/${own.freshDecision}/contest`,
      press: 'form[action$="/contests"] button[type=submit]',
      status: 422,
    },
    {
      as: 'planner',
      path: `/decisions/${sample.measured}/disclosures`,
      press: 'form[action$="/disclosures"] button',
      type: { name: 'AS Nobody' },
    },
    { as: 'planner', path: '/import', press: 'form[action="/import"] button', status: 422 },
    {
      as: 'planner',
      path: '/runs',
      press: 'form[action="/runs"] button',
      type: { asOf: '1900-01-01' },
    },
    { as: 'member', path: `/reviews/${prepared}`, press: 'form[action*="/what-if"] button' },
    { as: 'chair', path: '/committee', press: 'form[action="/committee/appointments"] button', status: 422 },
    { as: 'dpo', path: '/retention', press: 'form[action="/retention/holds"] button', status: 422 },
    { as: 'auditor', path: '/audit', press: 'form[action="/audit/verifications"] button' },
    { as: 'admin', path: '/account', press: 'form[action="/account/password"] button', status: 422 },
    {
      as: 'admin',
      path: '/account/second-factor',
      press: 'form[action="/account/second-factor/secrets"] button',
    },
  ];
}

/** Shown again to whoever searched, as everything typed is. */
const HOSTILE_SEARCH = '"><script>attacked=5</script>\u202Eשרה';
