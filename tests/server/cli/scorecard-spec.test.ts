import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parse } from 'yaml';
import { readSpec, SPEC_ENTRIES } from '../../../server/cli/scorecard-spec.ts';

const DOCUMENT = readFileSync(new URL('../../../docs/scorecard-spec.md', import.meta.url), 'utf8');
const EXAMPLE = /```yaml\n([\s\S]*?)```/.exec(DOCUMENT)![1]!;

describe('the spec of a scorecard', () => {
  it('the example in the document is a spec, and shows every entry there is', () => {
    const read = readSpec(EXAMPLE, 'example.yaml');
    expect(read.kind === 'refused' ? read.problems : read.kind).to.equal('spec');
    expect(Object.keys(parse(EXAMPLE) as object).sort()).to.deep.equal([...SPEC_ENTRIES].sort());
  });

  it('an empty spec says nothing, and that is enough', () => {
    expect(readSpec('', 'empty.yaml')).to.deep.equal({ kind: 'spec', spec: {} });
  });

  it('what is wrong is told with its place', () => {
    const problems = (text: string): string => {
      const read = readSpec(text, 'loans.yaml');
      return read.kind === 'refused' ? [read.reason, ...read.problems].join(' | ') : 'read';
    };
    expect(problems('monotone: { income: up }')).to.match(
      /loans\.yaml: the spec is not right.*monotone\.income/,
    );
    expect(problems('change: { debt: { direction: -1, daysPerUnit: -5, costPerUnit: 1 } }')).to.match(
      /change\.debt\.daysPerUnit/,
    );
    expect(problems('target: { favorable: 1 }')).to.match(/favorable/);
    expect(problems('a: [1')).to.match(/loans\.yaml: the spec is not YAML/);
    expect(problems('just a text')).to.match(/the spec/);
  });
});
