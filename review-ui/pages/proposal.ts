import type { PauseReason } from '../../scoring/review/offers.ts';
import type { FieldError } from '../form.ts';
import type { Page } from '../page.ts';

/** A person proposes a payment plan for one claim, or asks for a pause. */
export interface ProposalContext {
  readonly form: 'plan' | 'pause';
  readonly claimId: number;
  /** "Claim C-11, Telefoni AS" */
  readonly claim: string;
  /** "Owed now: €812.40" */
  readonly owed: string;
  readonly errors: readonly FieldError[];
  /** As typed before, when the form comes back. */
  readonly values: Readonly<Record<string, string>>;
  /** What is accepted at once, or how long a pause is: so that nobody has to guess. */
  readonly terms: string;
  /** False: nothing is left to pay, so there is nothing to propose. */
  readonly payable: boolean;
  readonly today: string;
  /** Other claims for which the same pause can be asked for. */
  readonly others: number;
  /** What waits for an answer already: then there is no form, but for a pause that needs no answer. */
  readonly open: { readonly offerId: number; readonly text: string; readonly due: string } | null;
  /** What a pause can be asked for now; none while something waits and no pause is granted at once. */
  readonly reasons: readonly PauseReason[];
  /** What was proposed before about this claim, the newest first. */
  readonly earlier: readonly { readonly text: string; readonly state: string; readonly date: string }[];
}

export const proposalPage: Page<ProposalContext> = {
  name: 'proposal',
  voice: 'customer',
  title: ({ form }, { t }) => t(`proposal.${form}.title`),
  section: 'home',
};
