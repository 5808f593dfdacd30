import { z } from 'zod';
import { findDocument } from '../../data/stores/documents.ts';
import { findPersonOf } from '../../data/views/whose.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import { CHANNELS } from '../../scoring/safeguards/identity-proof.ts';
import { keepUnheard, settleUnheard } from '../actions/keep-unheard.ts';
import { seeOther } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, idOf, route, type Routes } from '../http/route.ts';
import { sendDocument } from './customer-reviews.ts';
import { looksAtRowOf } from './looks-at.ts';
import { showPerson } from './persons.ts';
import { tooLong } from './words.ts';

/** Whoever asks for another without a mandate is refused and written down; and the paper that shows a mandate. */
export function unheardRequestRoutes(routes: Routes): void {
  route(routes, {
    method: 'get',
    path: '/mandate-papers/:id',
    allow: ['officer', 'chair', 'dpo'],
    looksAt: looksAtRowOf('documents', 'mandate'),
    handler: sendMandatePaper,
  });
  route(routes, {
    method: 'post',
    path: '/persons/:id/unheard',
    allow: ['officer'],
    handler: refuseStranger,
  });
  route(routes, {
    method: 'post',
    path: '/unheard/:id/settlement',
    allow: ['officer', 'dpo'],
    handler: settle,
  });
}

/** Of a mandate, or from somebody without one: papers of a review have a route, and readers, of their own. */
async function sendMandatePaper(call: Call): Promise<void> {
  const { db, vault } = call.context;
  const document = await findDocument(db, vault, idOf(call));
  if (document?.mandateId == null && document?.unheardId == null) throw new Problem('not_found');
  return sendDocument(call);
}

const strangerForm = z.object({
  channel: z.enum(CHANNELS).catch('phone'),
  words: z.string().catch(''),
});

/** Somebody asks in the person's name and has no mandate: nothing is told or done, and that they asked is kept. */
async function refuseStranger(call: Call): Promise<void> {
  const { t } = wordingFor(call.language);
  const personId = idOf(call);
  const { channel, words } = strangerForm.parse(call.request.body ?? {});
  const long = tooLong(call, words, 'stranger');
  if (long.length > 0) return showPerson(call, personId, { values: { stranger: words }, errors: long });
  const said = { personId, mandateId: null, because: 'no_mandate', channel, words, papers: [] } as const;
  const kept = await keepUnheard(call.context, said);
  if (kept.kind === 'kept') {
    return seeOther(call, `/persons/${personId}`, { kind: 'done', text: t('identity-staff.unheard.kept') });
  }
  if (kept.because === 'no_person') throw new Problem('not_found');
  if (kept.because === 'not_allowed') throw new Problem('forbidden');
  const errors = [{ field: 'stranger', text: t('identity-staff.person.needed') }];
  return showPerson(call, personId, { errors });
}

async function settle(call: Call): Promise<void> {
  const { t } = wordingFor(call.language);
  const personId = await findPersonOf(call.context.db, 'unheard_requests', idOf(call));
  if (personId === null) throw new Problem('not_found');
  const settled = await settleUnheard(call.context, idOf(call));
  const [kind, text] =
    settled.kind === 'settled'
      ? (['done', 'identity-staff.unheard.settled'] as const)
      : (['refused', 'identity-staff.unheard.settledBefore'] as const);
  seeOther(call, `/persons/${personId}`, { kind, text: t(text) });
}
