import { expect } from 'chai';
import { listNeeds } from '../../../data/stores/support-needs.ts';
import { listBrakes } from '../../../data/stores/brakes.ts';
import { listDecisionsOfPerson } from '../../../data/stores/decisions.ts';
import { listStatements } from '../../../data/stores/statements.ts';
import { listCases } from '../../../data/views/cases.ts';
import { listDueItems } from '../../../data/views/deadlines.ts';
import { readPersonFile } from '../../../data/views/person-files.ts';
import { addDays } from '../../../scoring/portfolio/dates.ts';
import type { SupportNeed } from '../../../scoring/safeguards/support-needs.ts';
import { chooseConsent } from '../../../server/actions/choose-consent.ts';
import { enterNeed, type NeedEntered } from '../../../server/actions/enter-need.ts';
import { exportCases } from '../../../server/actions/export-cases.ts';
import { releaseMeasures } from '../../../server/actions/release-measures.ts';
import { requestReview } from '../../../server/actions/request-review.ts';
import { reviewNeed } from '../../../server/actions/review-need.ts';
import { runPortfolio } from '../../../server/actions/run-portfolio.ts';
import { type NeedTaken, tellNeed } from '../../../server/actions/tell-need.ts';
import { watchNeeds } from '../../../server/actions/watch-needs.ts';
import { NOW } from '../../data/small-portfolio.ts';
import { onEveryDatabase } from '../../data/engines.ts';
import { type Contested, recommend, setUpContested } from './contested.ts';

const TODAY = NOW.slice(0, 10);
const RELIEF = ['no_action', 'debt_advice', 'pause', 'instalment_reduction', 'extension', 'plan_offer'];

function tell(
  at: Contested,
  told: { readonly need?: SupportNeed; readonly note?: string; readonly agreed?: boolean } = {},
  actor = at.customer,
): Promise<NeedTaken> {
  return tellNeed(at.as(actor), {
    ...{ decisionId: at.declined, need: 'more_time', note: '', agreed: true, language: 'fi', ...told },
  });
}

async function wordsOf(at: Contested): Promise<readonly (readonly [string, string])[]> {
  const said = await listStatements(at.db, at.vault, { personId: at.personId });
  return said.map(({ kind, text }) => [kind, text] as const);
}

/** What the next run makes of the person's claim. */
async function nextMeasure(at: Contested, day: string): Promise<string | null> {
  const context = { ...at.as({ kind: 'system' }), now: `${day}T10:00:00.000Z`, today: day };
  const ran = await runPortfolio(context, { portfolio: 'small', policy: 'collection-ee', asOf: day });
  if (ran.kind === 'refused') throw new Error(ran.reason);
  const made = await listDecisionsOfPerson(at.db, at.personId);
  return made.find(({ run_id }) => run_id === ran.run)?.measure ?? null;
}

onEveryDatabase('a need that a person tells', (check) => {
  const told = (title: string, work: (at: Contested) => Promise<void>): void =>
    void check(title, async ({ db, vault }) => work(await setUpContested(db, vault)));

  told(
    'is kept with the consent to it, and relaxes the next decision until it is asked after anew',
    async (at) => {
      const before = await nextMeasure(at, TODAY);
      expect(before).to.be.a('string').and.not.be.oneOf(RELIEF);
      expect(await tell(at)).to.deep.equal({ kind: 'taken', note: 'none' });
      expect(await listBrakes(at.db, at.personId, TODAY)).to.have.length(1);
      expect((await listBrakes(at.db, at.personId, TODAY))[0]).to.include({
        kind: 'hardship',
        from: TODAY,
        to: '2026-09-02',
      });
      expect(await listBrakes(at.db, at.personId, '2026-09-02')).to.deep.equal([]);
      expect(
        await at.db('consent_choices').select('purpose', 'choice', 'wording_version', 'language'),
      ).to.deep.equal([{ purpose: 'support_need', choice: 'given', wording_version: 1, language: 'fi' }]);
      expect(await wordsOf(at)).to.deep.equal([['support', 'more_time']]);
      expect(RELIEF).to.include(await nextMeasure(at, '2026-03-03'));
      // Taken back: hardship ends the same day, and the next decision hears nothing of it.
      await chooseConsent(at.as(at.customer), {
        purpose: 'support_need',
        choice: 'withdrawn',
        language: 'fi',
      });
      expect(await listBrakes(at.db, at.personId, TODAY)).to.deep.equal([]);
      expect((await readPersonFile(at.db, at.personId))?.restrictions[0]?.to).to.equal(TODAY);
      expect(await nextMeasure(at, '2026-03-04')).to.equal(before);
    },
  );

  told('without the tick, and told by anybody else, leaves nothing behind', async (at) => {
    expect(await tell(at, { agreed: false, note: 'A hard time.' })).to.include({ because: 'not_agreed' });
    for (const actor of [at.officer, { kind: 'customer', personId: at.otherPersonId } as const]) {
      expect(await tell(at, {}, actor)).to.include({ because: 'not_allowed' });
    }
    expect(await wordsOf(at)).to.deep.equal([]);
    expect(await at.db('consent_choices')).to.deep.equal([]);
    expect(await at.db('restrictions')).to.deep.equal([]);
  });

  told('about how we talk is kept, and is no hardship', async (at) => {
    await tell(at, { need: 'no_calls' });
    expect(await wordsOf(at)).to.deep.equal([['support', 'no_calls']]);
    expect(await at.db('restrictions')).to.deep.equal([]);
  });

  told('keeps what is written beside it only where the controller may hold such words', async (at) => {
    await at.db('portfolios').update({ profile: 'retail-credit-ee' });
    expect(await tell(at, { note: 'I was ill.' })).to.deep.equal({ kind: 'taken', note: 'not_kept' });
    expect(await wordsOf(at)).to.deep.equal([['support', 'more_time']]);
    for (const profile of ['debt-collector-fi', null]) {
      await at.db('portfolios').update({ profile });
      expect(await tell(at, { note: `Later, ${profile}.` })).to.deep.equal({ kind: 'taken', note: 'kept' });
    }
    expect((await wordsOf(at)).map(([kind]) => kind).sort()).to.deep.equal([
      'new_fact',
      'new_fact',
      'support',
      'support',
      'support',
    ]);
  });

  told(
    'keeps us from calling: the call goes as a letter where the controller has one, and waits otherwise',
    async (at) => {
      const call = await recommend(at, 'call');
      await tell(at, { need: 'no_calls' });
      const planner = { kind: 'staff', staffId: 1, roles: ['planner'] } as const;
      const release = () => releaseMeasures(at.as(planner), { filter: {}, decisionIds: [call] });
      const held = await release();
      expect(held.released).to.deep.equal([]);
      expect([...held.refused]).to.deep.equal([['held_back', 1]]);
      expect(await trailOf(at, 'measures.held_back')).to.deep.equal([
        { held: [{ decision: call, measure: 'call', because: 'no_calls' }] },
      ]);
      await at.db('portfolios').update({ profile: 'debt-collector-ee' });
      const changed = await release();
      expect(changed).to.deep.include({ released: [call], changed: [call] });
      expect(await at.db('measures_taken').pluck('measure')).to.deep.equal(['plan_offer']);
      expect(await at.db('releases').first('measure', 'because')).to.deep.equal({
        measure: 'plan_offer',
        because: 'no_calls',
      });
      const [row] = await listCases(at.db, { decisionId: call }, PAGE);
      expect(row).to.include({ measure: 'call', instead: 'plan_offer', release: 'released' });
    },
  );

  told('told after a call was released keeps the call out of every list that is given out', async (at) => {
    const call = await recommend(at, 'call');
    const planner = { kind: 'staff', staffId: 1, roles: ['planner'] } as const;
    await releaseMeasures(at.as(planner), { filter: {}, decisionIds: [call] });
    const given = async () => {
      const exported = await exportCases(at.as(planner), { decisionId: call }, 'csv', async () => undefined);
      if (exported.kind !== 'csv') throw new Error(exported.kind);
      const lines: string[] = [];
      for await (const line of exported.lines) lines.push(line);
      return lines.join('');
    };
    expect(await given()).to.contain('call');
    await tell(at, { need: 'written_only' });
    expect(await given())
      .to.contain('written_only')
      .and.not.to.contain('call');
  });

  told('is entered by staff only with consent and how it was given, and ends with it', async (at) => {
    const entered: NeedEntered = {
      personId: at.personId,
      need: 'more_time',
      channel: 'phone',
      language: 'et',
      agreed: true,
      basis: 'Kõne 2. märtsil kell 10.',
    };
    const enter = (more: Partial<NeedEntered> = {}, actor = at.officer) =>
      enterNeed(at.as(actor), { ...entered, ...more });
    expect(await enter({ agreed: false })).to.include({ because: 'not_agreed' });
    expect(await enter({ basis: ' ' })).to.include({ because: 'no_basis' });
    expect(await enter({}, at.customer)).to.include({ because: 'not_allowed' });
    expect(await enter({ personId: 9_999 })).to.include({ because: 'no_person' });
    expect(await at.db('support_needs')).to.deep.equal([]);
    expect((await enter()).kind).to.equal('entered');
    const [need] = await listNeeds(at.db, at.vault, at.personId, TODAY);
    expect(need).to.include({ need: 'more_time', channel: 'phone', basis: entered.basis });
    expect(await at.db('consent_choices').select('channel', 'language', 'choice')).to.deep.equal([
      { channel: 'phone', language: 'et', choice: 'given' },
    ]);
    expect(await listBrakes(at.db, at.personId, TODAY)).to.have.length(1);
    await chooseConsent(at.as(at.customer), { purpose: 'support_need', choice: 'withdrawn', language: 'et' });
    expect(await listNeeds(at.db, at.vault, at.personId, TODAY)).to.deep.equal([]);
    expect(await at.db('support_needs').first('ended', 'basis_sealed')).to.deep.equal({
      ended: 'withdrawn',
      basis_sealed: null,
    });
  });

  told('is forgotten with its words when the consent is taken back; what a review has stays', async (at) => {
    await tell(at, { note: 'Olin haiglas.' });
    await chooseConsent(at.as(at.customer), { purpose: 'support_need', choice: 'withdrawn', language: 'et' });
    expect(await wordsOf(at)).to.deep.equal([]);
    await requestReview(at.as(at.customer), { decisionId: at.declined, statement: '' });
    await tell(at, { note: 'Olin haiglas.' });
    await chooseConsent(at.as(at.customer), { purpose: 'support_need', choice: 'withdrawn', language: 'et' });
    expect((await wordsOf(at)).map(([kind]) => kind)).to.include('new_fact');
  });

  told(
    'is asked after on its day: staff are reminded once a level, and it stays until somebody has asked',
    async (at) => {
      await tell(at, { need: 'no_calls' });
      const [need] = await listNeeds(at.db, at.vault, at.personId, TODAY);
      const { needId = 0, reviewOn = '' } = need ?? {};
      const on = (day: string) => watchNeeds(at.as({ kind: 'system' }, `${day}T06:00:00.000Z`));
      expect(await on(addDays(reviewOn, -29))).to.deep.equal({ soon: 0, late: 0, reminded: 0 });
      expect(await on(addDays(reviewOn, -8))).to.include({ late: 0, reminded: 0 });
      expect(await on(addDays(reviewOn, -7))).to.deep.equal({ soon: 1, late: 0, reminded: 1 });
      expect(await on(addDays(reviewOn, -7))).to.include({ reminded: 0 });
      expect(await on(addDays(reviewOn, 1))).to.deep.equal({ soon: 0, late: 1, reminded: 3 });
      expect(await listNeeds(at.db, at.vault, at.personId, addDays(reviewOn, 40))).to.have.length(1);
      const due = await listDueItems(at.db, 10, reviewOn, ['need']);
      expect(due).to.have.length(1);
      expect(due[0]).to.include({ kind: 'need', id: needId, personId: at.personId, dueOn: reviewOn });
      const day = `${reviewOn}T09:00:00.000Z`;
      expect((await reviewNeed(at.as(at.officer, day), { needId, outcome: 'still' })).kind).to.equal(
        'reviewed',
      );
      expect(await listDueItems(at.db, 10, reviewOn, ['need'])).to.deep.equal([]);
      await reviewNeed(at.as(at.officer, day), { needId, outcome: 'over' });
      expect(await listNeeds(at.db, at.vault, at.personId, reviewOn)).to.deep.equal([]);
      expect(await reviewNeed(at.as(at.officer, day), { needId, outcome: 'still' })).to.include({
        because: 'ended_before',
      });
    },
  );
});

const PAGE = { sort: 'number', descending: false, offset: 0, limit: 10 } as const;

async function trailOf(at: Contested, action: string): Promise<readonly unknown[]> {
  const entries = await at.db('audit_entries').where({ action }).select<{ payload: Buffer }[]>('payload');
  return entries.map(({ payload }) => JSON.parse(payload.toString()) as unknown);
}
