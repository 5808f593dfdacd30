import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Language } from '../../scoring/portfolio/records.ts';
import { allocateIds, insertMany } from '../bulk.ts';
import type { Database } from '../database.ts';
import { openRows } from '../sealed-rows.ts';
import type { PersonKey, Vault } from '../vault.ts';

/** A letter to a person. It waits in the outbox until it is sent; what it says is sealed and never changes. */
export interface Notice {
  readonly id: number;
  readonly personId: number;
  /** Of a copy for somebody who acts for the person: their mandate. Null: the person's own. */
  readonly mandateId: number | null;
  readonly decisionId: number | null;
  readonly reviewId: number | null;
  /** What it tells: `decision`, `measure`, `review_received`, `review_decided`, `extension` … */
  readonly kind: string;
  readonly language: Language;
  readonly channel: 'portal' | 'email' | 'sms' | 'letter';
  readonly state: 'outbox' | 'sent' | 'failed';
  readonly text: string;
  /** The person asked to be answered by e-mail: the letter itself goes along. */
  readonly attach: boolean;
  readonly createdAt: IsoInstant;
  readonly sentAt: IsoInstant | null;
  readonly readAt: IsoInstant | null;
}

export type NewNotice = Omit<Notice, 'id' | 'mandateId' | 'state' | 'sentAt' | 'readAt' | 'attach'> & {
  readonly mandateId?: number | null;
  readonly attach?: boolean;
};

const PURPOSE = 'notice';

/** Puts notices into the outbox and returns their numbers, in the order given. */
export async function insertNotices(
  db: Database,
  vault: Vault,
  notices: readonly NewNotice[],
): Promise<readonly number[]> {
  const keys = await vault.keysFor(
    db,
    notices.map((notice) => notice.personId),
  );
  const ids = await allocateIds(db, 'notices', notices.length);
  await insertMany(
    db,
    'notices',
    notices.map((notice, at) => ({
      id: ids[at] ?? null,
      person_id: notice.personId,
      mandate_id: notice.mandateId ?? null,
      decision_id: notice.decisionId,
      review_id: notice.reviewId,
      kind: notice.kind,
      language: notice.language,
      channel: notice.channel,
      state: 'outbox',
      attach: notice.attach === true ? 1 : 0,
      text_sealed: vault.seal(keyIn(keys, notice.personId), notice.text, PURPOSE),
      created_at: notice.createdAt,
    })),
  );
  return ids;
}

function keyIn(keys: ReadonlyMap<number, PersonKey>, personId: number): PersonKey {
  return keys.get(personId) ?? { personId, secret: null };
}

/** Newest first. */
export async function listNoticesOfPerson(
  db: Database,
  vault: Vault,
  personId: number,
): Promise<readonly Notice[]> {
  return opened(
    db,
    vault,
    await db('notices').where({ person_id: personId }).orderBy('id', 'desc').select<NoticeRow[]>(),
  );
}

/** Null when there is none, or the person is erased. */
export async function findNotice(db: Database, vault: Vault, id: number): Promise<Notice | null> {
  return (await opened(db, vault, await db('notices').where({ id }).select<NoticeRow[]>()))[0] ?? null;
}

/** The notices about a decision, oldest first. */
export async function listNoticesOfDecision(
  db: Database,
  vault: Vault,
  decisionId: number,
): Promise<readonly Notice[]> {
  return opened(
    db,
    vault,
    await db('notices').where({ decision_id: decisionId }).orderBy('id').select<NoticeRow[]>(),
  );
}

export async function updateNoticeSent(
  db: Database,
  id: number,
  state: 'sent' | 'failed',
  now: IsoInstant,
): Promise<void> {
  await db('notices')
    .where({ id, state: 'outbox' })
    .update({ state, sent_at: state === 'sent' ? now : null });
}

/** A notice that stands on the person's page and goes no other way is told by standing there. */
export async function updatePortalNoticesSent(db: Database, now: IsoInstant): Promise<void> {
  await db('notices').where({ state: 'outbox', channel: 'portal' }).update({ state: 'sent', sent_at: now });
}

/** It came back: it waits for another way. */
export async function updateNoticeOutbox(db: Database, id: number): Promise<void> {
  await db('notices').where({ id, state: 'sent' }).update({ state: 'outbox', sent_at: null });
}

/** The first reading counts. */
export async function updateNoticeRead(db: Database, id: number, now: IsoInstant): Promise<void> {
  await db('notices').where({ id, read_at: null }).update({ read_at: now });
}

interface NoticeRow {
  readonly id: number;
  readonly person_id: number;
  readonly mandate_id: number | null;
  readonly decision_id: number | null;
  readonly review_id: number | null;
  readonly kind: string;
  readonly language: Language;
  readonly channel: Notice['channel'];
  readonly state: Notice['state'];
  readonly attach: number;
  readonly text_sealed: Buffer;
  readonly created_at: IsoInstant;
  readonly sent_at: IsoInstant | null;
  readonly read_at: IsoInstant | null;
}

async function opened(db: Database, vault: Vault, rows: readonly NoticeRow[]): Promise<readonly Notice[]> {
  return openRows(db, vault, rows, (row, { open }) => {
    const text = open(row.text_sealed, PURPOSE);
    if (text === null) return null;
    return {
      id: row.id,
      personId: row.person_id,
      mandateId: row.mandate_id,
      decisionId: row.decision_id,
      reviewId: row.review_id,
      kind: row.kind,
      language: row.language,
      channel: row.channel,
      state: row.state,
      text,
      attach: row.attach === 1,
      createdAt: row.created_at,
      sentAt: row.sent_at,
      readAt: row.read_at,
    };
  });
}
