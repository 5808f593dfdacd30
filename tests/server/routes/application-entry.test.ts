import { expect } from 'chai';
import { publishPacks } from '../../../data/policies.ts';
import { insertScorecard } from '../../../data/stores/scorecards.ts';
import { insertSmallPortfolio, NOW } from '../../data/small-portfolio.ts';
import { defaultCard } from '../../scoring/explanation/fixtures.ts';
import { type TestServer, withServer } from '../http/test-server.ts';
import { inEnglish, pageOf } from './contested-world.ts';

const ASKED = {
  portfolio: 'small',
  person: 'P1',
  product: 'loan',
  amount: '3 000,00',
  term: '36',
  rate: '18,9',
  salary: '1500',
  otherIncome: '',
  housing: '300',
  living: '350',
  loans: '',
  dependants: '1',
};

describe('an application that an officer takes down', function () {
  this.timeout(60_000);

  it('is kept with what was told, decided at once, and the person gets a letter', () =>
    withLender(async (server) => {
      const officer = inEnglish(await server.staff('officer', ['officer']));
      const answer = await officer.post('/applications', ASKED);
      expect(answer.status).to.equal(303);
      const html = await pageOf(officer, answer.headers.get('location') ?? '');
      expect(html).to.contain('is saved and decided').and.to.contain('€3,000').and.to.contain('€1,500');
      const { db } = server.services;
      expect(await db('notices').count({ count: '*' })).to.deep.equal([{ count: 1 }]);
      expect(await pageOf(officer, '/applications')).to.contain('A-20260302-');
    }));

  it('comes back with what is wrong, and nothing is stored', () =>
    withLender(async (server) => {
      const officer = inEnglish(await server.staff('officer', ['officer']));
      for (const [fields, says] of [
        [{ amount: 'many' }, 'Give an amount'],
        [{ term: '0' }, 'Give whole months'],
        [{ rate: '' }, 'Give a rate'],
        [{ loans: '-' }, 'Give the loan payments as an amount'],
        [{ person: 'P-999' }, 'Nobody of this lender has that number.'],
        [{ portfolio: 'elsewhere' }, 'Choose a lender.'],
      ] as const) {
        const answer = await officer.post('/applications', { ...ASKED, ...fields });
        expect(answer.status).to.equal(422);
        const html = await answer.text();
        expect(html)
          .to.contain(says)
          .and.to.contain('value="36"'.replace('36', { ...ASKED, ...fields }.term));
      }
      expect(await server.services.db('applications').count({ count: '*' })).to.deep.equal([{ count: 0 }]);
    }));
});

function withLender(work: (server: TestServer) => Promise<void>): Promise<void> {
  return withServer(async (server) => {
    const { db, vault } = server.services;
    const { portfolioId } = await insertSmallPortfolio(db, vault, 2);
    await db('portfolios')
      .where({ id: portfolioId })
      .update({ kind: 'credit', policy: 'consumer-credit-ee' });
    await publishPacks(db, NOW);
    await insertScorecard(db, defaultCard, null, NOW);
    await work(server);
  });
}
