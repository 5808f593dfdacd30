import { expect } from 'chai';
import fc from 'fast-check';
import { decisionOfText, textOfDecision } from '../../../data/stores/decision-text.ts';
import type { Provenance } from '../../../scoring/portfolio/records.ts';
import { decisionOf } from '../small-portfolio.ts';

const provenance = fc.record<Provenance>({
  source: fc.constantFrom('creditor', 'bank_statement', 'own_measures'),
  obtainedOn: fc.constantFrom('2026-01-05', '2026-02-07'),
  validUntil: fc.constantFrom(null, '2026-03-31'),
});
const ids = fc.uniqueArray(fc.stringMatching(/^c_[a-z]{1,9}$/), { maxLength: 12 });

describe('a decision as text', () => {
  it('comes back with every value and its evidence, in the same order', () => {
    fc.assert(
      fc.property(
        ids,
        fc.array(fc.option(provenance), { minLength: 12, maxLength: 12 }),
        (names, records) => {
          const evidence = Object.fromEntries(
            names.flatMap((name, at) => (records[at] ? [[name, records[at]]] : [])),
          );
          const values = Object.fromEntries(names.map((name, at) => [name, at]));
          const made = decisionOf(1, 2);
          const decision = { ...made, inputs: { ...made.inputs, values, evidence } };
          expect(JSON.stringify(decisionOfText(textOfDecision(decision)))).to.equal(JSON.stringify(decision));
        },
      ),
    );
  });

  it('keeps evidence of what is not among the values', () => {
    const made = decisionOf(1, 2);
    const evidence = {
      balance: { source: 'creditor', obtainedOn: '2026-01-05', validUntil: null },
      phase: { source: 'court', obtainedOn: '2026-01-06', validUntil: '2026-04-06' },
    } as const;
    const decision = { ...made, inputs: { ...made.inputs, evidence } };
    expect(decisionOfText(textOfDecision(decision))).to.deep.equal(decision);
  });

  it('writes a provenance once, however many values rest on it', () => {
    const made = decisionOf(1, 2);
    const evidence = Object.fromEntries(
      Object.keys(made.inputs.values).map((id) => [
        id,
        { source: 'creditor', obtainedOn: '2026-01-05', validUntil: null } as const,
      ]),
    );
    const text = textOfDecision({ ...made, inputs: { ...made.inputs, evidence } });
    expect(text.split('"2026-01-05"')).to.have.length(2);
  });
});
