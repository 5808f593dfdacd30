import { expect } from 'chai';
import { listNoticesOfPerson } from '../../../data/stores/notices.ts';
import { listOffersOfPerson, type Offer } from '../../../data/stores/offers.ts';
import { listDueItems } from '../../../data/views/deadlines.ts';
import { readPersonFile } from '../../../data/views/person-files.ts';
import { addDays } from '../../../scoring/portfolio/dates.ts';
import type { Asked } from '../../../scoring/review/offers.ts';
import { answerOffer } from '../../../server/actions/answer-offer.ts';
import { proposeOffer } from '../../../server/actions/propose-offer.ts';
import { watchOffers } from '../../../server/actions/watch-offers.ts';
import { withdrawOffer } from '../../../server/actions/withdraw-offer.ts';
import { onEveryDatabase } from '../../data/engines.ts';
import { type Contested, setUpContested } from './contested.ts';

/** Twenty months of what is owed: a person answers it. */
const LONG: Asked = { kind: 'plan', instalmentCents: 500, firstDueOn: '2026-03-20' };

const claimOf = async ({ db, personId }: Contested): Promise<number> =>
  (await db('claims').where({ person_id: personId }).first<{ id: number }>('id')).id;

const propose = async (at: Contested, asked: Asked = LONG) =>
  proposeOffer(at.as(at.customer), {
    claimId: await claimOf(at),
    asked,
    words: 'Palk tuleb 15. kuupäeval.',
    consentIn: null,
  });

const offersOf = ({ db, vault, personId }: Contested): Promise<readonly Offer[]> =>
  listOffersOfPerson(db, vault, personId);

const onDay = (at: Contested, day: string) => watchOffers(at.as({ kind: 'system' }, `${day}T06:00:00.000Z`));

async function waiting(at: Contested): Promise<{ readonly offerId: number; readonly dueOn: string }> {
  const taken = await propose(at);
  if (taken.kind !== 'asked') throw new Error(taken.kind);
  return taken;
}

onEveryDatabase('what a person proposes', (check) => {
  const proposed = (title: string, work: (at: Contested) => Promise<void>): void =>
    void check(title, async ({ db, vault }) => work(await setUpContested(db, vault)));

  proposed('is kept with its words sealed, and read back as it was sent', async (at) => {
    const { offerId, dueOn } = await waiting(at);
    expect((await offersOf(at))[0]).to.deep.include({
      offerId,
      dueOn,
      state: 'asked',
      words: 'Palk tuleb 15. kuupäeval.',
      answeredAt: null,
    });
    const [row] = await at.db('offers').select<{ words_sealed: Buffer }[]>('words_sealed');
    expect(Buffer.from(row?.words_sealed ?? []).toString('latin1')).not.to.contain('Palk');
  });

  proposed('is one at a time about a claim, also when two are sent at the same moment', async (at) => {
    const sent = await Promise.all([propose(at), propose(at)]);
    expect(sent.map(({ kind }) => kind).sort()).to.deep.equal(['asked', 'refused']);
    expect(await offersOf(at)).to.have.length(1);
  });

  proposed('is answered once, whoever comes first, and an accepted plan is a record', async (at) => {
    const { offerId } = await waiting(at);
    const answer = (outcome: 'accepted' | 'refused') =>
      answerOffer(at.as(at.officer), { offerId, outcome, reasons: 'Sobib.' });
    const answers = await Promise.all([answer('accepted'), answer('accepted')]);
    expect(answers.map(({ kind }) => kind).sort()).to.deep.equal(['answered', 'refused']);
    expect(await answer('refused')).to.deep.equal({ kind: 'refused', because: 'answered_before' });
    expect((await readPersonFile(at.db, at.personId))?.plans).to.have.length(1);
    expect((await offersOf(at))[0]).to.include({ state: 'accepted', reasons: 'Sobib.' });
  });

  proposed('is taken back by its person alone, and then no answer is wanted', async (at) => {
    const { offerId } = await waiting(at);
    const stranger = { kind: 'customer', personId: at.otherPersonId } as const;
    expect(await withdrawOffer(at.as(stranger), { offerId })).to.include({ because: 'no_offer' });
    expect((await withdrawOffer(at.as(at.customer), { offerId })).kind).to.equal('withdrawn');
    expect(await listDueItems(at.db, 10, '2026-03-02', ['offer'])).to.deep.equal([]);
  });

  proposed(
    'is watched like a review: reminders, the chair, then the administrator, each once',
    async (at) => {
      const { offerId, dueOn } = await waiting(at);
      expect(await onDay(at, addDays(dueOn, -29))).to.include({ open: 1, soon: 0 });
      expect(await onDay(at, addDays(dueOn, -8))).to.include({ open: 1, reminded: 0 });
      for (const [days, counts] of [
        [-7, { soon: 1, reminded: 1, toChair: 0, toAdmin: 0 }],
        [-7, { soon: 1, reminded: 0, toChair: 0, toAdmin: 0 }],
        [-2, { soon: 1, reminded: 1, toChair: 0, toAdmin: 0 }],
        [0, { soon: 1, reminded: 0, toChair: 1, toAdmin: 0 }],
        [1, { soon: 0, late: 1, toChair: 0, toAdmin: 1 }],
        [2, { late: 1, toAdmin: 0 }],
      ] as const) {
        expect(await onDay(at, addDays(dueOn, days)), `${days}`).to.include(counts);
      }
      const trail = await at
        .db('audit_entries')
        .where({ subject_kind: 'offer', subject_id: String(offerId) })
        .orderBy('seq')
        .pluck<string[]>('action');
      expect(trail).to.deep.equal([
        'offer.asked',
        'offer.remind',
        'offer.remind',
        'offer.remind',
        'offer.late',
      ]);
    },
  );

  proposed('that is late is told to the person once, and not when it was answered', async (at) => {
    const { offerId, dueOn } = await waiting(at);
    for (const days of [0, 1, 2, 3]) await onDay(at, addDays(dueOn, days));
    const late = (await listNoticesOfPerson(at.db, at.vault, at.personId)).filter(
      ({ kind }) => kind === 'offer_late',
    );
    expect(late).to.have.length(1);
    expect(late[0]?.text)
      .to.match(/Lubasime vastata hiljemalt 12\.\smärtsil/)
      .and.to.contain('vabandust');
    await answerOffer(at.as(at.officer), { offerId, outcome: 'refused', reasons: 'Liiga pikk.' });
    expect(await onDay(at, addDays(dueOn, 30))).to.include({ open: 0, late: 0, toAdmin: 0 });
  });

  proposed('after days without a server asks everybody who should have been', async (at) => {
    const { dueOn } = await waiting(at);
    expect(await onDay(at, addDays(dueOn, 30))).to.include({ reminded: 2, toChair: 1, toAdmin: 1 });
  });
});
