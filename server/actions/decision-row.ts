import { type DecisionRow, sealDecision } from '../../data/stores/decisions.ts';
import type { PersonKey, Vault } from '../../data/vault.ts';
import type { Decision } from '../../scoring/decision/decision.ts';
import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Value } from '../../scoring/scorecard/scorecard.ts';

/** Where a decision belongs, beside what was decided. */
export interface DecisionPlace {
  readonly portfolioId: number;
  /** Null: decided one by one, outside a batch. */
  readonly runId: number | null;
  readonly decidedAt: IsoInstant;
  readonly decidedBy: 'program' | 'people';
  readonly replaces: number | null;
}

/** The row of a decision: all of it sealed under the person's key, and the figures that tables need in plain. */
export function decisionRow(
  decision: Decision,
  vault: Vault,
  key: PersonKey,
  place: DecisionPlace,
): DecisionRow {
  const { inputs, outcome, policy, scores } = decision;
  const weighed =
    outcome.kind === 'measure'
      ? decision.measures.find(({ measure }) => measure === outcome.measure)
      : undefined;
  const [score] = scores;
  return {
    portfolio_id: place.portfolioId,
    run_id: place.runId,
    person_id: inputs.personId,
    claim_id: inputs.case.kind === 'claim' ? inputs.case.claimId : null,
    application_id: inputs.case.kind === 'application' ? inputs.case.applicationId : null,
    kind: decision.kind,
    as_of: inputs.asOf,
    decided_at: place.decidedAt,
    decided_by: place.decidedBy,
    replaces_decision_id: place.replaces,
    outcome_kind: outcome.kind,
    measure: outcome.kind === 'measure' ? outcome.measure : null,
    amount_cents:
      outcome.kind === 'approve'
        ? outcome.amountCents
        : whole(inputs.values[decision.kind === 'credit' ? 'requested_amount' : 'balance']),
    term_months: outcome.kind === 'approve' ? outcome.termMonths : null,
    probability: weighed?.payProbability ?? score?.probability ?? null,
    points: score === undefined ? null : Math.round(score.points),
    expected_net_cents: weighed === undefined ? null : Math.round(weighed.expectedNetCents),
    debtor_cost_cents: weighed === undefined ? null : Math.round(weighed.debtorCostCents),
    days_past_due: whole(inputs.values['days_past_due']),
    phase: typeof inputs.values['phase'] === 'string' ? inputs.values['phase'] : null,
    release_class: outcome.kind === 'measure' ? outcome.release : null,
    policy_id: policy.id,
    policy_version: policy.version,
    scorecard_fingerprints: scores.map(({ fingerprint }) => fingerprint).join(' '),
    inputs_sealed: sealDecision(vault, key, decision),
  };
}

function whole(value: Value | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? Math.round(value) : null;
}
