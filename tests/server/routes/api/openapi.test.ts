import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import type { Database } from '../../../../data/database.ts';
import { routesOf } from '../../../../server/app.ts';
import { isApi } from '../../../../server/http/route.ts';
import { insertSmallWorld } from '../../http/small-world.ts';
import { withServer } from '../../http/test-server.ts';
import { type CurlRequest, curlExamples } from './curl-examples.ts';
import { declaredApi, operationFor } from './operations.ts';

const DOCS = path.resolve(import.meta.dirname, '../../../../docs/api.md');

interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly responses: Readonly<Record<string, unknown>>;
}

/** No JSON goes in or out of these: they have no schema. */
const WITHOUT_SCHEMA = ['/api/v1/openapi.json', '/api/v1/imports/:id/refused-rows'];

describe('the OpenAPI document', function () {
  this.timeout(60_000);

  it('has every route of the API with what it answers, and no other', () =>
    withServer(async ({ address, app }) => {
      const document = (await (await fetch(`${address}/api/v1/openapi.json`)).json()) as OpenApi;
      expect(document.openapi).to.equal('3.1.0');
      const documented = Object.entries(document.paths).flatMap(([at, operations]) =>
        Object.keys(operations).map((method) => `${method} ${at}`),
      );
      const declared = routesOf(app)
        .filter((route) => isApi(route.path) && !WITHOUT_SCHEMA.includes(route.path))
        .map(({ method, path: at }) => `${method} ${at.replace(/:(\w+)/g, '{$1}')}`);
      expect(documented.sort()).to.deep.equal(declared.sort());
      const ids = new Set<string>();
      for (const operation of Object.values(document.paths).flatMap((each) => Object.values(each))) {
        expect(operation.summary).to.match(/\.$/);
        expect(Object.keys(operation.responses)).to.include.members(['401', '403', '404', '422']);
        ids.add(operation.operationId);
      }
      expect(ids.size, 'operation ids are unique').to.equal(documented.length);
    }));

  it('refers to nothing that is not in it', () =>
    withServer(async ({ address }) => {
      const text = await (await fetch(`${address}/api/v1/openapi.json`)).text();
      const document = JSON.parse(text) as { components: { schemas: Record<string, unknown> } };
      for (const [, name] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
        expect(document.components.schemas).to.have.property(name ?? '');
      }
    }));
});

describe('docs/api.md', function () {
  this.timeout(60_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'recourse-api-'));
    const known = 'source,obtained_on\n';
    const person = 'person_ref,jurisdiction,language,person_kind,';
    writeFileSync(
      path.join(folder, 'persons.csv'),
      `${person}${known}P1,EE,et,natural,creditor,2026-01-01\nP2,XX,et,natural,creditor,2026-01-01\n`,
    );
    const claim =
      'claim_number,person_ref,creditor,ownership,product,consumer,currency,principal,interest,costs,opened_on,due_on,';
    writeFileSync(
      path.join(folder, 'claims.csv'),
      `${claim}${known}T1,P1,Trial Ltd,owned,loan,yes,EUR,100.00,0,0,2025-01-01,2025-06-01,creditor,2026-01-01\n`,
    );
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('has an example of every operation', () =>
    withServer(async ({ services }) => {
      const { operations } = declaredApi(services);
      const shown = curlExamples(readFileSync(DOCS, 'utf8'), {}, folder).map(({ method, path: at }) =>
        operationFor(operations, method, at),
      );
      for (const operation of operations) {
        expect(shown, `${operation.method} ${operation.path}`).to.include(operation);
      }
    }));

  it('has examples that work, in the order they stand, with answers as the document says', () =>
    withServer(async (server) => {
      await insertSmallWorld(server.services);
      const values = { KEY: await server.apiKey('integrator'), MEMBER_KEY: await server.apiKey('member') };
      const { operations } = declaredApi(server.services);
      for (const example of curlExamples(readFileSync(DOCS, 'utf8'), values, folder)) {
        const label = `${example.method} ${example.path}`;
        const response = await send(server.address, example);
        const text = await response.text();
        // The one vote comes before its committee: the answer is the refusal that it would be.
        if (example.path.endsWith('/votes')) {
          expect(response.status, label).to.equal(409);
          continue;
        }
        expect(response.ok, `${label}: ${text}`).to.equal(true);
        operationFor(operations, example.method, example.path)?.answer.parse(JSON.parse(text));
      }
      await runsEnded(server.services.db);
    }));
});

/** A run goes on in a process of its own, which needs the database until it is done. */
async function runsEnded(db: Database): Promise<void> {
  for (;;) {
    const running = await db('runs').where({ state: 'running' });
    if (running.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function send(address: string, { method, path: at, headers, body }: CurlRequest): Promise<Response> {
  return fetch(`${address}${at}`, { method, headers, body });
}
