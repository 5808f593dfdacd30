import { CHARACTERISTICS } from '../characteristics/catalogue.ts';
import type { Vocabulary } from './expression.ts';
import type { Policy } from './policy.ts';

const OF_CLAIMS: Vocabulary = vocabularyWhere('application');
const OF_APPLICATIONS: Vocabulary = vocabularyWhere('claim');

/** The characteristics that a policy of this kind may speak of, with their units. */
export function vocabularyFor(kind: Policy['kind']): Vocabulary {
  return kind === 'collection' ? OF_CLAIMS : OF_APPLICATIONS;
}

function vocabularyWhere(notOf: 'claim' | 'application'): Vocabulary {
  return new Map(
    CHARACTERISTICS.filter(({ applies }) => applies !== notOf).map(({ id, unit }) => [id, unit]),
  );
}
