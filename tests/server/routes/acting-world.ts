import { expect } from 'chai';
import type { NewMandate } from '../../../data/stores/mandates.ts';
import type { Browser } from '../http/browser.ts';
import { actFor } from '../http/representative.ts';
import type { SmallWorld } from '../http/small-world.ts';
import type { TestServer } from '../http/test-server.ts';

/** Somebody with a confirmed mandate for the first person, signed in and acting under it. */
export function representative(server: TestServer, world: SmallWorld, change: Partial<NewMandate>) {
  return actFor(server, world.own.personId, change);
}

/** Asks people to decide, as the form of the portal does. */
export async function contest(browser: Browser, decisionId: number, expected = 303): Promise<void> {
  const form = new FormData();
  form.set('_csrf', await browser.token());
  form.set('words', 'Palun vaadake üle.');
  form.set('answer', 'portal');
  const response = await browser.request(`/my/decisions/${decisionId}/reviews`, {
    method: 'POST',
    headers: { accept: 'text/html' },
    body: form,
  });
  expect(response.status).to.equal(expected);
}
