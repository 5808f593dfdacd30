import { expect } from 'chai';
import { listTrail } from '../../../data/views/audit-trail.ts';
import { insertApplication } from '../../../data/stores/applications.ts';
import { listStatementReadings } from '../../../data/stores/statement-readings.ts';
import { listStatements } from '../../../data/stores/statements.ts';
import type { Browser } from '../http/browser.ts';
import { type TestServer, withServer } from '../http/test-server.ts';
import {
  askForPeople,
  type ContestedWorld,
  inEnglish,
  insertContestedWorld,
  pageOf,
} from './contested-world.ts';

const TITLE = 'What people told us';

describe('what people told us', function () {
  this.timeout(60_000);

  it('waits in a list, oldest first, until somebody of the staff has read it', () =>
    withTold(async ({ server, world, officer }) => {
      const list = await pageOf(officer, '/statements');
      expect(list.indexOf('Since 2020.')).to.be.greaterThan(0).and.lessThan(list.indexOf('40,50'));
      const { db, vault } = server.services;
      const [correction] = await listStatements(db, vault, { personId: world.personId });
      expect(await pageOf(officer, '/reviews')).to.contain('2 messages that nobody has read');
      const answer = await officer.post(`/statements/${correction?.id}/readings`, { back: '/reviews' });
      expect(answer.headers.get('location')).to.equal('/reviews');
      expect(await pageOf(officer, '/reviews'))
        .to.contain('It is noted that you have read it.')
        .and.to.contain('1 message that nobody has read');
      expect(await pageOf(officer, '/statements')).not.to.contain('Since 2020.');
      const [entry] = await listTrail(
        db,
        vault,
        { action: 'statement.read', personId: null, before: null },
        5,
      );
      expect(entry).to.deep.include({ subjectKind: 'statement', subjectId: correction?.id });
    }));

  it('stands on the application and on the case, with who has read it', () =>
    withTold(async ({ server, world, officer }) => {
      const { db, vault } = server.services;
      const before = await pageOf(officer, '/applications/1');
      expect(before).to.contain('Since 2020.').and.to.contain('I have read it');
      const planner = inEnglish(await server.staff('planner', ['planner']));
      expect(await pageOf(planner, '/dashboard')).to.contain('2 messages that nobody has read');
      expect(await pageOf(planner, `/cases/${world.measured}`)).to.contain('40,50');
      for (const { id } of await listStatements(db, vault, { personId: world.personId })) {
        await planner.post(`/statements/${id}/readings`);
      }
      const after = await pageOf(officer, '/applications/1');
      expect(after).to.contain('read by planner').and.not.to.contain('I have read it');
      expect(await pageOf(officer, '/statements')).to.contain('has been read');
      expect(await pageOf(planner, '/dashboard')).not.to.contain('nobody has read');
    }));

  it('is read once: who comes later is told so, and the first reading stays', () =>
    withTold(async ({ server, world, officer }) => {
      const { db, vault } = server.services;
      const planner = inEnglish(await server.staff('planner', ['planner']));
      const [first] = await listStatements(db, vault, { personId: world.personId });
      const path = `/statements/${first?.id}/readings`;
      await Promise.all([officer.post(path), planner.post(path), officer.post(path)]);
      expect(await listStatementReadings(db, [first?.id ?? 0])).to.have.length(1);
      await planner.post(path);
      expect(await pageOf(planner, '/statements')).to.contain('Somebody had read it before.');
    }));

  it('is not listed when it was said in a review, where its officer and its committee read it', () =>
    withTold(async ({ server, world, officer, customer }) => {
      await askForPeople(customer, world.declined);
      await customer.post(`/my/decisions/${world.declined}/statements`, { form: 'facts', words: 'New job.' });
      const list = await pageOf(officer, '/statements');
      expect(list).to.contain(TITLE).and.not.to.contain('I paid it in April.').and.not.to.contain('New job.');
      const { db, vault } = server.services;
      expect(await listStatements(db, vault, { personId: world.personId })).to.have.length(4);
    }));

  it('leads to the case only whoever may open it', () =>
    withTold(async ({ server, world, officer }) => {
      const planner = inEnglish(await server.staff('planner', ['planner']));
      expect(await pageOf(planner, '/statements')).to.contain(`href="/cases/${world.measured}"`);
      expect(await pageOf(officer, '/statements')).not.to.contain('href="/cases/');
    }));
});

interface Scene {
  readonly server: TestServer;
  readonly world: ContestedWorld;
  readonly customer: Browser;
  readonly officer: Browser;
}

/** A correction about an application, then news about a claim; no review. */
function withTold(work: (scene: Scene) => Promise<void>): Promise<void> {
  return withServer(async (server) => {
    const world = await insertContestedWorld(server.services);
    const { personId } = world;
    // The application that the declined decision is about.
    await insertApplication(server.services.db, {
      portfolioId: 1,
      personId,
      on: '2026-03-01',
      lender: 'Näidislaen AS',
      product: 'loan',
      currency: 'EUR',
      amountCents: 300_000,
      termMonths: 36,
      annualRate: 0.18,
    });
    const customer = inEnglish(await server.customer('mari', personId));
    const tell = async (decision: number, fields: Readonly<Record<string, string>>): Promise<void> => {
      const answer = await customer.post(`/my/decisions/${decision}/statements`, fields);
      expect(answer.status).to.equal(303);
    };
    await tell(world.declined, { form: 'correction', words: 'Since 2020.' });
    await tell(world.measured, { form: 'facts', words: 'I can pay 40,50 a month.' });
    await work({ server, world, customer, officer: inEnglish(await server.staff('officer', ['officer'])) });
  });
}
