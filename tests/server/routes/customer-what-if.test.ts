import { expect } from 'chai';
import { wordingFor } from '../../../review-ui/wording.ts';
import { typedText, typedValue } from '../../../server/routes/typed-value.ts';
import { withServer } from '../http/test-server.ts';
import { inEnglish, insertContestedWorld, pageOf } from './contested-world.ts';

describe('a customer’s what-if', function () {
  this.timeout(60_000);

  it('is a form on the decision’s page with what they can change, and nothing else', () =>
    withServer(async (server) => {
      const world = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', world.personId));
      for (const [path, expected] of [
        [`/my/decisions/${world.declined}`, /name="value-(income_monthly|requested_amount)"/],
        [`/my/decisions/${world.measured}`, /name="value-(balance|payments_90d|paid_share)"/],
      ] as const) {
        const html = await pageOf(customer, path);
        expect(html).to.match(new RegExp(`<form method="post" action="${path}/what-if"`));
        expect(html)
          .to.match(expected)
          .and.not.to.match(/name="value-(minor|insolvent|debt_service_share)"/);
      }
    }));

  it('answers with what the program would have decided, the time it takes and no promise, and keeps nothing', () =>
    withServer(async (server) => {
      const world = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', world.personId));
      const { db } = server.services;
      const kept = async (): Promise<readonly unknown[]> =>
        Promise.all(
          (['decisions', 'statements', 'audit_entries'] as const).map((table) => db<object>(table).select()),
        );
      const before = await kept();
      const here = `/my/decisions/${world.declined}/what-if`;
      const answer = await customer.post(here, {
        'value-months_in_job': '27',
        'value-income_monthly': '2,500.50',
      });
      expect(answer.status).to.equal(200);
      const html = await answer.text();
      expect(html)
        .to.match(/With these values the program would (not )?have /)
        .and.to.match(/Your score would have been/)
        .and.to.match(/€2,500\.50 instead of/)
        .and.to.match(/This takes about \d+\s(months|days)\./)
        .and.to.contain('This is no promise. A new application is decided anew');
      expect(await kept()).to.deep.equal(before);
      expect(await pageOf(customer, here)).not.to.contain('2,500');
    }));

  it('says at the field what cannot be tried, and keeps what was typed', () =>
    withServer(async (server) => {
      const world = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', world.personId));
      const here = `/my/decisions/${world.declined}/what-if`;
      for (const [fields, says] of [
        [{}, 'Change at least one value.'],
        [{ 'value-income_monthly': 'lots <b>' }, 'type a number.'],
        [{ 'value-income_monthly': '1' }, 'this can only rise.'],
        [{ 'value-requested_amount': '99000' }, 'this can only fall.'],
        [{ 'value-months_in_job': '5.5' }, 'type a whole number.'],
        [{ 'value-requested_term': '900' }, 'you can try 1'],
        [{ 'value-minor': '1', 'value-debt_service_share': '1' }, 'Change at least one value.'],
      ] as const) {
        const answer = await customer.post(here, fields);
        expect(answer.status, says).to.equal(422);
        const html = await answer.text();
        expect(html).to.contain(says).and.to.contain('class="error"').and.not.to.contain('lots <b>');
        expect(html).not.to.contain('With these values');
        for (const typed of Object.values(fields).filter((each) => each === '5.5'))
          expect(html).to.contain(`value="${typed}"`);
      }
    }));

  it('is for the person’s own decision alone', () =>
    withServer(async (server) => {
      const world = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', world.personId));
      const foreign = `/my/decisions/${world.others}/what-if`;
      expect((await customer.get(foreign)).status).to.equal(404);
      expect((await customer.post(foreign, { 'value-balance': '1' })).status).to.equal(404);
      const staff = await server.staff('officer', ['officer']);
      expect((await staff.get(`/my/decisions/${world.declined}/what-if`)).status).to.equal(403);
    }));
});

describe('a figure as people type it', () => {
  it('is read back as it is shown, in either language', () => {
    for (const language of ['en', 'et'] as const) {
      for (const [value, unit] of [
        [123_450, 'cents'],
        [-5_000, 'cents'],
        [0.345, 'share'],
        [12, 'months'],
      ] as const) {
        expect(typedValue(typedText(value, { unit }, wordingFor(language)), { unit })).to.be.closeTo(
          value,
          1e-9,
        );
      }
    }
    expect(typedValue('1,200', { unit: 'cents' })).to.equal(120_000);
    for (const text of ['', 'abc', '1-2', '1e3', '--1', 'NaN']) {
      for (const unit of ['cents', 'share', 'count'] as const)
        expect(typedValue(text, { unit }), text).to.equal(null);
    }
  });
});
