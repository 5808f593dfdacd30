import { measureCase } from '../characteristics/catalogue.ts';
import type { CaseHistory } from '../portfolio/as-of.ts';
import type { DecisionInputs } from './decision.ts';

/** Everything a decision on the case will be made from, measured as of the history's observation date. */
export function inputsOf(history: CaseHistory): DecisionInputs {
  const { person } = history.file;
  const { values, evidence } = measureCase(history);
  const asked = history.application;
  const claim = history.claim?.claim;
  return {
    case: history.case,
    caseNumber: asked?.applicationNumber ?? claim?.claimNumber ?? '',
    personId: person.personId,
    jurisdiction: person.jurisdiction,
    language: person.language,
    asOf: history.asOf,
    currency: asked?.currency ?? claim?.currency ?? '',
    values,
    evidence,
  };
}
