import { z } from 'zod';
import type { LawAgainst } from '../../scoring/decision/laws-against.ts';
import { isMeasure } from '../../scoring/policy/measures.ts';
import { policyText } from '../../scoring/policy/policy-text.ts';
import type { FieldError } from '../../review-ui/form.ts';
import type { Message } from '../../review-ui/page.ts';
import { type Wording, wordingFor } from '../../review-ui/wording.ts';
import type { Verdict } from '../../scoring/review/review.ts';
import { listStaff } from '../../data/stores/staff.ts';
import { findReview } from '../../data/stores/reviews.ts';
import { castVote } from '../actions/cast-vote.ts';
import { closeReview } from '../actions/close-review.ts';
import { declareConflict } from '../actions/declare-conflict.ts';
import { extendReview } from '../actions/extend-review.ts';
import { openReview, type ReviewOpened } from '../actions/open-review.ts';
import { prepareReview } from '../actions/prepare-review.ts';
import { showScore } from '../actions/show-score.ts';
import { centsOf } from '../http/amount.ts';
import { seeOther } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, idOf, route, type Routes } from '../http/route.ts';
import { printMinutes } from './review-minutes.ts';
import { showReviewCase } from './review-case.ts';
import { tooLong } from './words.ts';

/** What people do with a review: prepare it, vote, step down, close. */
export function reviewActRoutes(routes: Routes): void {
  route(routes, { method: 'post', path: '/reviews/:id/preparation', allow: ['officer'], handler: prepare });
  route(routes, {
    method: 'post',
    path: '/reviews/:id/score-views',
    allow: ['member', 'chair'],
    handler: uncover,
  });
  route(routes, { method: 'post', path: '/reviews/:id/votes', allow: ['member', 'chair'], handler: vote });
  route(routes, {
    method: 'post',
    path: '/reviews/:id/conflicts',
    allow: ['member', 'chair'],
    handler: stepDown,
  });
  route(routes, {
    method: 'post',
    path: '/reviews/:id/extensions',
    allow: ['officer', 'chair'],
    handler: extend,
  });
  route(routes, { method: 'post', path: '/reviews/:id/closing', allow: ['member', 'chair'], handler: close });
}

const note = z.object({ note: z.string().catch('') });

/** The file is ready: it goes before the committee at once. One prepared before, which could not open then, only opens. */
async function prepare(call: Call): Promise<void> {
  const wording = wordingFor(call.language);
  const reviewId = idOf(call);
  const review = await findReview(call.context.db, reviewId);
  if (review === null) throw new Problem('not_found');
  if (review.state === 'requested') {
    const file = note.parse(call.request.body ?? {});
    const long = tooLong(call, file.note, 'note');
    if (long.length > 0) return showReviewCase(call, file, long);
    const prepared = await prepareReview(call.context, { reviewId, ...file });
    if (prepared.kind === 'refused') return back(call, refusal(prepared.because, wording));
  }
  const opened = await openReview(call.context, { reviewId });
  if (opened.kind === 'refused') {
    const { because } = opened;
    return back(
      call,
      because === 'too_few' ? await tooFew(call, opened, wording) : refusal(because, wording),
    );
  }
  back(call, { kind: 'done', text: wording.t('staff.case.prepared') });
}

/** Who of the committee is left out and why: only then can the right person be appointed. */
async function tooFew(
  { context }: Call,
  { fit, needed, leftOut }: Extract<ReviewOpened, { because: 'too_few' }>,
  { t, has }: Wording,
): Promise<Message> {
  const names = new Map((await listStaff(context.db)).map((each) => [each.staffId, each.displayName]));
  const left = leftOut.map(({ staffId, because }) => {
    const conflict = `staff.case.mayNot.${because}`;
    const why = t(has(conflict) ? conflict : `committee.unfit.${because}`);
    return `${names.get(staffId) ?? staffId} (${why})`;
  });
  return {
    kind: 'refused',
    text: [
      t('committee.tooFew', { needed, fit }),
      ...(left.length === 0 ? [] : [t('committee.leftOut', { names: left.join(', ') })]),
      t('committee.appointMore'),
    ].join(' '),
  };
}

const firstImpression = z.object({ impression: z.string().catch('') });

async function uncover(call: Call): Promise<void> {
  const wording = wordingFor(call.language);
  const form = firstImpression.parse(call.request.body ?? {});
  const long = tooLong(call, form.impression, 'impression');
  if (long.length > 0) return showReviewCase(call, form, long);
  const shown = await showScore(call.context, { reviewId: idOf(call), ...form });
  if (shown.kind === 'refused') return back(call, refusal(shown.because, wording));
  back(call, { kind: 'done', text: wording.t('preparation.shown') });
}

const ballot = z.object({
  verdict: z.enum(['uphold', 'change', 'send_back']),
  amount: z.string().max(30).catch(''),
  term: z.string().max(5).catch(''),
  measure: z.string().max(60).catch(''),
  missing: z.string().catch(''),
  reasons: z.string().catch(''),
});
type Ballot = z.output<typeof ballot>;

async function vote(call: Call): Promise<void> {
  const read = ballot.safeParse(call.request.body ?? {});
  if (!read.success) throw new Problem('invalid');
  const wording = wordingFor(call.language);
  const { t } = wording;
  const long = [
    ...tooLong(call, read.data.reasons, 'reasons'),
    ...tooLong(call, read.data.missing, 'missing'),
  ];
  if (long.length > 0) return showReviewCase(call, read.data, long);
  const verdict = verdictFrom(read.data);
  if (verdict === null) {
    return showReviewCase(call, read.data, [{ field: 'amount', text: `${t('staff.case.refused.amount')}.` }]);
  }
  const cast = await castVote(call.context, { reviewId: idOf(call), verdict, reasons: read.data.reasons });
  if (cast.kind === 'cast') return back(call, { kind: 'done', text: t('staff.case.castDone') });
  if (cast.because === 'no_review') throw new Problem('not_found');
  if (cast.because === 'unlawful_credit') {
    return showReviewCase(
      call,
      read.data,
      cast.laws.map((law) => ({ field: 'amount', text: lawWords(law, wording) })),
    );
  }
  const field = FIELD_OF[cast.because];
  if (field === undefined) return back(call, refusal(cast.because, wording));
  const errors: readonly FieldError[] = [{ field, text: `${t(`staff.case.refused.${cast.because}`)}.` }];
  return showReviewCase(call, read.data, errors);
}

/** The rule and where it stands, and what would be within it: whoever finds the records wrong sends the file back. */
function lawWords({ rule, mostCents }: LawAgainst, { language, t, money }: Wording): string {
  const law = { rule: policyText(rule.text, language), citation: rule.citation ?? rule.id };
  return mostCents === null
    ? t('staff.case.refused.forbidden', law)
    : t('staff.case.refused.overLimit', { ...law, most: money(mostCents) });
}

/** Refusals that the voter can mend in the form; the others end the attempt. */
const FIELD_OF: Readonly<Record<string, string>> = {
  no_reasons: 'reasons',
  nothing_missing_named: 'missing',
  no_change: 'verdict-change',
  wrong_kind: 'verdict-change',
  worse_for_person: 'verdict-change',
  more_than_asked: 'amount',
  unlawful: 'verdict-change',
};

/** Null: the form says "approve" without a plain amount and term. */
function verdictFrom(fields: Ballot): Verdict | null {
  switch (fields.verdict) {
    case 'uphold':
      return { kind: 'uphold' };
    case 'send_back':
      return { kind: 'send_back', missing: fields.missing };
    case 'change': {
      if (isMeasure(fields.measure))
        return { kind: 'change', to: { kind: 'measure', measure: fields.measure } };
      const amountCents = centsOf(fields.amount);
      const termMonths = /^\d{1,3}$/.test(fields.term.trim()) ? Number(fields.term) : 0;
      if (amountCents === null || amountCents <= 0 || termMonths <= 0) return null;
      return { kind: 'change', to: { kind: 'approve', amountCents, termMonths } };
    }
  }
}

const conflict = z.object({ reason: z.string().catch('') });

async function stepDown(call: Call): Promise<void> {
  const wording = wordingFor(call.language);
  const { reason } = conflict.parse(call.request.body ?? {});
  const long = tooLong(call, reason, 'reason');
  if (long.length > 0) return showReviewCase(call, { reason }, long);
  const declared = await declareConflict(call.context, { reviewId: idOf(call), reason });
  if (declared.kind === 'refused') return back(call, refusal(declared.because, wording));
  back(call, { kind: 'done', text: wording.t('staff.case.conflictDone') });
}

const extension = z.object({ extension: z.string().catch('') });

async function extend(call: Call): Promise<void> {
  const wording = wordingFor(call.language);
  const { extension: reason } = extension.parse(call.request.body ?? {});
  const long = tooLong(call, reason, 'extension');
  if (long.length > 0) return showReviewCase(call, { extension: reason }, long);
  const extended = await extendReview(call.context, { reviewId: idOf(call), reason });
  if (extended.kind === 'refused') return back(call, refusal(extended.because, wording));
  back(call, {
    kind: 'done',
    text: wording.t('staff.case.extendDone', { date: wording.date(extended.dueOn) }),
  });
}

async function close(call: Call): Promise<void> {
  const wording = wordingFor(call.language);
  const { t } = wording;
  const closed = await closeReview(call.context, { reviewId: idOf(call) });
  switch (closed.kind) {
    case 'refused':
      return back(call, refusal(closed.because, wording));
    case 'no_quorum':
      return back(call, refusal('no_quorum', wording));
    case 'sent_back':
      return back(call, {
        kind: 'wait',
        text: t('staff.case.sentBack', { missing: closed.missing.join('; ') }),
      });
    case 'upheld':
    case 'changed':
      await printMinutes(call.context, idOf(call));
      return back(call, {
        kind: 'done',
        text: t('staff.case.closed', { verdict: t(`staff.case.verdictKind.${closed.kind}`) }),
      });
  }
}

function back(call: Call, message: Message): void {
  seeOther(call, `/reviews/${idOf(call)}`, message);
}

function refusal(because: string, { t, has }: Wording): Message {
  if (because === 'no_review') throw new Problem('not_found');
  const key = `staff.case.refused.${because}`;
  return {
    kind: 'refused',
    text: t('staff.case.refused.generic', { why: t(has(key) ? key : 'staff.case.refused.unknown') }),
  };
}
