import { findDecisions, listDecisionsOfPerson } from '../../data/stores/decisions.ts';
import { listMandatesFor, listMandatesOf, type StoredMandate } from '../../data/stores/mandates.ts';
import { listReviewsOfPerson } from '../../data/stores/reviews.ts';
import { listUnheardOf } from '../../data/stores/unheard-requests.ts';
import { findPersonOf } from '../../data/views/whose.ts';
import { readController, readPersonName } from '../../data/views/identities.ts';
import { actingPage, type ActingContext } from '../../review-ui/pages/acting.ts';
import { actingMattersPage } from '../../review-ui/pages/acting-matters.ts';
import { headlineOf } from '../../review-ui/pages/customer-decision.ts';
import { myRepresentativesPage } from '../../review-ui/pages/my-representatives.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import { covers, personMayEnd, standingOf } from '../../scoring/safeguards/mandate.ts';
import { endMandate } from '../actions/end-mandate.ts';
import { policyOfDecision } from '../actions/review-case.ts';
import { page, seeOther } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, idOf, type OpenCall, route, type Routes } from '../http/route.ts';
import { takeChoice } from '../identity/arrive.ts';
import type { Choices } from '../identity/session.ts';
import { dayIn } from '../services.ts';
import { personIdOf, withinAnyMandate } from './matters.ts';

const DECISIONS_AT_MOST = 20;

/** Choosing whose file to open, what a narrow mandate covers, and who acts for oneself. */
export function actingRoutes(routes: Routes): void {
  route(routes, { method: 'get', path: '/acting', allow: 'anyone', handler: showChoice });
  route(routes, { method: 'post', path: '/acting', allow: 'anyone', handler: choose });
  route(routes, {
    method: 'get',
    path: '/acting/matters',
    allow: ['customer'],
    matter: withinAnyMandate,
    handler: showMatters,
  });
  route(routes, { method: 'get', path: '/my/representatives', allow: ['customer'], handler: showMine });
  route(routes, {
    method: 'post',
    path: '/my/mandates/:id/end',
    allow: ['customer'],
    subject: (call) => findPersonOf(call.context.db, 'mandates', idOf(call)),
    matter: withinAnyMandate,
    handler: end,
  });
}

async function showChoice(call: OpenCall): Promise<void> {
  const { choices } = call.request.session;
  if (choices === undefined) return seeOther(call, '/');
  page(call, actingPage, await choiceContext(call, choices));
}

async function choiceContext(call: OpenCall, choices: Choices): Promise<ActingContext> {
  const { db, vault } = call.services;
  const { t, date } = wordingFor(call.language);
  const files = [];
  for (const personId of choices.personIds) {
    const controller = await readController(db, personId);
    if (controller !== null) files.push({ value: `file:${personId}`, label: controller });
  }
  const open = [];
  const shut = [];
  for (const mandate of await mandatesOf(call, choices)) {
    const standing = standingOf(mandate, dayIn(call.services.configuration.timeZone, call.services.clock()));
    if (standing !== 'valid') {
      // Neither whose it is nor what for: a mandate that does not hold tells nothing.
      shut.push(t(`identity.acting.standing.${standing}`, { date: date(mandate.recordedAt.slice(0, 10)) }));
      continue;
    }
    const name = await readPersonName(db, vault, mandate.personId);
    open.push({
      value: `mandate:${mandate.mandateId}`,
      label: name ?? t('identity.acting.unnamed', { id: mandate.personId }),
      note: t(`identity.scope.${mandate.scope.kind}`),
    });
  }
  return { files, open, shut };
}

async function mandatesOf(call: OpenCall, { representativeId }: Choices): Promise<readonly StoredMandate[]> {
  const { db, vault } = call.services;
  return representativeId === null ? [] : listMandatesOf(db, vault, representativeId);
}

async function choose(call: OpenCall): Promise<void> {
  const { choices } = call.request.session;
  if (choices === undefined) return seeOther(call, '/sign-in');
  const { as } = (call.request.body ?? {}) as { readonly as?: unknown };
  const [, kind, number] = /^(file|mandate):([1-9]\d{0,15})$/.exec(typeof as === 'string' ? as : '') ?? [];
  const id = Number(number);
  if (kind === 'file' && choices.personIds.includes(id)) {
    await takeChoice(call, { kind: 'customer', personId: id });
    return seeOther(call, '/');
  }
  const mandate = (await mandatesOf(call, choices)).find(({ mandateId }) => mandateId === id);
  if (kind !== 'mandate' || mandate === undefined) throw new Problem('not_found');
  const { representativeId, mandateId } = mandate;
  await takeChoice(call, { kind: 'representative', representativeId, mandateId });
  seeOther(call, '/');
}

/** The decisions and reviews that the mandate covers, and nothing of the rest of the file. */
async function showMatters(call: Call): Promise<void> {
  const { db, vault } = call.context;
  const wording = wordingFor(call.language);
  const { date } = wording;
  const personId = personIdOf(call);
  const scope = (call.actor.kind === 'customer' ? call.actor.mandate?.scope : undefined) ?? { kind: 'all' };
  const covered = (await listDecisionsOfPerson(db, personId)).filter(({ claim_id: claimId }) =>
    covers(scope, { kind: 'decision', claimId }),
  );
  const ids = covered.map(({ id }) => id);
  const decisions = [...(await findDecisions(db, vault, ids.slice(0, DECISIONS_AT_MOST)))].reverse();
  const lines = [];
  for (const decision of decisions) {
    const policy = await policyOfDecision(call.context, decision);
    const { headline } = headlineOf({ decision: decision.decision, policy }, wording);
    lines.push({
      href: `/my/decisions/${decision.id}`,
      text: headline,
      note: date(decision.decided_at.slice(0, 10)),
    });
  }
  const reviews = (await listReviewsOfPerson(db, personId)).filter(({ decisionId }) =>
    ids.includes(decisionId),
  );
  page(call, actingMattersPage, {
    scope: wording.t(`identity.scope.${scope.kind}`),
    decisions: lines,
    reviews: reviews.map(({ reviewId, requestedAt, dueOn }) => ({
      href: `/my/reviews/${reviewId}`,
      text: wording.t('identity.matters.review', { date: date(requestedAt.slice(0, 10)) }),
      note: wording.t('identity.matters.due', { date: date(dueOn) }),
    })),
  });
}

async function showMine(call: Call): Promise<void> {
  const { db, vault, today } = call.context;
  const { t, date } = wordingFor(call.language);
  const mandates = await listMandatesFor(db, vault, personIdOf(call));
  const unheard = await listUnheardOf(db, vault, personIdOf(call));
  page(call, myRepresentativesPage, {
    unheard: unheard.map(({ words, because, at, mandateId }) => ({
      text: words ?? '',
      note: [
        date(at.slice(0, 10)),
        ...mandates.flatMap((each) => (each.mandateId === mandateId ? [each.identity?.name ?? ''] : [])),
        t(`identity.unheard.because.${because}`),
      ].join(' · '),
    })),
    mandates: mandates.map((mandate) => {
      const standing = standingOf(mandate, today);
      const { validFrom, validUntil } = mandate;
      return {
        mandateId: mandate.mandateId,
        name: mandate.identity?.name ?? '',
        kind: t(`identity.kind.${mandate.kind}`),
        scope: t(`identity.scope.${mandate.scope.kind}`),
        period:
          validUntil === null
            ? t('identity.mine.since', { from: date(validFrom) })
            : t('identity.mine.period', { from: date(validFrom), until: date(validUntil) }),
        standing: t(`identity.standing.${standing}`),
        valid: standing === 'valid',
        mayEnd: standing !== 'ended' && standing !== 'expired' && personMayEnd(mandate.kind),
        instead: mandate.replacesPerson,
      };
    }),
  });
}

async function end(call: Call): Promise<void> {
  const { t } = wordingFor(call.language);
  const ended = await endMandate(call.context, idOf(call));
  if (ended.kind === 'refused' && ended.because === 'not_allowed') throw new Problem('forbidden');
  const isRepresentative = call.actor.kind === 'customer' && call.actor.mandate !== undefined;
  seeOther(
    call,
    isRepresentative ? '/account' : '/my/representatives',
    ended.kind === 'ended'
      ? { kind: 'done', text: t('identity.mine.ended') }
      : { kind: 'refused', text: t('identity.mine.cannotEnd') },
  );
}
