import { loadPolicyVersion } from '../../data/policies.ts';
import { profileOfPortfolio } from '../../data/profiles.ts';
import { fingerprintsIn, type StoredDecision } from '../../data/stores/decisions.ts';
import { findPortfolioById } from '../../data/stores/portfolios.ts';
import { findScorecardByFingerprint } from '../../data/stores/scorecards.ts';
import type { CompiledPolicy } from '../../scoring/policy/compile-policy.ts';
import type { Policy } from '../../scoring/policy/policy.ts';
import { type ControllerProfile, keptTo } from '../../scoring/safeguards/controller-profile.ts';
import type { Scorecard } from '../../scoring/scorecard/scorecard.ts';
import type { ActionContext } from './action.ts';

/** What decisions were made by, and who answers for them, for work on many at once: each is read once. */
export class MeansReadOnce {
  readonly #context: ActionContext;
  readonly #policies = new Map<string, CompiledPolicy>();
  readonly #scorecards = new Map<string, ReadonlyMap<string, Scorecard>>();
  readonly #controllers = new Map<number, string>();
  readonly #profiles = new Map<number, ControllerProfile | null>();

  constructor(context: ActionContext) {
    this.#context = context;
  }

  async policy({ policy_id: id, policy_version: version }: StoredDecision): Promise<CompiledPolicy> {
    const key = `${id} ${version}`;
    const known = this.#policies.get(key);
    if (known !== undefined) return known;
    const found = await loadPolicyVersion(this.#context.db, id, version);
    if (found === null) throw new Error(`policy "${id}" ${version} is not on record`);
    this.#policies.set(key, found);
    return found;
  }

  async scorecards({
    scorecard_fingerprints: fingerprints,
  }: StoredDecision): Promise<ReadonlyMap<string, Scorecard>> {
    const known = this.#scorecards.get(fingerprints);
    if (known !== undefined) return known;
    const found = new Map<string, Scorecard>();
    for (const fingerprint of fingerprintsIn(fingerprints)) {
      const scorecard = await findScorecardByFingerprint(this.#context.db, fingerprint);
      if (scorecard === null) throw new Error(`scorecard ${fingerprint} is not on record`);
      found.set(scorecard.name, scorecard);
    }
    this.#scorecards.set(fingerprints, found);
    return found;
  }

  /** The policy with its reviews held to what the controller promises. */
  async keptTo(policy: Policy, portfolioId: number): Promise<Policy> {
    const known = this.#profiles.get(portfolioId);
    const profile = known === undefined ? await profileOfPortfolio(this.#context.db, portfolioId) : known;
    this.#profiles.set(portfolioId, profile);
    return { ...policy, review: keptTo(policy.review, profile) };
  }

  async controller(portfolioId: number): Promise<string> {
    const known = this.#controllers.get(portfolioId);
    if (known !== undefined) return known;
    const name = (await findPortfolioById(this.#context.db, portfolioId))?.controller ?? '';
    this.#controllers.set(portfolioId, name);
    return name;
  }
}
