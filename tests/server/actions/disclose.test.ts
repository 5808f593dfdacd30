import { expect } from 'chai';
import { verifyChain } from '../../../data/audit/chain.ts';
import { findDisclosedContent, listDisclosedTo, listDisclosures } from '../../../data/stores/disclosures.ts';
import { disclose, type DisclosureWanted, previewDisclosure } from '../../../server/actions/disclose.ts';
import { onEveryDatabase } from '../../data/engines.ts';
import { setUpContested } from './contested.ts';

const TO_CREDITOR = {
  recipient: { kind: 'creditor', name: ' Laen AS ' },
  purpose: 'commission_report',
} as const;

onEveryDatabase('giving data out', (check) => {
  check(
    'keeps who got exactly what, why and from whom, and nothing before the yes',
    async ({ db, vault }) => {
      const at = await setUpContested(db, vault);
      const wanted: DisclosureWanted = { decisionId: at.measured, ...TO_CREDITOR };
      const found = await previewDisclosure(at.as(at.officer), wanted);
      if (found.kind === 'refused') throw new Error(found.because);
      expect(await listDisclosures(db, vault, at.personId)).to.deep.equal([]);
      const made = await disclose(at.as(at.officer), wanted);
      if (made.kind === 'refused') throw new Error(made.because);
      const [kept] = await listDisclosures(db, vault, at.personId);
      expect(kept).to.deep.include({
        recipient: { kind: 'creditor', name: 'Laen AS' },
        purpose: 'commission_report',
        extent: found.extent.map(({ field }) => field),
        legalBasis: 'GDPR art. 6(1)(b)',
      });
      expect(await findDisclosedContent(db, vault, made.disclosureId)).to.deep.equal(found.extent);
      expect(await listDisclosedTo(db, vault, at.personId)).to.deep.equal([
        { kind: 'creditor', name: 'Laen AS' },
      ]);
      const [row] = (await db('disclosures').select()) as readonly Record<string, unknown>[];
      expect(row?.['recipient_name'], 'a name is sealed, whoever it is').to.equal('');
      expect((await verifyChain(db)).kind).to.equal('intact');
    },
  );

  check('is refused to a customer, to nobody in particular, and of an application', async ({ db, vault }) => {
    const at = await setUpContested(db, vault);
    const refusal = async (actor: typeof at.customer, more: Partial<DisclosureWanted> = {}) => {
      const made = await disclose(at.as(actor), { decisionId: at.measured, ...TO_CREDITOR, ...more });
      return made.kind === 'refused' ? made.because : made.kind;
    };
    expect(await refusal(at.customer)).to.equal('not_allowed');
    expect(await refusal(at.members[0])).to.equal('not_allowed');
    expect(await refusal(at.officer, { recipient: { kind: 'creditor', name: '  ' } })).to.equal('no_name');
    expect(await refusal(at.officer, { decisionId: at.declined })).to.equal('no_claim');
    expect(await refusal(at.officer, { purpose: 'default_entry' })).to.equal('not_for_them');
    expect(await listDisclosures(db, vault, at.personId)).to.deep.equal([]);
  });

  check('is held to what the controller’s profile says it uses data for', async ({ db, vault }) => {
    const at = await setUpContested(db, vault);
    const toCreditor = { decisionId: at.measured, ...TO_CREDITOR };
    await db('portfolios').update({ profile: 'debt-collector-ee' });
    expect((await previewDisclosure(at.as(at.officer), toCreditor)).kind).to.equal('extent');
    const toRegister = {
      decisionId: at.measured,
      recipient: { kind: 'credit_register', name: 'Register AS' },
      purpose: 'default_entry',
    } as const;
    await db('portfolios').update({ profile: 'retail-credit-ee' });
    // It asks the register, and reports nobody to it.
    expect(await previewDisclosure(at.as(at.officer), toRegister)).to.include({ because: 'not_a_purpose' });
  });
});
