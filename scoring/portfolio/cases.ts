import { addDays, type IsoDate } from './dates.ts';
import type { CaseRef, PersonFile } from './records.ts';

/** An application not decided within this time has lapsed: its data are too old to decide on. */
export const APPLICATION_OPEN_DAYS = 30;

/** What there is to decide about a person on a day: each claim known and not closed, or each application still open. */
export function openCases(file: PersonFile, kind: 'collection' | 'credit', on: IsoDate): readonly CaseRef[] {
  return kind === 'collection' ? openClaims(file, on) : openApplications(file, on);
}

function openClaims(file: PersonFile, on: IsoDate): readonly CaseRef[] {
  const closed = new Set(
    file.claimEvents
      .filter((event) => event.kind === 'closed' && event.on <= on && event.obtainedOn <= on)
      .map((event) => event.claimId),
  );
  return file.claims
    .filter((claim) => claim.openedOn <= on && claim.obtainedOn <= on && !closed.has(claim.claimId))
    .map((claim) => ({ kind: 'claim', claimId: claim.claimId }));
}

function openApplications(file: PersonFile, on: IsoDate): readonly CaseRef[] {
  const since = addDays(on, -APPLICATION_OPEN_DAYS);
  return file.applications
    .filter((asked) => asked.on > since && asked.on <= on && asked.obtainedOn <= on)
    .map((asked) => ({ kind: 'application', applicationId: asked.applicationId }));
}
