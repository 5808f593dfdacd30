import { listIdentityProofs } from '../../data/stores/identity-proofs.ts';
import type { Option } from '../../review-ui/pages/review-queue.ts';
import type { Wording } from '../../review-ui/wording.ts';
import { type Accepted, canProve } from '../../scoring/safeguards/identity-proof.ts';
import type { ActionContext } from '../actions/action.ts';
import { checkedSince } from '../actions/prove-identity.ts';

/** Who has answered the control questions a moment ago is not asked again. */
export async function checkedToday(
  { db, vault, now }: ActionContext,
  personId: number,
  accepted: Accepted,
  { t, instant }: Wording,
): Promise<readonly Option[]> {
  const since = checkedSince(now);
  const proofs = await listIdentityProofs(db, vault, personId);
  return proofs
    .filter(({ passed, at, channel }) => passed && at >= since && channel !== 'portal')
    .filter(({ channel, method }) => canProve(channel, method, accepted))
    .map(({ id, channel, method, at }) => ({
      value: `proof.${id}`,
      label: t('intake.checked', {
        channel: t(`contest.channel.${channel}`),
        method: t(`contest.method.${method}`),
        at: instant(at),
      }),
    }));
}
