import { expect } from 'chai';
import { insertStaff } from '../../data/stores/staff.ts';
import type { ActionContext } from '../../server/actions/action.ts';
import { openPortfolio } from '../../server/actions/open-portfolio.ts';
import { openRightsRequest } from '../../server/actions/open-rights-request.ts';
import { requestReview } from '../../server/actions/request-review.ts';
import type { OpenBrowser } from './browser.ts';
import { Hands, type Way, WAYS } from './hands.ts';
import { reading, type Service } from './service.ts';
import { shared, takeDecisions } from './shared.ts';

/** What staff do all day, by the keyboard alone and without scripts, on a phone and on a desktop, all at once. */
describe('the journeys of staff', function () {
  this.timeout(300_000);
  let opened: OpenBrowser;
  let service: Service;
  let cases: readonly Case[];

  before(async () => {
    ({ service, opened } = await shared());
    const decisions = await takeDecisions('measure', WAYS.length);
    cases = await reading(service.home, async (db, vault) => {
      const now = new Date().toISOString();
      const as = (actor: ActionContext['actor']): ActionContext => ({
        db,
        vault,
        now,
        today: now.slice(0, 10),
        actor,
      });
      const made: Case[] = [];
      for (const [nth, way] of WAYS.entries()) {
        const decisionId = decisions[nth] ?? 0;
        const { person_id: personId } = (await db('decisions')
          .where({ id: decisionId })
          .first('person_id')) as {
          person_id: number;
        };
        const person = as({ kind: 'customer', personId });
        const asked = await requestReview(person, { decisionId, statement: 'I have a new job.' });
        const right = await openRightsRequest(person, {
          personId,
          right: 'objection',
          words: 'I am in hospital.',
        });
        if (asked.kind === 'refused' || right.kind === 'refused') throw new Error('nobody could ask');
        const name = `Member by ${way.by} on a ${way.width}`;
        await insertStaff(db, {
          username: `to-appoint-${nth}`,
          displayName: name,
          passwordHash: null,
          roles: ['member'],
          language: 'en',
          demo: false,
          createdAt: now,
        });
        const portfolio = `journey-${nth}`;
        await openPortfolio(as({ kind: 'system' }), {
          name: portfolio,
          controller: 'Journey OÜ',
          kind: 'collection',
          jurisdiction: 'EE',
          policy: 'collection-ee',
        });
        made.push({ way, reviewId: asked.reviewId, requestId: right.requestId, name, portfolio });
      }
      return made;
    });
  });

  it('an officer finds a contested decision in the queue and prepares it', () =>
    onEach(cases, async ({ way, reviewId }) => {
      const officer = await arrive(way, 'officer');
      await officer.go('/reviews');
      await officer.press(`a[href="/reviews/${reviewId}"]`);
      await officer.type('textarea[name=note]', 'The register was asked again.');
      await officer.press(`form[action="/reviews/${reviewId}/preparation"] button[type=submit]`);
      expect(officer.visitor.path()).to.equal(`/reviews/${reviewId}`);
      expect(await officer.visitor.text()).to.include('The register was asked again.');
    }));

  it('a member reads the file and votes with reasons, once', () =>
    onEach(cases, async ({ way, reviewId }) => {
      const member = await arrive(way, 'member1');
      await member.go('/reviews');
      await member.press(`a[href="/reviews/${reviewId}"]`);
      await member.mark('input[name=verdict][value=uphold]');
      await member.type('textarea[name=reasons]', 'The income is too uncertain.');
      await member.press(`form[action="/reviews/${reviewId}/votes"] button[type=submit]`);
      expect(await member.visitor.page.locator('.message').count()).to.equal(1);
      expect(await member.visitor.page.locator(`form[action="/reviews/${reviewId}/votes"]`).count()).to.equal(
        0,
      );
    }));

  it('the rights desk answers an objection', () =>
    onEach(cases, async ({ way, requestId }) => {
      const officer = await arrive(way, 'dpo');
      await officer.go('/rights');
      await officer.press(`a[href="/rights/${requestId}"]`);
      await officer.choose('select[name=outcome]', 'granted');
      await officer.type('textarea[name=reason]', 'The illness outweighs our interest.');
      await officer.press(`form[action="/rights/${requestId}/decision"] button.first`);
      expect(officer.visitor.path()).to.equal(`/rights/${requestId}`);
      expect(
        await officer.visitor.page.locator(`form[action="/rights/${requestId}/decision"]`).count(),
      ).to.equal(0);
      expect(await officer.visitor.page.locator('.message').count()).to.equal(1);
    }));

  it('an administrator appoints a member for a term', () =>
    onEach(cases, async ({ way, name }) => {
      const admin = await arrive(way, 'admin');
      await admin.go('/committee');
      await admin.choose('select[name=staff]', name);
      await admin.typeDay('input[name=from]', '2026-01-05');
      await admin.typeDay('input[name=until]', '2031-01-05');
      await admin.typeDay('input[name=trained]', '2026-01-02');
      await admin.press('form[action="/committee/appointments"] button[type=submit]');
      const row = admin.visitor.page.locator('main table').first().locator('tr', { hasText: name });
      expect(await row.count(), await admin.visitor.text()).to.equal(1);
    }));

  it('a planner brings files in, runs them, sees the case and releases its measure', () =>
    onEach([cases[0], cases[3]], async ({ way, portfolio }) => {
      const planner = await arrive(way, 'planner1');
      for (const [type, lines] of Object.entries(FILES)) {
        await planner.go('/import');
        await planner.choose('select[name=portfolio]', portfolio);
        await planner.choose('select[name=as]', type);
        await planner.send('input[name=file]', `${type.toLowerCase()}.csv`, `${lines.join('\n')}\n`);
        await planner.press('form[action="/import"] button');
        expect(planner.visitor.path(), await planner.visitor.text()).to.match(/^\/import\/\d+$/);
        expect(await planner.visitor.page.locator('.message.refused').count()).to.equal(0);
      }
      await planner.go('/runs');
      await planner.choose('select[name=portfolio]', portfolio);
      await planner.choose('select[name=policy]', 'Debt collection in Estonia');
      await planner.typeDay('input[name=asOf]', '2026-10-31');
      await planner.press('form[action="/runs"] button');
      const run = planner.visitor.path();
      expect(run, await planner.visitor.text()).to.match(/^\/runs\/\d+$/);
      // Without scripts a page that goes on is loaded again by hand.
      const done = planner.visitor.page.locator('#progress .figures');
      for (let looks = 0; looks < 100 && (await done.count()) === 0; looks += 1) {
        await new Promise((resolve) => setTimeout(resolve, 500));
        await planner.go(run);
      }
      expect(await planner.visitor.page.locator('#progress .tags').innerText()).to.match(/^done/);
      await planner.go(`/cases?run=${run.split('/').at(-1)}`);
      expect(await planner.visitor.page.locator('tbody tr').count(), await planner.visitor.text()).to.equal(
        1,
      );
      await planner.press('tbody tr th a');
      expect(planner.visitor.path()).to.match(/^\/cases\/\d+$/);
      await planner.press('form[action="/releases"] button');
      expect(await planner.visitor.page.locator('.message').count()).to.equal(1);
    }));

  function arrive(way: Way, username: string): Promise<Hands> {
    return Hands.arrive(opened, service, way, { username, password: service.passwords.get(username) });
  }
});

interface Case {
  readonly way: Way;
  readonly reviewId: number;
  readonly requestId: number;
  /** Of the account that is to be appointed. */
  readonly name: string;
  readonly portfolio: string;
}

const PERSON = 'J1,EE,en,natural,Mari Maasikas,mari@example.com,creditor,2026-01-02';
const CLAIM =
  'K-1,J1,Journey OÜ,owned,loan,yes,EUR,400.00,20.00,0.00,2025-02-01,2026-05-01,creditor,2026-06-01';
/** By the word for their kind in the form. */
const FILES = {
  Persons: ['person_ref,jurisdiction,language,person_kind,name,email,source,obtained_on', PERSON],
  Claims: [
    'claim_number,person_ref,creditor,ownership,product,consumer,currency,principal,interest,costs,opened_on,due_on,source,obtained_on',
    CLAIM,
  ],
} as const;

/** All at once, each in a session of its own; what fails says how somebody came. */
async function onEach(
  cases: readonly (Case | undefined)[],
  walk: (each: Case) => Promise<void>,
): Promise<void> {
  await Promise.all(
    cases.map(async (each) => {
      if (each === undefined) throw new Error('no case for this way');
      try {
        await walk(each);
      } catch (error) {
        const { by, width } = each.way;
        throw new Error(`${by} on a ${width}: ${error instanceof Error ? error.message : String(error)}`, {
          cause: error,
        });
      }
    }),
  );
}
