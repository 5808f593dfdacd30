import { expect } from 'chai';
import { withServer } from '../http/test-server.ts';
import { inEnglish, insertContestedWorld, pageOf } from './contested-world.ts';

describe('giving data out on the pages', function () {
  this.timeout(60_000);

  it('shows exactly what goes, gives it after a yes as JSON and CSV, and the person reads who got it', () =>
    withServer(async (server) => {
      const { personId, measured } = await insertContestedWorld(server.services);
      const planner = inEnglish(await server.staff('planner', ['planner']));
      const customer = inEnglish(await server.customer('mari', personId));
      const path = `/decisions/${measured}/disclosures`;
      const wanted = { purpose: 'commission_report', recipient: 'creditor', name: 'Laen AS' };
      expect(await pageOf(planner, `/cases/${measured}`)).to.include(path);

      const preview = await (await planner.post(path, { ...wanted, step: 'preview' })).text();
      expect(preview).to.include('Exactly this goes').and.include('<dd>100.00</dd>');
      expect(await pageOf(customer, '/my/data')).to.include('We have recorded no disclosure');

      expect((await planner.post(path, { ...wanted, step: 'confirm' })).status).to.equal(303);
      const [, file = ''] = /href="(\/disclosures\/\d+\/file)"/.exec(await pageOf(planner, path)) ?? [];
      const json = (await (await planner.get(file)).json()) as Record<string, unknown>;
      expect(json).to.include({ outstanding: '100.00', due_on: '2025-03-01' }).and.not.have.property('name');
      const [header = '', row = ''] = (await (await planner.get(`${file}?form=csv`)).text()).split('\r\n');
      expect(header.split(',')).to.deep.equal(Object.keys(json));
      expect(row).to.include('100.00');

      const told = await pageOf(customer, '/my/data');
      expect(told).to.include('Laen AS (the creditor we act for)').and.include('A report to the creditor');
      expect(await pageOf(customer, '/my/copy')).to.include('Laen AS (the creditor we act for)');
    }));

  it('says why nothing goes, and keeps nothing', () =>
    withServer(async (server) => {
      const { measured } = await insertContestedWorld(server.services);
      const planner = inEnglish(await server.staff('planner', ['planner']));
      const path = `/decisions/${measured}/disclosures`;
      const wanted = { purpose: 'collection_abroad', recipient: 'collector_abroad', name: 'Inkasso AB' };
      const refused = await planner.post(path, { ...wanted, step: 'confirm' });
      expect(refused.status).to.equal(422);
      expect(await refused.text()).to.include('The records do not say that the person moved abroad.');
      expect(await pageOf(planner, path)).to.include('Nothing was given out yet.');
    }));
});
