import { expect } from 'chai';
import { listNoticesOfDecision } from '../../../data/stores/notices.ts';
import { coverCodes, createSignInCode } from '../../../server/actions/sign-in-code.ts';
import { textOfPdf } from '../../review-ui/pdf-text.ts';
import { withServer } from '../http/test-server.ts';
import { askForPeople, inEnglish, insertContestedWorld, pageOf } from './contested-world.ts';

describe('a notice in the outbox', () => {
  it('is read by staff with the code covered, on the page and as PDF; the person reads it whole', () =>
    withServer(async (server) => {
      const world = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', world.personId));
      await askForPeople(customer, world.declined);
      const { db, vault } = server.services;
      const [notice] = await listNoticesOfDecision(db, vault, world.declined);
      const code = /\b\w{4}-\w{4}-\w{5}\b/.exec(notice?.text ?? '')?.[0] ?? 'no code';
      const officer = inEnglish(await server.staff('officer', ['officer']));
      const html = await pageOf(officer, `/outbox/${notice?.id}`);
      expect(html).to.contain('••••-••••-•••••').and.not.to.contain(code);
      const pdf = await officer.get(`/outbox/${notice?.id}/pdf`);
      expect(textOfPdf(Buffer.from(await pdf.arrayBuffer()))).to.not.contain(code);
      expect(await pageOf(customer, `/my/letters/${notice?.id}`)).to.contain(code);
    }));

  it('loses nothing else to the cover: numbers of cases and dates stay', () => {
    const text = `EE-0000026-1, A-0000014-4, 2026-03-02: ${createSignInCode()}.`;
    expect(coverCodes(text)).to.equal('EE-0000026-1, A-0000014-4, 2026-03-02: ••••-••••-•••••.');
  });
});
