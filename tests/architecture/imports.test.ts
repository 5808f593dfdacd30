import { expect } from 'chai';
import { createRequire } from 'node:module';
import path from 'node:path';
import { cruise, type ICruiseOptions, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const root = path.resolve(import.meta.dirname, '../..');
const { forbidden, options } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as {
  forbidden: IForbiddenRuleType[];
  options: ICruiseOptions;
};

describe('the architecture', function () {
  this.timeout(60_000);
  let result: ICruiseResult;

  before(async () => {
    const { output } = await cruise(
      ['scoring', 'data', 'server', 'review-ui'],
      { ...options, baseDir: root, ruleSet: { forbidden }, validate: true },
      undefined,
      { tsConfig: extractTSConfig(path.join(root, 'tsconfig.json')) },
    );
    result = output as ICruiseResult;
  });

  it('is looked at whole: the cruiser sees our modules and their imports', () => {
    const ours = result.modules.filter((module) => /^(scoring|data|server|review-ui)\//.test(module.source));
    expect(ours.length).to.be.greaterThan(10);
    expect(ours.some((module) => module.dependencies.length > 0)).to.equal(true);
  });

  it('has no import that a named rule forbids', () => {
    const broken = result.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
    expect(broken, broken.join('\n')).to.deep.equal([]);
  });

  it('gives a reason for each rule', () => {
    for (const rule of forbidden) expect(rule.comment, rule.name).to.have.length.greaterThan(30);
  });
});
