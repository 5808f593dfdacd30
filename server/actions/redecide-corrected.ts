import { brakeOfRequest, isRestrictedBesides } from '../../data/stores/brakes.ts';
import { findDecisions, listDecisionsOfPerson, type StoredDecision } from '../../data/stores/decisions.ts';
import { readPersonFile } from '../../data/views/person-files.ts';
import { decide } from '../../scoring/decision/decide.ts';
import type { Decision } from '../../scoring/decision/decision.ts';
import { inputsOf } from '../../scoring/decision/inputs.ts';
import { historyOf } from '../../scoring/portfolio/as-of.ts';
import type { CaseRef, PersonFile } from '../../scoring/portfolio/records.ts';
import { isRestricted } from '../../scoring/portfolio/restricted.ts';
import { explainDecision } from './explain-decision.ts';
import type { ActionContext } from './action.ts';
import { requestReview } from './request-review.ts';

export interface Redecided {
  /** Decisions that stand with the corrected data as well. */
  readonly same: readonly number[];
  /** Decisions that would be another, and go to people. */
  readonly reopened: readonly number[];
}

/**
 * After a correction: each decision of the program that still stands is made again, by the policy and scorecards of its
 * own day, with the records as they are now. Where the outcome would be another, the decision goes to people: a program
 * never takes back by itself what a person has been told. Of somebody whose data are only kept for another reason than
 * this very request nothing is scored (GDPR art. 18): people look at each of the decisions.
 */
export async function redecideCorrected(
  context: ActionContext,
  { personId, requestId }: { readonly personId: number; readonly requestId: number },
): Promise<Redecided> {
  const { db } = context;
  const file = await readPersonFile(db, personId);
  if (file === null) return { same: [], reopened: [] };
  const isKept =
    isRestricted(file, context.today) &&
    (await isRestrictedBesides(db, personId, brakeOfRequest(requestId), context.today));
  const same: number[] = [];
  const reopened: number[] = [];
  for (const stored of await standing(context, personId)) {
    if (!isKept) {
      const again = await decidedAgain(context, stored, file);
      if (again === null) continue;
      if (outcomeText(again) === outcomeText(stored.decision)) {
        same.push(stored.id);
        continue;
      }
    }
    const asked = await requestReview(
      { ...context, actor: { kind: 'system' } },
      { decisionId: stored.id, statement: '', because: { rectification: requestId } },
    );
    if (asked.kind !== 'refused') reopened.push(stored.id);
  }
  return { same, reopened };
}

/** The program's newest decision on each case that people have not replaced. */
async function standing({ db, vault }: ActionContext, personId: number): Promise<readonly StoredDecision[]> {
  const listed = await listDecisionsOfPerson(db, personId);
  const stored = await findDecisions(
    db,
    vault,
    listed.map(({ id }) => id),
  );
  const newest = new Map<string, StoredDecision>();
  for (const each of stored) {
    const { case: about } = each.decision.inputs;
    const key = about.kind === 'claim' ? `claim ${about.claimId}` : `application ${about.applicationId}`;
    const before = newest.get(key);
    if (before === undefined || before.id < each.id) newest.set(key, each);
  }
  return [...newest.values()].filter((each) => each.decided_by === 'program');
}

/** Null where it cannot be made again: the case itself has gone, or what it was decided by. */
async function decidedAgain(
  context: ActionContext,
  stored: StoredDecision,
  file: PersonFile,
): Promise<Decision | null> {
  const { case: about, asOf } = stored.decision.inputs;
  if (!isOnRecord(file, about, asOf)) return null;
  const means = await explainDecision(context, stored);
  if (means.kind === 'missing') return null;
  const history = historyOf(withoutBrakesOf(file, stored), asOf, about);
  return decide(inputsOf(history), means.policy, means.scorecards, means.responses);
}

/** What a request holds still for now is no part of what the decision rested on. */
function withoutBrakesOf(file: PersonFile, { decision }: StoredDecision): PersonFile {
  const { restricted, objection } = decision.inputs.values;
  return {
    ...file,
    restrictions: file.restrictions.filter(
      ({ kind }) => (kind !== 'restricted' || restricted === 1) && (kind !== 'objection' || objection === 1),
    ),
  };
}

function isOnRecord(file: PersonFile, about: CaseRef, asOf: string): boolean {
  return about.kind === 'claim'
    ? file.claims.some((c) => c.claimId === about.claimId && c.openedOn <= asOf && c.obtainedOn <= asOf)
    : file.applications.some(
        (a) => a.applicationId === about.applicationId && a.on <= asOf && a.obtainedOn <= asOf,
      );
}

function outcomeText({ outcome }: Decision): string {
  switch (outcome.kind) {
    case 'measure':
      return `measure ${outcome.measure}`;
    case 'approve':
      return `approve ${outcome.amountCents} ${outcome.termMonths}`;
    case 'decline':
    case 'refer':
      return outcome.kind;
  }
}
