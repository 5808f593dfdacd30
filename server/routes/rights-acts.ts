import { z } from 'zod';
import { findRightsRequest, type RightsRequest } from '../../data/stores/rights-requests.ts';
import { lastLetterPage } from '../../review-ui/pages/last-letter.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import { isIsoDate } from '../../scoring/portfolio/dates.ts';
import {
  CORRECTABLE,
  type CorrectedValue,
  type Correction,
  type FieldKind,
  isCorrectable,
  readCorrection,
  readMissing,
} from '../../scoring/safeguards/corrections.ts';
import type { Decided } from '../../scoring/safeguards/decide-request.ts';
import { ERASABLE_PARTS } from '../../scoring/safeguards/erasable-parts.ts';
import { PROOF_METHODS } from '../../scoring/safeguards/identity-proof.ts';
import { isRefusal } from '../../scoring/safeguards/refusals.ts';
import { confirmErasure } from '../actions/confirm-erasure.ts';
import { decideRightsRequest } from '../actions/decide-rights-request.ts';
import { assignRequest } from '../actions/assign-request.ts';
import { extendRightsRequest, identifyRequester, tellRecipient } from '../actions/handle-rights-request.ts';
import { liftRestriction } from '../actions/lift-restriction.ts';
import { centsOf } from '../http/amount.ts';
import { page, seeOther } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, idOf, route, type Routes } from '../http/route.ts';
import { showRequest } from './rights-request.ts';
import { tooLong } from './words.ts';

/** What staff do about a request: each act answers with the page of the request. */
export function rightsActRoutes(routes: Routes): void {
  const acts: readonly (readonly [string, (call: Call) => Promise<void>])[] = [
    ['assignment', assign],
    ['identity', identify],
    ['extension', extend],
    ['decision', decide],
    ['confirmation', confirm],
    ['told', tell],
    ['lift', lift],
  ];
  for (const [act, handler] of acts) {
    route(routes, {
      method: 'post',
      path: `/rights/:id/${act}`,
      allow: ['officer', 'dpo'],
      handler: (call) => unlessTooLong(call, handler),
    });
  }
}

type Typed = Readonly<Record<string, string>>;

function typedIn(call: Call): Typed {
  const body = z.record(z.string(), z.string().catch('')).safeParse(call.request.body ?? {});
  if (!body.success) throw new Problem('invalid');
  return body.data;
}

/** Whatever was written comes back whole when it is too long, beside what is wrong with it. */
async function unlessTooLong(call: Call, act: (call: Call) => Promise<void>): Promise<void> {
  const typed = typedIn(call);
  const long = Object.entries(typed).flatMap(([field, text]) => tooLong(call, text, field));
  if (long.length === 0) return act(call);
  await requestOf(call);
  await showRequest(call, typed, long, null);
}

async function requestOf(call: Call): Promise<RightsRequest> {
  const request = await findRightsRequest(call.context.db, call.context.vault, idOf(call));
  if (request === null) throw new Problem('not_found');
  return request;
}

function done(call: Call, key: string, values: Readonly<Record<string, string>> = {}): void {
  const { t } = wordingFor(call.language);
  seeOther(call, `/rights/${idOf(call)}`, { kind: 'done', text: t(`desk.done.${key}`, values) });
}

/** A refusal comes back to the field it is about, with what was typed. */
async function refuse(
  call: Call,
  because: string,
  field: string,
  typed: Typed,
  values: Typed = {},
): Promise<void> {
  if (because === 'no_request') throw new Problem('not_found');
  const { t } = wordingFor(call.language);
  await showRequest(call, typed, [{ field, text: t(`desk.refused.${because}`, values) }], null);
}

async function identify(call: Call): Promise<void> {
  const { id: requestId } = await requestOf(call);
  const typed = typedIn(call);
  const method = PROOF_METHODS.find((each) => each === typed['method']);
  const [, earlier] = /^proof\.([1-9]\d{0,15})$/.exec(typed['method'] ?? '') ?? [];
  if (method === undefined && earlier === undefined) return refuse(call, 'wrong_proof', 'method', typed);
  const identified = await identifyRequester(
    call.context,
    method === undefined
      ? { requestId, proofId: Number(earlier) }
      : { requestId, method, passed: typed['passed'] === 'yes', note: typed['proofNote'] ?? '' },
  );
  if (identified.kind === 'refused') return refuse(call, identified.because, 'method', typed);
  if (identified.kind === 'not_passed') return done(call, 'notPassed');
  done(call, identified.answered ? 'answered' : 'identified');
}

async function assign(call: Call): Promise<void> {
  const { id: requestId } = await requestOf(call);
  const typed = typedIn(call);
  const staffId = /^[1-9]\d{0,15}$/.test(typed['holder'] ?? '') ? Number(typed['holder']) : 0;
  const assigned = await assignRequest(call.context, { requestId, staffId });
  if (assigned.kind === 'refused') return refuse(call, assigned.because, 'holder', typed);
  done(call, 'assigned', { name: assigned.name });
}

async function extend(call: Call): Promise<void> {
  const { id: requestId } = await requestOf(call);
  const typed = typedIn(call);
  const extended = await extendRightsRequest(call.context, {
    requestId,
    reason: typed['extendReason'] ?? '',
  });
  if (extended.kind === 'refused') return refuse(call, extended.because, 'extendReason', typed);
  done(call, 'extended', { date: wordingFor(call.language).dateOn(extended.dueOn) });
}

async function decide(call: Call): Promise<void> {
  const request = await requestOf(call);
  const typed = typedIn(call);
  const corrections = correctionsIn(call, request, typed);
  if (corrections.kind === 'refused') {
    const field =
      corrections.because === 'no_evidence' || corrections.because === 'not_shown'
        ? 'evidence'
        : `value_${corrections.field ?? ''}`;
    return refuse(call, corrections.because, field, typed, {
      field:
        corrections.field === undefined ? '' : wordingFor(call.language).t(`desk.field.${corrections.field}`),
    });
  }
  const decided = decidedFrom(typed, corrections.corrections);
  if (typed['preview'] === 'yes') return showRequest(call, typed, [], decided);
  const answered = await decideRightsRequest(call.context, { requestId: request.id, ...decided });
  if (answered.kind === 'refused')
    return refuse(call, answered.because, FIELD_OF[answered.because] ?? 'outcome', typed);
  done(call, answered.kind);
}

const FIELD_OF: Readonly<Record<string, string>> = {
  wrong_refusal: 'refusal',
  no_refusal: 'refusal',
  no_reason: 'reason',
  nothing_kept: 'kept',
  code_taken: 'value_personalCode',
};

function decidedFrom(typed: Typed, corrections: readonly Correction[]): Decided {
  const outcome = (['granted', 'partly', 'refused'] as const).find((each) => each === typed['outcome']);
  if (outcome === undefined) throw new Problem('invalid');
  const refusal = typed['refusal'] ?? '';
  const kept = typed['kept'] ?? '';
  const until = typed['keptUntil'] ?? '';
  return {
    outcome,
    refusal: outcome !== 'granted' && isRefusal(refusal) ? refusal : null,
    reason: typed['reason'] ?? '',
    kept:
      outcome === 'partly' && isRefusal(kept)
        ? [{ refusal: kept, until: isIsoDate(until) ? until : null }]
        : [],
    corrections: outcome === 'refused' ? [] : corrections,
    parts: outcome === 'partly' ? ERASABLE_PARTS.filter((part) => typed[`part_${part}`] === 'yes') : [],
  };
}

type CorrectionsIn =
  | { readonly kind: 'corrections'; readonly corrections: readonly Correction[] }
  | { readonly kind: 'refused'; readonly because: string; readonly field?: string };

/** The record in the form; values left empty end an open ending, the others must be there. */
function correctionsIn(call: Call, { right }: RightsRequest, typed: Typed): CorrectionsIn {
  const [list = '', number = ''] = (typed['record'] ?? '').split(' ');
  if (right !== 'rectification' || !isCorrectable(list) || typed['outcome'] === 'refused') {
    return { kind: 'corrections', corrections: [] };
  }
  const kinds: Readonly<Record<string, FieldKind>> = CORRECTABLE[list];
  const values = Object.fromEntries(
    Object.entries(kinds).map(([field, kind]): [string, CorrectedValue] => {
      const value = (typed[`value_${field}`] ?? '').trim();
      if (value === '') return [field, null];
      return [field, kind === 'cents' ? (centsOf(value) ?? Number.NaN) : value];
    }),
  );
  const read = number.startsWith('+')
    ? readMissing({
        ...{ list, claimId: Number(number.slice(1)), values },
        ...{ evidence: typed['evidence'] ?? '', today: call.context.today },
      })
    : readCorrection({
        ...{ list, recordId: Number(number), values },
        ...{ act: typed['act'] === 'remove' ? 'remove' : 'change', evidence: typed['evidence'] ?? '' },
      });
  return read.kind === 'refused' ? read : { kind: 'corrections', corrections: [read.correction] };
}

async function confirm(call: Call): Promise<void> {
  const { id: requestId } = await requestOf(call);
  const typed = typedIn(call);
  const confirmed = await confirmErasure(call.context, {
    requestId,
    agreed: typed['agreed'] === 'yes',
    note: typed['note'] ?? '',
  });
  switch (confirmed.kind) {
    case 'refused':
      return refuse(call, confirmed.because, 'note', typed);
    case 'erased':
      return page(call, lastLetterPage, { letter: confirmed.letter });
    case 'sent_back':
      return done(call, 'sentBack');
    case 'answered':
      return done(call, 'answered');
  }
}

async function tell(call: Call): Promise<void> {
  const { id: requestId } = await requestOf(call);
  const typed = typedIn(call);
  const told = await tellRecipient(call.context, { requestId, recipientId: Number(typed['recipient'] ?? 0) });
  if (told.kind === 'refused') return refuse(call, told.because, 'recipient', typed);
  done(call, 'told');
}

async function lift(call: Call): Promise<void> {
  const { personId } = await requestOf(call);
  const typed = typedIn(call);
  const lifted = await liftRestriction(call.context, {
    personId,
    restrictionId: Number(typed['restriction'] ?? 0),
  });
  if (lifted.kind === 'refused') return refuse(call, lifted.because, 'restriction', typed);
  done(call, 'lifted', { date: wordingFor(call.language).dateOn(lifted.on) });
}
