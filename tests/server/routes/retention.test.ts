import { expect } from 'chai';
import { listHolds } from '../../../data/stores/retention-holds.ts';
import { runDaily } from '../../../server/jobs/daily.ts';
import { insertSmallPortfolio } from '../../data/small-portfolio.ts';
import { insertSmallWorld } from '../http/small-world.ts';
import { withServer } from '../http/test-server.ts';
import { inEnglish } from './contested-world.ts';

describe('what is kept and what goes, on its page', () => {
  it('a data-protection officer holds a person back by the number of a case, and lifts it', () =>
    withServer(async (server) => {
      const { db, vault } = server.services;
      const world = await insertSmallWorld(server.services);
      const [number] = (await db('claims')
        .where({ person_id: world.own.personId })
        .pluck('claim_number')) as string[];
      const browser = inEnglish(await server.staff('dpo', ['dpo']));
      const sent = await browser.post('/retention/holds', {
        number: number!,
        reason: 'court_case',
        note: '2-26-1234',
        review_on: '2099-01-01',
      });
      expect(sent.status).to.equal(303);
      const before = [world.own.hold, world.others.hold];
      const hold = (await listHolds(db, vault)).find(({ id }) => !before.includes(id));
      expect(hold).to.include({ personId: world.own.personId, reason: 'court_case', note: '2-26-1234' });
      expect(await (await browser.get('/retention')).text()).to.include('2-26-1234');
      await browser.post(`/retention/holds/${hold!.id}/lifting`, {});
      expect((await listHolds(db, vault)).map(({ id }) => id)).to.have.members(before);
      expect((await browser.post('/retention/holds/987654321/lifting', {})).status).to.equal(404);
    }));

  it('says what is wrong with a form, and keeps what was written', () =>
    withServer(async (server) => {
      await insertSmallPortfolio(server.services.db, server.services.vault);
      const browser = inEnglish(await server.staff('dpo', ['dpo']));
      const answer = await browser.post('/retention/holds', {
        number: 'NO-SUCH',
        reason: 'court_case',
        note: 'about the court',
        review_on: '2099-01-01',
      });
      const text = await answer.text();
      expect(text).to.include('No case has this number').and.include('about the court');
      const past = await browser.post('/retention/holds', {
        number: 'C1',
        reason: 'audit',
        note: '',
        review_on: '2020-01-01',
      });
      expect(await past.text()).to.include('Choose a day after today');
    }));

  it('an auditor reads what the last night did, and may change nothing', () =>
    withServer(async (server) => {
      await insertSmallPortfolio(server.services.db, server.services.vault);
      const browser = inEnglish(await server.staff('auditor', ['auditor']));
      expect(await (await browser.get('/retention')).text()).to.include('It has not run yet');
      await runDaily(server.services);
      const page = await (await browser.get('/retention')).text();
      expect(page).to.include('Portfolios without rules').and.not.include('/retention/holds');
    }));
});
