import { expect } from 'chai';
import type { Database } from '../../../data/database.ts';
import { markingDatabase } from '../../../data/marking-database.ts';
import {
  abandonKeyedRequest,
  beginKeyedRequest,
  finishKeyedRequest,
  type KeyedRequest,
  renewAttempt,
  type RequestBegun,
} from '../../../data/stores/idempotency-keys.ts';
import { onEveryDatabase } from '../engines.ts';
import { refusalOf } from '../refusal.ts';

const at = (seconds: number): string => new Date(Date.UTC(2026, 2, 2, 10, 0, seconds)).toISOString();
/** Sent at a second, and known to live for thirty. */
const request = (attempt: string, second: number, more: Partial<KeyedRequest> = {}): KeyedRequest => ({
  ...{ actor: 'key:1', key: 'k', requestHash: 'h', attempt },
  ...{ now: at(second), livesUntil: at(second + 30), ...more },
});
const begin = async (db: Database, sent: KeyedRequest): Promise<RequestBegun['kind']> =>
  (await beginKeyedRequest(db, sent)).kind;
const note = (db: Database, value: string) =>
  db.transaction((inner: Database) => inner('settings').insert({ key: 'noted', value }));

onEveryDatabase('a request with a key', (check) => {
  check('that is sent twice is answered as the first time', async ({ db }) => {
    const first = request('a', 0);
    expect(await begin(db, first)).to.equal('first');
    expect(await begin(db, request('b', 1))).to.equal('under_way');
    expect(await begin(db, request('b', 1, { actor: 'key:2' }))).to.equal('first');
    await finishKeyedRequest(db, first, { status: 201, body: '{"id":1}' });
    expect(await beginKeyedRequest(db, request('c', 2))).to.deep.equal({
      kind: 'answered',
      status: 201,
      body: '{"id":1}',
    });
    expect(await begin(db, request('d', 2, { requestHash: 'x' }))).to.equal('differs');
  });

  check('whose server was killed is taken over once, when it is no longer known to live', async ({ db }) => {
    await begin(db, request('killed', 0));
    expect(await begin(db, request('early', 30))).to.equal('under_way');
    const sent = await Promise.all([begin(db, request('b', 31)), begin(db, request('c', 31))]);
    expect([...sent].sort()).to.deep.equal(['first', 'under_way']);
  });

  check('that says it lives is not taken over, however long it takes', async ({ db }) => {
    const slow = request('slow', 0);
    await begin(db, slow);
    for (const second of [10, 20, 30, 40]) await renewAttempt(db, slow, at(second + 30));
    expect(await begin(db, request('b', 60))).to.equal('under_way');
    expect(await begin(db, request('c', 71))).to.equal('first');
  });

  check('that was carried out before its server was killed is never carried out again', async ({ db }) => {
    const killed = request('killed', 0);
    await begin(db, killed);
    await note(markingDatabase(db, killed), 'done');
    expect(await begin(db, request('b', 31))).to.equal('answer_lost');
    expect(await db('settings').where({ key: 'noted' }).pluck('value')).to.deep.equal(['done']);
  });

  check('that comes back to life after it was taken over commits nothing', async ({ db }) => {
    const asleep = request('asleep', 0);
    await begin(db, asleep);
    const heir = request('heir', 31);
    expect(await begin(db, heir)).to.equal('first');
    expect(await refusalOf(note(markingDatabase(db, asleep), 'late'))).to.include('another attempt');
    await note(markingDatabase(db, heir), 'heir');
    await finishKeyedRequest(db, asleep, { status: 500, body: '' });
    await finishKeyedRequest(db, heir, { status: 201, body: '{}' });
    expect(await beginKeyedRequest(db, request('c', 32))).to.include({ kind: 'answered', status: 201 });
    expect(await db('settings').where({ key: 'noted' }).pluck('value')).to.deep.equal(['heir']);
  });

  check(
    'that broke on our side may be sent again at once, unless something of it was kept',
    async ({ db }) => {
      const broken = request('broken', 0);
      await begin(db, broken);
      await abandonKeyedRequest(db, broken, at(1));
      const again = request('again', 2);
      expect(await begin(db, again)).to.equal('first');
      await note(markingDatabase(db, again), 'half');
      await abandonKeyedRequest(db, again, at(3));
      expect(await begin(db, request('c', 4))).to.equal('answer_lost');
    },
  );
});
