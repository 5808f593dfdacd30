import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { listAuditEntries } from '../../../data/audit/chain.ts';
import { updateStaffRoles } from '../../../data/stores/staff.ts';
import { withServer } from '../http/test-server.ts';
import { textOfPdf } from '../../review-ui/pdf-text.ts';
import { askForPeople, insertContestedWorld, pageOf, signInCommittee } from './contested-world.ts';

describe('the minutes', () => {
  it('are printed at the close, are the same bytes ever after, and their hash stands in the trail', () =>
    withServer(async (server) => {
      const { services } = server;
      const world = await insertContestedWorld(services);
      const customer = await server.customer('mari', world.personId);
      const committee = await signInCommittee(server);
      await customer.post(`/my/decisions/${world.declined}/reviews`, { statement: 'Look again.' });
      const [review] = await services.db('reviews').select<{ id: number }[]>('id');
      const path = `/reviews/${review?.id}`;
      expect((await committee.chair.get(`${path}/minutes.pdf`)).status, 'nothing is decided yet').to.equal(
        404,
      );
      await committee.officer.post(`${path}/preparation`, { note: '' });
      const vote = { verdict: 'uphold', reasons: 'The debts outweigh the income.' };
      await committee.members[0].post(`${path}/votes`, vote);
      await committee.chair.post(`${path}/votes`, vote);
      await committee.members[1].post(`${path}/votes`, {
        verdict: 'change',
        amount: '2400',
        term: '36',
        reasons: 'The debts are paid.',
      });
      await committee.chair.post(`${path}/closing`, {});
      const pdf = async () => {
        const response = await committee.chair.get(`${path}/minutes.pdf`);
        expect(response.headers.get('content-type')).to.equal('application/pdf');
        return Buffer.from(await response.arrayBuffer());
      };
      const first = await pdf();
      const text = textOfPdf(first).replaceAll(/\s+/g, ' ');
      for (const said of [
        // The committee of an Estonian controller writes in Estonian, whoever closes in English.
        'Eriarvamus',
        'The debts are paid.',
        'The debts outweigh the income.',
        'member-2',
      ]) {
        expect(text).to.include(said);
      }
      await services.db('staff').where({ username: 'member-2' }).update({ display_name: 'Married since' });
      await updateStaffRoles(services.db, 1, ['auditor']);
      expect((await pdf()).equals(first), 'the bytes that were kept').to.equal(true);
      const sha256 = createHash('sha256').update(first).digest('hex');
      expect(await pageOf(committee.chair, `${path}/minutes`))
        .to.include(sha256)
        .and.include('The minutes are in Estonian, the language that the committee works in.')
        .and.include('Dissenting opinion');
      const kept = (await listAuditEntries(services.db, 0, 1000)).filter(
        ({ action }) => action === 'minutes.kept',
      );
      expect(kept).to.have.length(1);
      expect(kept[0]?.payload.toString()).to.include(sha256);
    }));

  it('are written in the language of the body that the profile names', () =>
    withServer(async (server) => {
      const { services } = server;
      const world = await insertContestedWorld(services);
      await services.db('portfolios').update({ profile: 'debt-collector-fi' });
      const customer = await server.customer('mari', world.personId);
      const { officer, members, chair } = await signInCommittee(server);
      const here = `/reviews/${await askForPeople(customer, world.declined)}`;
      chair.setCookie('recourse.language', 'et');
      await officer.post(`${here}/preparation`, { note: '' });
      for (const member of [...members, chair]) {
        await member.post(`${here}/votes`, { verdict: 'uphold', reasons: 'Read.' });
      }
      await chair.post(`${here}/closing`, {});
      const response = await chair.get(`${here}/minutes.pdf`);
      expect(textOfPdf(Buffer.from(await response.arrayBuffer()))).to.include('Minutes of review');
    }));
});
