import { SAMPLE_LAST_DATE, simulatePersons } from '../../data/sample/simulate.ts';
import { characteristicsFor, measureCase } from '../../scoring/characteristics/catalogue.ts';
import { historyOf } from '../../scoring/portfolio/as-of.ts';
import type { CaseRef, PersonFile } from '../../scoring/portfolio/records.ts';

export interface CharacteristicsBench {
  readonly cases: number;
  readonly characteristics: number;
  readonly seconds: number;
  readonly casesPerSecond: number;
}

/** Persons whose claims are measured over and over, so that the simulation is no part of the figure. */
const PERSONS = 3_000;

/** Cuts the records to the observation date and measures every characteristic of `cases` claims, on one thread. */
export async function run(cases = 100_000): Promise<CharacteristicsBench> {
  const all = [...simulatePersons({ persons: PERSONS })].flatMap(
    ({ file, portfolio }): [PersonFile, CaseRef][] =>
      portfolio.kind === 'credit' ? [] : file.claims.map(({ claimId }) => [file, { kind: 'claim', claimId }]),
  );
  measure(all, all.length);
  const started = performance.now();
  measure(all, cases);
  const seconds = (performance.now() - started) / 1000;
  return {
    cases,
    characteristics: characteristicsFor('claim').length,
    seconds: Number(seconds.toFixed(2)),
    casesPerSecond: Math.round(cases / seconds),
  };
}

function measure(all: readonly (readonly [PersonFile, CaseRef])[], cases: number): void {
  for (let done = 0; done < cases; done += 1) {
    const found = all[done % all.length];
    if (found !== undefined) measureCase(historyOf(found[0], SAMPLE_LAST_DATE, found[1]));
  }
}
