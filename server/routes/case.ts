import { findDecision, listDecisionsOfPerson } from '../../data/stores/decisions.ts';
import { listReleases } from '../../data/stores/releases.ts';
import { findOpenReviewOf } from '../../data/stores/reviews.ts';
import { listStaff } from '../../data/stores/staff.ts';
import { listNeeds } from '../../data/stores/support-needs.ts';
import { listCases } from '../../data/views/cases.ts';
import { readPersonFile } from '../../data/views/person-files.ts';
import { casePage, presentCase } from '../../review-ui/pages/case.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import { isRestricted } from '../../scoring/portfolio/restricted.ts';
import { readCarriedOut } from '../actions/carried-out.ts';
import { explainDecision } from '../actions/explain-decision.ts';
import { coveredPersons } from '../actions/show-score.ts';
import { page, seeOther } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, idOf } from '../http/route.ts';
import { offersShown } from './offers-shown.ts';
import { toldAbout } from './statements.ts';

/** One case with what the person needs, told and proposed, and what becomes of its measure today. */
export async function showCase(call: Call): Promise<void> {
  const { db, vault } = call.context;
  const decisionId = idOf(call);
  const stored = await findDecision(db, vault, decisionId);
  if (stored === null || stored.kind !== 'collection') throw new Problem('not_found');
  const coveredIn = (await coveredPersons(call.context)).get(stored.person_id);
  if (coveredIn !== undefined) {
    // A planner who sits on its committee as well.
    const { t } = wordingFor(call.language);
    const text = t('preparation.coveredElsewhere', { number: coveredIn });
    return seeOther(call, `/reviews/${coveredIn}`, { kind: 'wait', text });
  }
  const explained = await explainDecision(call.context, stored);
  const file = await readPersonFile(db, stored.person_id);
  if (explained.kind === 'missing' || file === null) throw new Problem('not_found');
  const [row] = await listCases(
    db,
    { personId: stored.person_id, decisionId },
    { sort: 'worth', descending: true, offset: 0, limit: 1 },
  );
  const releases = await listReleases(db, [decisionId]);
  const names = new Map((await listStaff(db)).map(({ staffId, displayName }) => [staffId, displayName]));
  const decided = await listDecisionsOfPerson(db, stored.person_id);
  const review = await findOpenReviewOf(db, decisionId);
  const carriedOut = await readCarriedOut(call.context, [
    { decisionId, personId: stored.person_id, measure: row?.instead ?? stored.measure },
  ]);
  const data = {
    decisionId,
    runId: stored.run_id,
    number: stored.decision.inputs.caseNumber,
    explained: { ...explained, decision: stored.decision, policy: explained.policy.policy },
    file,
    release: row?.release ?? 'waiting',
    releaseClass: stored.release_class,
    acts: releases.map(({ act, staffId, at }) => ({
      act,
      at,
      name: (staffId === null ? undefined : names.get(staffId)) ?? 'Recourse',
    })),
    reviewId: review?.reviewId ?? null,
    offers: await offersShown(call, file, stored.claim_id),
    restricted: isRestricted(file, call.context.today),
    needs: (await listNeeds(db, vault, stored.person_id, call.context.today)).map(({ need, toldAt }) => ({
      need,
      from: toldAt.slice(0, 10),
    })),
    carriedOut: carriedOut(decisionId),
    said: await toldAbout(
      call.context,
      stored.claim_id === null ? { decisionId } : { claimId: stored.claim_id },
    ),
    others: decided
      .filter(({ run_id }) => run_id === stored.run_id)
      .map((other) => ({
        decisionId: other.id,
        claimId: other.claim_id,
        measure: other.measure,
        amountCents: other.amount_cents,
        daysPastDue: other.days_past_due,
        points: other.points,
      })),
  };
  page(call, casePage, presentCase(data, wordingFor(call.language)));
}
