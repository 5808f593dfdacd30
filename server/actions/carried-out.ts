import { profileOfPortfolio } from '../../data/profiles.ts';
import { findDecisions } from '../../data/stores/decisions.ts';
import { readPersonsNow } from '../../data/views/persons-now.ts';
import type { Decision } from '../../scoring/decision/decision.ts';
import { carryOut, type CarriedOut, needAgainst } from '../../scoring/safeguards/carry-out.ts';
import type { ActionContext } from './action.ts';

interface Recommended {
  readonly decisionId: number;
  readonly personId: number;
  readonly measure: string | null;
}

/**
 * What becomes of recommended measures today, by decision: as recommended, in writing, or held back. Asked in one place
 * by whatever releases, tells, shows or gives out measures.
 */
export async function readCarriedOut(
  { db, vault, today }: Pick<ActionContext, 'db' | 'vault' | 'today'>,
  recommended: readonly Recommended[],
): Promise<(decisionId: number) => CarriedOut | null> {
  const personNow = await readPersonsNow(
    db,
    recommended.map(({ personId }) => personId),
    today,
  );
  // Only where a need speaks against the measure is the decision opened, to see which letters it had left open.
  const against = recommended.filter(
    ({ personId, measure }) => measure !== null && needAgainst(measure, personNow(personId).needs) !== null,
  );
  const stored = await findDecisions(
    db,
    vault,
    against.map(({ decisionId }) => decisionId),
  );
  const means = new Map<number, { readonly inWriting: string | null; readonly decision: Decision }>();
  const profiles = new Map<number, string | null>();
  for (const { id, decision, portfolio_id: portfolioId } of stored) {
    if (!profiles.has(portfolioId)) {
      profiles.set(portfolioId, (await profileOfPortfolio(db, portfolioId))?.inWriting ?? null);
    }
    means.set(id, { decision, inWriting: profiles.get(portfolioId) ?? null });
  }
  const carried = new Map<number, CarriedOut>();
  for (const { decisionId, personId, measure } of recommended) {
    if (measure === null) continue;
    const known = means.get(decisionId);
    carried.set(
      decisionId,
      carryOut(
        measure,
        personNow(personId),
        known?.inWriting ?? null,
        (letter) => known !== undefined && isLeftOpen(known.decision, letter, measure),
      ),
    );
  }
  return (decisionId) => carried.get(decisionId) ?? null;
}

/** No rule ruled it out, and it costs the person no more than what was recommended. */
function isLeftOpen({ measures }: Decision, letter: string, recommended: string): boolean {
  const weighed = measures.find(({ measure }) => measure === letter);
  const cost = measures.find(({ measure }) => measure === recommended)?.debtorCostCents ?? 0;
  return weighed !== undefined && weighed.ruledOutBy.length === 0 && weighed.debtorCostCents <= cost;
}
