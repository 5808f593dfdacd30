import { allocateIds, insertMany } from '../../../data/bulk.ts';
import {
  type DecisionRow,
  findDecision,
  insertDecisions,
  sealDecision,
} from '../../../data/stores/decisions.ts';
import { findPortfolio } from '../../../data/stores/portfolios.ts';
import { insertReleases } from '../../../data/stores/releases.ts';
import type { Services } from '../../../server/services.ts';
import { claimRow, decisionRowOf, NOW } from '../../data/small-portfolio.ts';
import type { PersonalIds, SmallWorld } from './small-world.ts';
import { addStaff } from './test-server.ts';

/** A measure that waits for a second person: what leads on from a run and from the dashboard then shows. */
export async function halfReleased(
  services: Services,
  { personId }: Pick<PersonalIds, 'personId'>,
  { run, others }: SmallWorld,
): Promise<void> {
  const { db, vault } = services;
  const portfolioId = (await findPortfolio(db, 'small'))?.id ?? 0;
  const [claimId = 0] = await allocateIds(db, 'claims', 1);
  await insertMany(db, 'claims', [claimRow(claimId, portfolioId, personId)]);
  const made = await findDecision(db, vault, others.decision);
  if (made === null) throw new Error('the small world has no decision');
  const row: DecisionRow = {
    ...(await decisionRowOf(db, vault, portfolioId, personId, claimId, run)),
    policy_version: made.policy_version,
    scorecard_fingerprints: made.scorecard_fingerprints,
    release_class: 'two_people',
    inputs_sealed: sealDecision(vault, await vault.keyFor(db, personId), made.decision),
  };
  const [decisionId = 0] = await insertDecisions(db, [row]);
  const staffId = await addStaff(services, `first-hand-${personId}`, ['planner']);
  await insertReleases(db, [{ decisionId, personId, act: 'release', staffId, at: NOW }]);
}
