import { expect } from 'chai';
import { listBrakes } from '../../../data/stores/brakes.ts';
import { listDecisionsOfPerson } from '../../../data/stores/decisions.ts';
import { listStatements } from '../../../data/stores/statements.ts';
import { readPersonFile } from '../../../data/views/person-files.ts';
import type { SupportNeed } from '../../../scoring/safeguards/support-needs.ts';
import { chooseConsent } from '../../../server/actions/choose-consent.ts';
import { runPortfolio } from '../../../server/actions/run-portfolio.ts';
import { type NeedTaken, tellNeed } from '../../../server/actions/tell-need.ts';
import { NOW } from '../../data/small-portfolio.ts';
import { onEveryDatabase } from '../../data/engines.ts';
import { type Contested, setUpContested } from './contested.ts';

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
});
