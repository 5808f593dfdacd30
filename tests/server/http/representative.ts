import { confirmMandate, insertMandate, type NewMandate } from '../../../data/stores/mandates.ts';
import { saveRepresentativeAccount } from '../../../data/stores/representative-accounts.ts';
import { insertSignInCodes } from '../../../data/stores/sign-in-codes.ts';
import { createSignInCode } from '../../../server/actions/sign-in-code.ts';
import type { Browser } from './browser.ts';
import { addStaff, TEST_NOW, type TestServer } from './test-server.ts';

/** Somebody with a confirmed mandate for this person, signed in and acting under it. */
export async function actFor(
  server: TestServer,
  personId: number,
  change: Partial<NewMandate>,
): Promise<{ readonly browser: Browser; readonly mandateId: number }> {
  const { db, vault } = server.services;
  const staffId = await addStaff(server.services, `kinnitaja-${Math.random()}`, ['officer']);
  const representativeId = await saveRepresentativeAccount(db, null, TEST_NOW);
  const mandateId = await insertMandate(db, vault, {
    personId,
    representativeId,
    kind: 'power_of_attorney',
    scope: { kind: 'all' },
    identity: { name: 'Liis Esindaja', contact: null },
    proof: 'id_document',
    basis: 'volikiri',
    validFrom: '2026-01-01',
    validUntil: null,
    replacesPerson: false,
    recordedBy: staffId,
    recordedAt: TEST_NOW,
    ...change,
  });
  await confirmMandate(db, mandateId, { staffId, now: TEST_NOW });
  const code = createSignInCode();
  const expiresAt = '2026-04-01T00:00:00.000Z';
  await insertSignInCodes(db, [
    { personId, representativeId, noticeId: null, code, createdAt: TEST_NOW, expiresAt },
  ]);
  const browser = server.browser();
  await browser.get('/?lang=en');
  await browser.get('/sign-in?lang=en');
  await browser.post('/sign-in/code', { code });
  await browser.post('/acting', { as: `mandate:${mandateId}` });
  return { browser, mandateId };
}
