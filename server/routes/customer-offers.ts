import { z } from 'zod';
import { profileOfPerson } from '../../data/profiles.ts';
import { listOffersOfPerson, type Offer } from '../../data/stores/offers.ts';
import { readPersonFile } from '../../data/views/person-files.ts';
import { findPersonOf } from '../../data/views/whose.ts';
import type { FieldError } from '../../review-ui/form.ts';
import { termsText } from '../../review-ui/offers.ts';
import { type ProposalContext, proposalPage } from '../../review-ui/pages/proposal.ts';
import { type Wording, wordingFor } from '../../review-ui/wording.ts';
import { asOf } from '../../scoring/portfolio/as-of.ts';
import { type ClaimView, claimView } from '../../scoring/portfolio/balance.ts';
import { isIsoDate } from '../../scoring/portfolio/dates.ts';
import {
  type Asked,
  isGrantedMeanwhile,
  type OfferTerms,
  offerTermsOn,
  PAUSE_REASONS,
} from '../../scoring/review/offers.ts';
import { claimOf } from '../actions/offer-agreed.ts';
import { type Proposed, proposeForEach, standingOf } from '../actions/propose-offer.ts';
import { withdrawOffer } from '../actions/withdraw-offer.ts';
import { centsOf } from '../http/amount.ts';
import { page, seeOther } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, idOf, route, type Routes } from '../http/route.ts';
import { personIdOf } from './matters.ts';
import { tooLong } from './words.ts';

type Form = ProposalContext['form'];

/** The person proposes a payment plan for a claim, asks for a pause, or takes that back. */
export function customerOfferRoutes(routes: Routes): void {
  const subject = (call: Call) => findPersonOf(call.context.db, 'claims', idOf(call));
  for (const form of ['plan', 'pause'] as const) {
    route(routes, {
      method: 'get',
      path: `/my/claims/:id/${form}`,
      allow: ['customer'],
      subject,
      handler: (call) => showForm(call, form, {}, []),
    });
  }
  route(routes, {
    method: 'post',
    path: '/my/claims/:id/offers',
    words: 'words',
    allow: ['customer'],
    subject,
    handler: sendOffer,
  });
  route(routes, {
    method: 'post',
    path: '/my/offers/:id/withdrawal',
    allow: ['customer'],
    subject: (call) => findPersonOf(call.context.db, 'offers', idOf(call)),
    handler: takeBack,
  });
}

const proposal = z.object({
  form: z.enum(['plan', 'pause']),
  monthly: z.string().max(30).catch(''),
  first: z.string().max(10).catch(''),
  reason: z.enum(PAUSE_REASONS).catch('other'),
  all: z.string().max(10).catch(''),
  consent: z.string().max(10).catch(''),
  words: z.string().catch(''),
});
type Fields = z.output<typeof proposal>;

async function sendOffer(call: Call): Promise<void> {
  const read = proposal.safeParse(call.request.body ?? {});
  if (!read.success) throw new Problem('invalid');
  const { form, ...typed } = read.data;
  const asked = askedIn(read.data);
  const terms = await termsNow(call);
  const wrong = [
    ...tooLong(call, typed.words),
    ...('errors' in asked ? asked.errors.map((key) => errorFor(key, call, terms)) : []),
  ];
  if ('errors' in asked || wrong.length > 0) return showForm(call, form, typed, wrong);
  const others = typed.all === 'yes' && form === 'pause' ? await otherClaims(call) : [];
  const proposed = await proposeForEach(call.context, [idOf(call), ...others], {
    asked,
    words: typed.words,
    consentIn: typed.consent === 'yes' ? call.language : null,
  });
  const [taken] = proposed;
  if (taken?.kind === 'refused') {
    if (taken.because.includes('no_claim')) throw new Problem('not_found');
    return showForm(
      call,
      form,
      typed,
      taken.because.map((because) => errorFor(because, call, terms)),
    );
  }
  seeOther(call, '/my', { kind: 'done', text: doneText(proposed, wordingFor(call.language)) });
}

/** The person's other claims of which something is owed and nothing is asked yet. */
async function otherClaims(call: Call): Promise<readonly number[]> {
  const { db, vault, today } = call.context;
  const personId = personIdOf(call);
  const file = await readPersonFile(db, personId);
  if (file === null) return [];
  const known = asOf(file, today);
  const open = new Set(
    (await listOffersOfPerson(db, vault, personId))
      .filter(({ state }) => state === 'asked')
      .map(({ claimId }) => claimId),
  );
  return known.claims
    .filter(
      (claim) => claim.personId === personId && claim.claimId !== idOf(call) && !open.has(claim.claimId),
    )
    .filter((claim) => {
      const { closed, totalCents } = claimView(known, claim, today).balance;
      return closed === null && totalCents > 0;
    })
    .map(({ claimId }) => claimId);
}

/** What the controller of these data accepts without a person, today. */
async function termsNow({ context: { db, today }, actor }: Call): Promise<OfferTerms> {
  const person = actor.kind === 'customer' ? actor.personId : 0;
  return offerTermsOn(today, (await profileOfPerson(db, person))?.offers ?? []);
}

/** The form as what is asked, or which of its fields cannot be read. */
function askedIn(fields: Fields): Asked | { readonly errors: readonly Wrong[] } {
  if (fields.form === 'pause') return { kind: 'pause', reason: fields.reason };
  const cents = centsOf(fields.monthly);
  const isDay = isIsoDate(fields.first);
  if (cents !== null && isDay) return { kind: 'plan', instalmentCents: cents, firstDueOn: fields.first };
  return {
    errors: [...(cents === null ? (['no_amount'] as const) : []), ...(isDay ? [] : (['no_day'] as const))],
  };
}

type Wrong = Extract<Proposed, { kind: 'refused' }>['because'][number] | 'no_day';

/** Where on the form it is mended. */
const FIELD_OF: Partial<Record<Wrong, string>> = {
  no_amount: 'monthly',
  more_than_owed: 'monthly',
  too_small: 'monthly',
  first_passed: 'first',
  first_too_late: 'first',
  no_day: 'first',
};

function errorFor(wrong: Wrong, { language }: Call, terms: OfferTerms): FieldError {
  const { t, money, number } = wordingFor(language);
  const text = t(`proposal.wrong.${wrong}`, {
    least: money(terms.instalmentAtLeastCents),
    days: number(terms.firstWithinDays),
  });
  return { field: FIELD_OF[wrong] ?? 'words', text };
}

/** What came of each, those agreed at once first; and that the words were left out, where they were. */
function doneText(proposed: readonly Proposed[], { t, dateOn }: Wording): string {
  const agreed = proposed.flatMap((each) => (each.kind === 'accepted' ? [each] : []));
  const asked = proposed.flatMap((each) => (each.kind === 'asked' ? [each] : []));
  const [first] = agreed;
  const latest = asked
    .map(({ dueOn }) => dueOn)
    .sort()
    .at(-1);
  const wordsLost = [...agreed, ...asked].some(({ wordsKept }) => !wordsKept);
  return [
    ...(first === undefined ? [] : [t(`proposal.done.${first.terms.kind}`)]),
    ...(latest === undefined ? [] : [t('proposal.done.asked', { date: dateOn(latest) })]),
    ...(wordsLost ? [t('proposal.done.withoutWords')] : []),
  ].join(' ');
}

async function showForm(
  call: Call,
  form: Form,
  values: Readonly<Record<string, string>>,
  errors: readonly FieldError[],
): Promise<void> {
  const { db, vault, today } = call.context;
  const personId = personIdOf(call);
  const claimId = idOf(call);
  const view = await claimOf(call.context, { personId, claimId }, today);
  if (view === null) throw new Problem('not_found');
  const wording = wordingFor(call.language);
  const offers = (await listOffersOfPerson(db, vault, personId)).filter((each) => each.claimId === claimId);
  page(
    call,
    proposalPage,
    presentProposal(
      form,
      view,
      offers,
      { values, errors, today, others: (await otherClaims(call)).length },
      await termsNow(call),
      wording,
    ),
    errors.length === 0 ? 200 : 422,
  );
}

function presentProposal(
  form: Form,
  view: ClaimView,
  offers: readonly Offer[],
  typed: Pick<ProposalContext, 'values' | 'errors' | 'today' | 'others'>,
  terms: OfferTerms,
  wording: Wording,
): ProposalContext {
  const { t, money, date, dateOn } = wording;
  const { claim, balance } = view;
  const open = offers.find(({ state }) => state === 'asked');
  const counselling = { kind: 'pause', reason: 'debt_counselling' } as const;
  const isGranted = isGrantedMeanwhile(counselling, standingOf(view, offers), typed.today, terms);
  return {
    ...typed,
    form,
    claimId: claim.claimId,
    claim: t('proposal.claim', { number: claim.claimNumber, creditor: claim.creditor }),
    payable: balance.closed === null && balance.totalCents > 0,
    owed: t('customer.plan.owed', { amount: money(balance.totalCents, claim.currency) }),
    terms: termsSentence(form, terms, wording),
    open:
      open === undefined
        ? null
        : {
            offerId: open.offerId,
            text: termsText(open.terms, claim.currency, wording),
            due: t('proposal.open.due', { date: dateOn(open.dueOn) }),
          },
    // A form that comes back with what was typed is whole.
    reasons:
      open !== undefined && isGranted
        ? [counselling.reason]
        : open === undefined || typed.errors.length > 0
          ? PAUSE_REASONS
          : [],
    earlier: offers
      .filter(({ state }) => state !== 'asked')
      .map((offer) => ({
        text: termsText(offer.terms, claim.currency, wording),
        state: t(`proposal.state.${offer.state}`),
        date: date(offer.askedAt.slice(0, 10)),
      })),
  };
}

/** What is accepted at once; where a person decides everything, the form promises nothing else. */
function termsSentence(form: Form, terms: OfferTerms, { t, number }: Wording): string {
  if (form === 'plan') {
    return terms.acceptedInstalments === 0
      ? t('proposal.plan.people', { days: number(terms.answerDays) })
      : t('proposal.plan.terms', { instalments: number(terms.acceptedInstalments) });
  }
  const days = number(terms.pauseDays);
  return terms.acceptedPausesAYear === 0
    ? t('proposal.pause.people', { days })
    : t('proposal.pause.terms', { days });
}

async function takeBack(call: Call): Promise<void> {
  const { t } = wordingFor(call.language);
  const taken = await withdrawOffer(call.context, { offerId: idOf(call) });
  if (taken.kind === 'refused' && taken.because === 'no_offer') throw new Problem('not_found');
  seeOther(call, '/my', {
    kind: taken.kind === 'withdrawn' ? 'done' : 'refused',
    text: t(taken.kind === 'withdrawn' ? 'proposal.done.withdrawn' : 'proposal.done.answered'),
  });
}
