import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openDatabase } from '../../data/database.ts';
import { portfolioOfProfile } from '../../data/sample/portfolios.ts';
import { findProfile } from '../../data/profiles.ts';
import { findDecisions } from '../../data/stores/decisions.ts';
import { listNoticesOfDecision } from '../../data/stores/notices.ts';
import { listPortfolios } from '../../data/stores/portfolios.ts';
import { Vault } from '../../data/vault.ts';
import { migrate } from '../../data/database.ts';
import { LANGUAGES } from '../../review-ui/locales/load.ts';
import { reasonWords } from '../../review-ui/reasons.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import type { ActionContext } from '../../server/actions/action.ts';
import { explainDecision } from '../../server/actions/explain-decision.ts';
import { prepareSample } from '../../server/actions/prepare-sample.ts';
import { policyOfDecision } from '../../server/actions/review-case.ts';
import { requestReview } from '../../server/actions/request-review.ts';
import { TEST_MASTER_KEY } from '../data/temp-database.ts';

const NOW = '2026-11-02T09:00:00.000Z';

/** A retailer that decides by a bureau's rating, from its sample to a review. */
describe('a controller that runs by itself', function () {
  this.timeout(120_000);
  let home: string;
  let context: ActionContext;

  before(async () => {
    home = mkdtempSync(join(tmpdir(), 'recourse-profile-'));
    const db = openDatabase(`sqlite:${join(home, 'recourse.sqlite')}`);
    await migrate(db);
    const vault = new Vault(TEST_MASTER_KEY);
    context = { db, vault, now: NOW, today: NOW.slice(0, 10), actor: { kind: 'system' } };
    const profile = await findProfile('retail-credit-ee');
    await prepareSample(context, {
      persons: 250,
      only: portfolioOfProfile(profile!),
      home,
      progress: () => undefined,
    });
  });
  after(async () => {
    await context.db.destroy();
    rmSync(home, { recursive: true, force: true });
  });

  const declinedByRating = async () => {
    const ids = (await context.db('decisions').where({ outcome_kind: 'decline' }).pluck('id')) as number[];
    const decisions = await findDecisions(context.db, context.vault, ids);
    const found = decisions.find(({ decision }) =>
      decision.rules.some(({ rule, holds }) => rule === 'bureau-rating' && holds),
    );
    if (found === undefined) throw new Error('nobody was declined by the rating');
    return found;
  };

  it('has one portfolio, which follows the profile, and decides without a scorecard of its own', async () => {
    const portfolios = await listPortfolios(context.db);
    expect(portfolios.map(({ profile, controller }) => ({ profile, controller }))).to.deep.equal([
      { profile: 'retail-credit-ee', controller: 'Kütusekaubandus AS' },
    ]);
    expect(await context.db('scorecards').pluck('name')).to.deep.equal([]);
    const outcomes = (await context
      .db('decisions')
      .distinct('outcome_kind')
      .pluck('outcome_kind')) as string[];
    expect(outcomes).to.include.members(['approve', 'decline', 'refer']);
  });

  it('names the bureau, the rating, its date and the limit, and how to correct it, in every language', async () => {
    const stored = await declinedByRating();
    const explained = await explainDecision(context, stored);
    if (explained.kind !== 'explained') throw new Error(explained.kind);
    const reason = explained.explanation.reasons.find(({ code }) => code === 'R07');
    if (reason === undefined) throw new Error('no reason R07');
    const policy = await policyOfDecision(context, stored);
    for (const language of LANGUAGES) {
      const words = reasonWords(reason, { policy, currency: 'EUR' }, wordingFor(language));
      expect(words.sentence, language).to.include('Näidis Krediidibüroo');
      expect(words.sentence, language).to.match(/\b[DE]\b/);
      expect(words.sentence, language).to.match(/A, B \S+ C/);
      expect(words.from, language).to.match(/20\d\d/);
      expect(words.correct, language).to.include('krediidiburoo.example');
    }
  });

  it('tells the person the same in the letter', async () => {
    const stored = await declinedByRating();
    const [notice] = await listNoticesOfDecision(context.db, context.vault, stored.id);
    expect(notice?.text).to.include('Näidis Krediidibüroo').and.to.include('krediidiburoo.example');
  });

  it('answers a review within its own thirty days', async () => {
    const stored = await declinedByRating();
    const customer: ActionContext = { ...context, actor: { kind: 'customer', personId: stored.person_id } };
    const asked = await requestReview(customer, { decisionId: stored.id, statement: '' });
    expect(asked).to.deep.include({ kind: 'requested', dueOn: '2026-12-02' });
  });
});
