import type { IsoDate } from './dates.ts';
import type { PersonFile } from './records.ts';

/**
 * Whether the data of a person are only kept on a day (GDPR art. 18(2)). They are then scored for nobody and taught to
 * no scorecard, whatever day the scoring looks back to.
 */
export function isRestricted({ restrictions }: Pick<PersonFile, 'restrictions'>, on: IsoDate): boolean {
  return restrictions.some(
    ({ kind, from, to }) => kind === 'restricted' && from <= on && (to === null || to > on),
  );
}
