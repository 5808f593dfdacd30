import { z } from 'zod';
import { findOffer, listOpenOffers, type Offer } from '../../data/stores/offers.ts';
import type { FieldError } from '../../review-ui/form.ts';
import { termsText } from '../../review-ui/offers.ts';
import { offerPage } from '../../review-ui/pages/offer.ts';
import { offersPage } from '../../review-ui/pages/offers.ts';
import type { Table } from '../../review-ui/table.ts';
import { type Wording, wordingFor } from '../../review-ui/wording.ts';
import { answerOffer } from '../actions/answer-offer.ts';
import { claimOf } from '../actions/offer-agreed.ts';
import { sawListed } from '../http/looks-at.ts';
import { page, seeOther } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, idOf, route, type Routes } from '../http/route.ts';
import { looksAtRowOf } from './looks-at.ts';
import { leftCell } from './reviews.ts';
import { tooLong } from './words.ts';

const LISTED_AT_MOST = 200;

/** Plans and pauses that people asked for, and the answers of staff. */
export function offerRoutes(routes: Routes): void {
  route(routes, {
    method: 'get',
    path: '/offers',
    looksAt: 'listed',
    allow: ['planner', 'officer'],
    handler: showOpen,
  });
  route(routes, {
    method: 'get',
    path: '/offers/:id',
    allow: ['planner', 'officer'],
    looksAt: looksAtRowOf('offers', 'statement'),
    handler: (call) => showOffer(call, '', []),
  });
  route(routes, {
    method: 'post',
    path: '/offers/:id/answers',
    allow: ['planner', 'officer'],
    handler: giveAnswer,
  });
}

async function showOpen(call: Call): Promise<void> {
  const { db, vault, today } = call.context;
  const wording = wordingFor(call.language);
  const open = await listOpenOffers(db, vault, LISTED_AT_MOST);
  await sawListed(call, open);
  page(call, offersPage, { table: openTable(open, today, wording) });
}

/** Without a name or a word of the person: who that is stands one click further, where the look is kept. */
function openTable(offers: readonly Offer[], today: string, wording: Wording): Table {
  const { t, date } = wording;
  return {
    caption: t('offers.caption'),
    columns: (['offer', 'kind', 'due', 'left', 'asked'] as const).map((name) => ({
      label: t(`offers.column.${name}`),
      kind: 'text',
    })),
    rows: offers.map(({ offerId, terms, dueOn, askedAt }) => ({
      key: true,
      cells: [
        { text: t('offers.number', { number: offerId }), href: `/offers/${offerId}` },
        t(`offers.kind.${terms.kind}`),
        date(dueOn),
        leftCell(dueOn, today, wording),
        date(askedAt.slice(0, 10)),
      ],
    })),
    empty: t('offers.none'),
    narrow: 'cards',
  };
}

async function showOffer(call: Call, reasons: string, errors: readonly FieldError[]): Promise<void> {
  const { db, vault, today } = call.context;
  const offer = await findOffer(db, vault, idOf(call));
  if (offer === null) throw new Problem('not_found');
  const wording = wordingFor(call.language);
  const { t, money, date } = wording;
  const view = await claimOf(call.context, offer, today);
  const currency = view?.claim.currency ?? 'EUR';
  const { terms } = offer;
  page(
    call,
    offerPage,
    {
      offerId: offer.offerId,
      title: t('offers.number', { number: offer.offerId }),
      facts: [
        ...(view === null
          ? []
          : [
              { name: t('offers.fact.claim'), value: `${view.claim.claimNumber} · ${view.claim.creditor}` },
              { name: t('offers.fact.owed'), value: money(view.balance.totalCents, currency) },
            ]),
        { name: t('offers.fact.terms'), value: termsText(terms, currency, wording) },
        ...(terms.kind === 'pause'
          ? [{ name: t('offers.fact.reason'), value: t(`proposal.reason.${terms.reason}`) }]
          : []),
        { name: t('offers.fact.state'), value: t(`proposal.state.${offer.state}`) },
        { name: t('offers.fact.due'), value: date(offer.dueOn) },
      ],
      words: offer.words,
      given: offer.reasons,
      mayAnswer: offer.state === 'asked',
      reasons,
      errors,
    },
    errors.length === 0 ? 200 : 422,
  );
}

const answerForm = z.object({
  outcome: z.enum(['accepted', 'refused']),
  reasons: z.string().catch(''),
});

async function giveAnswer(call: Call): Promise<void> {
  const read = answerForm.safeParse(call.request.body ?? {});
  if (!read.success) throw new Problem('invalid');
  const { t } = wordingFor(call.language);
  const { reasons } = read.data;
  const long = tooLong(call, reasons, 'reasons');
  if (long.length > 0) return showOffer(call, reasons, long);
  const taken = await answerOffer(call.context, { offerId: idOf(call), ...read.data });
  if (taken.kind === 'answered') return seeOther(call, '/offers', { kind: 'done', text: t('offers.done') });
  switch (taken.because) {
    case 'no_reasons':
      return showOffer(call, reasons, [{ field: 'reasons', text: t('offers.noReasons') }]);
    case 'answered_before':
      return seeOther(call, `/offers/${idOf(call)}`, { kind: 'refused', text: t('offers.answeredBefore') });
    case 'not_allowed':
      throw new Problem('forbidden');
    case 'no_offer':
      throw new Problem('not_found');
  }
}
