import type { Database } from '../database.ts';

export const RELEASE_STATES = [
  'waiting',
  'awaiting_second',
  'released',
  'rejected',
  'suspended',
  'contested',
  'replaced',
  'not_needed',
] as const;
/**
 * How far the release of a recommended measure has come. `suspended`: contested before it was released; `contested`:
 * after. `not_needed`: the measure is to wait, and nothing need be let go for that.
 */
export type ReleaseState = (typeof RELEASE_STATES)[number];

const LET_GO = "(r.id is not null and (c.id is not null or d.release_class <> 'two_people'))";

/**
 * The one place that says what state a measure is in: the table of cases, its counts, the release itself and the export
 * all ask it. A contested outcome waits for people: it is not released, or no longer, while a review suspends it, and
 * never again once their decision has taken its place.
 */
export const RELEASE_STATE = `case
  when x.id is not null then 'rejected'
  when exists (select 1 from decisions p where p.replaces_decision_id = d.id) then 'replaced'
  when exists (select 1 from reviews v where v.decision_id = d.id and v.suspends_outcome = 1
    and v.state not in ('notified', 'withdrawn')) then case when ${LET_GO} then 'contested' else 'suspended' end
  when ${LET_GO} then 'released'
  when r.id is not null then 'awaiting_second'
  when d.measure = 'no_action' then 'not_needed'
  else 'waiting' end`;

/** Decisions with the acts that {@link RELEASE_STATE} looks at. */
export function decisionsWithActs(db: Database) {
  return db('decisions as d')
    .leftJoin('releases as r', (on) => on.on('r.decision_id', 'd.id').andOnVal('r.act', 'release'))
    .leftJoin('releases as c', (on) => on.on('c.decision_id', 'd.id').andOnVal('c.act', 'confirm'))
    .leftJoin('releases as x', (on) => on.on('x.decision_id', 'd.id').andOnVal('x.act', 'reject'));
}
