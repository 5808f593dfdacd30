import { expect } from 'chai';
import { reportOf, validateSignatures } from '../../server/signature-service.ts';
import { asiceOf } from '../fixtures/zip.ts';
import { startSiva, type StandIn } from '../stand-ins/siva.ts';

const LETTER = { name: 'letter.txt', content: Buffer.from('Maksin aprillis.') };
const MARI = { name: 'MAASIKAS,MARI,48001010000' };
const JURI = { name: 'TAMM,JÜRI,38001010000' };

describe('the check of signatures by a validation service', () => {
  let siva: StandIn;
  before(async () => {
    siva = await startSiva();
  });
  after(() => siva.close());
  beforeEach(() => {
    siva.fault = 'none';
  });

  const check = (content: Buffer, timeoutMs = 5000) =>
    validateSignatures({ url: siva.url, timeoutMs }, content);

  it('tells who signed, when, and whether it holds; the person’s name for the file is not sent', async () => {
    expect(await check(asiceOf(LETTER, [MARI, JURI]))).to.deep.equal({
      result: 'valid',
      signatures: 2,
      valid: 2,
      signers: [MARI, JURI].map(({ name }) => ({ name, signedAt: '2026-02-27T09:30:00Z', holds: true })),
    });
    expect(siva.asked.at(-1)).to.include({ filename: 'paper.asice' });
  });

  it('says that a signature over other bytes does not hold, and that a container without one is unsigned', async () => {
    const mixed = await check(asiceOf(LETTER, [MARI, { ...JURI, forged: true }]));
    expect(mixed).to.deep.include({ result: 'not_valid', signatures: 2, valid: 1 });
    expect(await check(asiceOf(LETTER, []))).to.include({ result: 'unsigned', signatures: 0 });
  });

  it('is not verified where no service is set, or where it is down, slow, sent elsewhere or talks nonsense', async () => {
    const paper = asiceOf(LETTER, [MARI]);
    expect(await validateSignatures({ url: null, timeoutMs: 1 }, paper)).to.deep.equal({
      result: 'no_service',
    });
    expect(await validateSignatures({ url: 'http://127.0.0.1:9', timeoutMs: 2000 }, paper)).to.deep.equal({
      result: 'no_answer',
    });
    for (const [fault, result] of [
      ['silent', 'no_answer'],
      ['failing', 'no_answer'],
      ['elsewhere', 'no_answer'],
      ['nonsense', 'odd_answer'],
      ['endless', 'odd_answer'],
    ] as const) {
      siva.fault = fault;
      expect(await check(paper, fault === 'silent' ? 300 : 5000), fault).to.deep.equal({ result });
    }
  });

  it('believes no report that contradicts itself', () => {
    const report = (conclusion: object) =>
      reportOf(JSON.stringify({ validationReport: { validationConclusion: conclusion } }));
    const passed = { signedBy: 'MARI', indication: 'TOTAL-PASSED' };
    expect(report({ signaturesCount: 1, validSignaturesCount: 1, signatures: [passed] })).to.include({
      result: 'valid',
    });
    for (const conclusion of [
      { signaturesCount: 1, validSignaturesCount: 1, signatures: [] },
      { signaturesCount: 1, validSignaturesCount: 2, signatures: [passed] },
      {
        signaturesCount: 1,
        validSignaturesCount: 1,
        signatures: [{ ...passed, indication: 'INDETERMINATE' }],
      },
      { signaturesCount: -1, validSignaturesCount: 0, signatures: [] },
      {},
    ]) {
      expect(report(conclusion), JSON.stringify(conclusion)).to.deep.equal({ result: 'odd_answer' });
    }
    expect(reportOf('<html>')).to.deep.equal({ result: 'odd_answer' });
  });
});
