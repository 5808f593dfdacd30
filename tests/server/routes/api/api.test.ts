import { expect } from 'chai';
import { revokeApiKey } from '../../../../data/stores/api-keys.ts';
import { listPortfolios } from '../../../../data/stores/portfolios.ts';
import { insertSmallWorld } from '../../http/small-world.ts';
import { TEST_NOW, type TestServer, withServer } from '../../http/test-server.ts';

const HEADER = 'person_ref,name,jurisdiction,language,person_kind,source,obtained_on';
const line = (ref: string, jurisdiction: string) =>
  `${ref},Jaan Tamm,${jurisdiction},et,natural,creditor,2026-01-01\n`;
const PERSONS = `${HEADER}\n${line('P1', 'EE')}${line('P2', 'XX')}`;

/** A program with a key. */
class Program {
  readonly #address: string;
  readonly #key: string;

  constructor(server: TestServer, key: string) {
    this.#address = `${server.address}/api/v1`;
    this.#key = key;
  }

  get(path: string): Promise<Response> {
    return fetch(`${this.#address}${path}`, { headers: { authorization: `Bearer ${this.#key}` } });
  }

  post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return this.send(path, JSON.stringify(body), { 'content-type': 'application/json', ...headers });
  }

  send(
    path: string,
    body: string | FormData,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    const authorization = `Bearer ${this.#key}`;
    return fetch(`${this.#address}${path}`, { method: 'POST', headers: { authorization, ...headers }, body });
  }
}

async function answer(response: Response): Promise<Record<string, unknown>> {
  return (await response.json()) as Record<string, unknown>;
}

describe('the API', function () {
  this.timeout(60_000);

  it('names the methods and the media type that an address takes', () =>
    withServer(async (server) => {
      const key = await server.apiKey('integrator');
      const program = new Program(server, key);
      const deleted = await fetch(`${server.address}/api/v1/runs`, {
        method: 'DELETE',
        headers: { authorization: `Bearer ${key}` },
      });
      expect(deleted.headers.get('allow')).to.equal('POST, GET, HEAD');
      expect(await answer(deleted)).to.include({ type: 'urn:recourse:problem:wrong_method', status: 405 });
      const posted = await program.post('/decisions/1', {});
      expect([posted.status, posted.headers.get('allow')]).to.deep.equal([405, 'GET, HEAD']);
      expect((await program.get('/decisions/1')).status).to.equal(404);
      const plain = await program.send('/runs', 'portfolio=Trial', { 'content-type': 'text/plain' });
      expect(await answer(plain)).to.include({ type: 'urn:recourse:problem:wrong_type', status: 415 });
    }));

  it('takes in a CSV file as the body or in a form, and gives the refused rows back to be mended', () =>
    withServer(async (server) => {
      const program = new Program(server, await server.apiKey('integrator'));
      const done = await program.send('/imports?portfolio=Trial&as=persons', PERSONS, {
        'content-type': 'text/csv',
      });
      expect(done.status).to.equal(201);
      const first = await answer(done);
      expect(first).to.include({ portfolio: 'Trial', accepted: 1, refused: 1 });
      const [refusal] = first['refusals'] as readonly Record<string, unknown>[];
      expect(refusal).to.include({ row: 3, field: 'jurisdiction', value: 'XX' });
      const refused = await program.get(`/imports/${String(first['id'])}/refused-rows`);
      expect(refused.headers.get('content-type')).to.match(/^text\/csv/);
      expect(await refused.text())
        .to.include(`${HEADER},error`)
        .and.include('P2,Jaan Tamm')
        .and.not.include('P1');

      const form = new FormData();
      form.set('portfolio', 'Trial');
      form.set('as', 'persons');
      form.set('file', new Blob([PERSONS.replace('XX', 'FI')]), 'mended.csv');
      expect(await answer(await program.send('/imports', form))).to.include({
        accepted: 1,
        known: 1,
        refused: 0,
      });
      const state = await answer(await program.get(`/imports/${String(first['id'])}`));
      expect(state).to.include({ state: 'finished', accepted: 1, refused: 1 });
      expect((await listPortfolios(server.services.db)).map(({ name }) => name)).to.deep.equal(['Trial']);
    }));

  it('says what is missing from an import', () =>
    withServer(async (server) => {
      const program = new Program(server, await server.apiKey('integrator'));
      const noType = await program.send('/imports?portfolio=Trial', PERSONS, { 'content-type': 'text/csv' });
      expect(noType.status).to.equal(422);
      expect(JSON.stringify(await answer(noType))).to.include('one of persons');
      expect((await program.post('/imports?portfolio=Trial&as=persons', {})).status).to.equal(415);
      const empty = await program.send('/imports?portfolio=Trial&as=persons', '', {
        'content-type': 'text/csv',
      });
      expect(empty.status).to.equal(422);
      expect(await listPortfolios(server.services.db), 'no half state').to.have.length(0);
    }));

  it('decides a case, shows the decision and explains it, the same bytes each time', () =>
    withServer(async (server) => {
      const world = await insertSmallWorld(server.services);
      const program = new Program(server, await server.apiKey('integrator'));
      const order = { portfolio: 'small', policy: 'collection-ee', asOf: '2026-03-01' };
      // Of somebody who has used no right since: nothing has changed for them.
      const listed = (await answer(await program.get(`/runs/${world.run}/decisions?limit=3`))) as unknown as {
        decisions: { id: number }[];
      };
      const shown = await answer(await program.get(`/decisions/${listed.decisions[2]?.id ?? 0}`));
      const { inputs } = shown['decision'] as { inputs: { caseNumber: string } };
      const decided = await program.post('/decisions', { ...order, caseNumber: inputs.caseNumber });
      expect(decided.status).to.equal(201);
      const made = await answer(decided);
      expect(made['decision']).to.deep.equal(shown['decision']);
      const explanations = await Promise.all(
        [1, 2].map(async () => (await program.get(`/decisions/${String(made['id'])}/explanation`)).text()),
      );
      expect(explanations[0]).to.equal(explanations[1]);
      const explained = JSON.parse(explanations[0] ?? '') as {
        explanation: { scores: { base: number; sum: number; contributions: { logOdds: number }[] }[] };
      };
      for (const { base, sum, contributions } of explained.explanation.scores) {
        expect(contributions.reduce((total, { logOdds }) => total + logOdds, base)).to.equal(sum);
      }
      const page = await program.get(`/runs/${world.run}/decisions?limit=3`);
      const { decisions } = (await answer(page)) as unknown as { decisions: { id: number }[] };
      expect(decisions).to.have.length(3);
      const rest = await program.get(`/runs/${world.run}/decisions?after=${decisions[2]?.id ?? 0}`);
      expect((await answer(rest))['decisions']).to.have.length(1);
    }));

  it('a batch answers each case for itself, in the order sent', () =>
    withServer(async (server) => {
      await insertSmallWorld(server.services);
      const program = new Program(server, await server.apiKey('integrator'));
      const claims = (
        await server.services.db('claims').select<{ claim_number: string }[]>('claim_number')
      ).map(({ claim_number }) => claim_number);
      const order = { portfolio: 'small', policy: 'collection-ee', asOf: '2026-03-01' };
      const caseNumbers = [claims[1], 'nothing', claims[0]];
      const { cases } = (await answer(
        await program.post('/decisions/batch', { ...order, caseNumbers }),
      )) as unknown as {
        cases: { caseNumber: string; refused?: string; id?: number }[];
      };
      expect(cases.map(({ caseNumber }) => caseNumber)).to.deep.equal(caseNumbers);
      expect(cases.map(({ refused }) => refused)).to.deep.equal([undefined, 'unknown_case', undefined]);
      const early = await program.post('/decisions', { ...order, asOf: '2020-01-01', caseNumber: claims[0] });
      expect(early.status).to.equal(409);
      const future = await program.post('/decisions', {
        ...order,
        asOf: '2999-01-01',
        caseNumber: claims[0],
      });
      expect(future.status).to.equal(422);
    }));

  it('asks for a review on the person’s behalf, and tells how far it is', () =>
    withServer(async (server) => {
      const world = await insertSmallWorld(server.services);
      const program = new Program(server, await server.apiKey('integrator'));
      const order = { decisionId: world.own.freshDecision, statement: 'Maksin aprillis.' };
      const asked = await answer(await program.post('/reviews', order));
      expect(asked).to.include({ isNew: true });
      expect(await answer(await program.post('/reviews', order))).to.deep.equal({ ...asked, isNew: false });
      const review = await answer(await program.get(`/reviews/${String(asked['id'])}`));
      expect(review).to.include({ state: 'requested', decisionId: world.own.freshDecision });
      const { reviews } = (await answer(await program.get('/reviews?state=requested'))) as unknown as {
        reviews: { id: number }[];
      };
      expect(reviews.map(({ id }) => id)).to.include(asked['id']);
      expect((await program.post('/reviews', { decisionId: 999_999 })).status).to.equal(404);
    }));

  it('a vote is the member’s whose key it is: a program has none, and none is cast before the committee sits', () =>
    withServer(async (server) => {
      const world = await insertSmallWorld(server.services);
      const vote = { verdict: { kind: 'uphold' }, reasons: 'The facts stand.' };
      const path = `/reviews/${world.own.review}/votes`;
      expect((await new Program(server, await server.apiKey('integrator')).post(path, vote)).status).to.equal(
        403,
      );
      const member = new Program(server, await server.apiKey('member'));
      expect((await member.post(path, vote)).status).to.equal(409);
      expect((await member.post(path, { ...vote, reasons: '' })).status).to.equal(422);
      expect((await member.post(path, { ...vote, verdict: { kind: 'perhaps' } })).status).to.equal(422);
    }));

  it('the same request under the same key is carried out once and answered the same', () =>
    withServer(async (server) => {
      const world = await insertSmallWorld(server.services);
      const program = new Program(server, await server.apiKey('integrator'));
      const body = { decisionId: world.own.freshDecision, statement: 'Maksin.' };
      const first = await program.post('/reviews', body, { 'idempotency-key': 'k-1' });
      const again = await program.post('/reviews', body, { 'idempotency-key': 'k-1' });
      expect([first.status, again.status]).to.deep.equal([201, 201]);
      expect(again.headers.get('idempotency-replayed')).to.equal('true');
      expect(await again.text()).to.equal(await first.text());
      const differs = await program.post(
        '/reviews',
        { ...body, statement: 'Ei.' },
        { 'idempotency-key': 'k-1' },
      );
      expect(differs.status).to.equal(422);
      const others = new Program(server, await server.apiKey('integrator'));
      const own = await others.post('/reviews', { ...body, statement: 'Ei.' }, { 'idempotency-key': 'k-1' });
      expect(own.status, 'keys of two senders never meet').to.equal(201);
      const rows = await server.services.db('idempotency_keys').select<{ body: string }[]>('body');
      for (const row of rows) expect(row.body).to.not.include('isNew');
    }));

  it('a refusal is an answer too, and is repeated; a file counts as part of the request', () =>
    withServer(async (server) => {
      const program = new Program(server, await server.apiKey('integrator'));
      const keyed = { 'idempotency-key': 'k-2' };
      const refused = await program.post('/reviews', { decisionId: 4711 }, keyed);
      const again = await program.post('/reviews', { decisionId: 4711 }, keyed);
      expect([refused.status, again.status]).to.deep.equal([404, 404]);
      expect(await again.text()).to.equal(await refused.text());
      const file = { 'content-type': 'text/csv', 'idempotency-key': 'k-3' };
      const path = '/imports?portfolio=Trial&as=persons';
      const first = await (await program.send(path, PERSONS, file)).text();
      expect(await (await program.send(path, PERSONS, file)).text()).to.equal(first);
      expect((await program.send(path, PERSONS + line('P3', 'EE'), file)).status).to.equal(422);
    }));

  it('one whose server was killed is carried out after half a minute, or said to have been', () => {
    let now = TEST_NOW;
    return withServer(
      async (server) => {
        const { db } = server.services;
        const world = await insertSmallWorld(server.services);
        const program = new Program(server, await server.apiKey('integrator'));
        const body = { decisionId: world.own.freshDecision };
        const send = () => program.post('/reviews', body, { 'idempotency-key': 'k-5' });
        expect((await send()).status).to.equal(201);
        // As a server leaves it that was killed before it answered: first with the work done, then without.
        await db('idempotency_keys').update({ status: null, body: null, acted: 1 });
        expect((await send()).status, 'it may live still').to.equal(409);
        now = new Date(Date.parse(TEST_NOW) + 31_000).toISOString();
        const lost = await send();
        expect(lost.status).to.equal(409);
        expect(await lost.text()).to.contain('was carried out, and its answer was lost');
        await db('reviews').where({ decision_id: world.own.freshDecision }).update({ state: 'withdrawn' });
        await db('idempotency_keys').update({ acted: 0 });
        expect((await send()).status).to.equal(201);
        expect((await send()).headers.get('idempotency-replayed')).to.equal('true');
      },
      {},
      () => new Date(now),
    );
  });

  it('many at once with one key are carried out once', () =>
    withServer(async (server) => {
      const world = await insertSmallWorld(server.services);
      const program = new Program(server, await server.apiKey('integrator'));
      const body = { decisionId: world.own.freshDecision };
      const sent = await Promise.all(
        Array.from({ length: 8 }, () => program.post('/reviews', body, { 'idempotency-key': 'k-4' })),
      );
      for (const { status } of sent) expect([201, 409]).to.include(status);
      const made = await server.services.db('reviews').where({ decision_id: world.own.freshDecision });
      expect(made).to.have.length(1);
    }));

  it('a key that is unknown, malformed or withdrawn opens nothing, and a browser’s session neither', () =>
    withServer(async (server) => {
      for (const authorization of ['Bearer nonsense', `Bearer rk_${'a'.repeat(43)}`, 'Basic YTpi', '']) {
        const response = await fetch(`${server.address}/api/v1/runs`, { headers: { authorization } });
        expect(response.status, authorization).to.equal(401);
        expect(response.headers.get('www-authenticate')).to.match(/^Bearer/);
      }
      const planner = await server.staff('anne', ['planner']);
      expect((await planner.get('/api/v1/runs')).status).to.equal(401);
      const key = await server.apiKey('integrator');
      const program = new Program(server, key);
      expect((await program.get('/runs')).status).to.equal(200);
      const { id } = await server.services.db('api_keys').orderBy('id', 'desc').first<{ id: number }>('id');
      await revokeApiKey(server.services.db, id, '2026-03-02T10:00:00.000Z');
      expect((await program.get('/runs')).status).to.equal(401);
      const stored = JSON.stringify(await server.services.db('api_keys').select());
      expect(stored, 'only the hash is kept').to.not.include(key).and.not.include(key.slice(3));
    }));

  it('what is wrong with a body is told by field, and never with its values', () =>
    withServer(async (server) => {
      const program = new Program(server, await server.apiKey('integrator'));
      const wrong = await program.post('/runs', {
        portfolio: '',
        asOf: '2026-02-30',
        policy: 5,
        secret: 'Maasikas',
      });
      expect(wrong.status).to.equal(422);
      const problem = await answer(wrong);
      expect((problem['fields'] as { field: string }[]).map(({ field }) => field).sort()).to.deep.equal([
        'asOf',
        'policy',
        'portfolio',
      ]);
      expect(JSON.stringify(problem)).to.not.include('Maasikas').and.not.include('02-30');
      const broken = await program.send('/runs', '{"portfolio":', { 'content-type': 'application/json' });
      expect(broken.status).to.equal(400);
      expect(
        (await program.post('/runs', { portfolio: 'none', asOf: '2026-01-01', policy: 'x' })).status,
      ).to.equal(409);
    }));
});
