import { expect } from 'chai';
import { addDays } from '../../../scoring/portfolio/dates.ts';
import { runDaily } from '../../../server/jobs/daily.ts';
import { TEST_NOW, withServer } from '../http/test-server.ts';
import { insertContestedWorld, pageOf } from './contested-world.ts';

describe('the page of what is about to be late', () => {
  it('asks the officer, then the chair, then the administrator, who gets no link to a file they may not open', () => {
    let now = TEST_NOW;
    return withServer(
      async (server) => {
        const { db } = server.services;
        const world = await insertContestedWorld(server.services);
        const customer = await server.customer('mari', world.personId);
        await customer.post(`/my/decisions/${world.declined}/reviews`, { statement: 'Look again.' });
        const [review] = await db('reviews').select<{ id: number; due_on: string }[]>('id', 'due_on');
        if (review === undefined) throw new Error('no review');
        const asked = 'You are asked to look at these';
        const on = async (days: number): Promise<readonly boolean[]> => {
          now = `${addDays(review.due_on, days)}T08:00:00.000Z`;
          await runDaily(server.services);
          const seen: boolean[] = [];
          for (const role of ['officer', 'chair', 'admin'] as const) {
            const html = await pageOf(await server.staff(`${role}-${days + 10}`, [role]), '/deadlines');
            expect(html).to.include(`Review ${review.id}`);
            expect(html.includes(`href="/reviews/${review.id}"`), role).to.equal(role !== 'admin');
            seen.push(html.includes(asked));
          }
          return seen;
        };
        expect(await on(-8)).to.deep.equal([false, false, false]);
        expect(await on(-7)).to.deep.equal([true, false, false]);
        expect(await on(0)).to.deep.equal([true, true, false]);
        expect(await on(1)).to.deep.equal([true, true, true]);
        expect(await db('notices').where({ kind: 'late' })).to.have.length(1);
      },
      {},
      () => new Date(now),
    );
  });
});
