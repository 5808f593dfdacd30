import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { Visitor, type Width } from './browser.ts';
import type { Service } from './service.ts';

export interface Walk {
  readonly browser: Browser;
  readonly service: Service;
  readonly width: Width;
  readonly language: 'et' | 'en';
}

/** How each of the three members is signed in; the sample's names by default. */
export interface Committee {
  readonly officer: string;
  readonly members: readonly string[];
  readonly chair: string;
  readonly passwords?: ReadonlyMap<string, string>;
}

export const SAMPLE_COMMITTEE: Committee = {
  officer: 'officer',
  members: ['member1', 'member2', 'member3'],
  chair: 'chair',
};

export function arrive(walk: Walk, label: string): Promise<Visitor> {
  return Visitor.arrive(walk.browser, walk.service, { ...walk, label });
}

/** A customer, signed in, reads the decision and asks people to decide. Returns the path of the review's track. */
export async function contest(customer: Visitor, decisionId: number, words: string): Promise<string> {
  await customer.go(`/my/decisions/${decisionId}`);
  await customer.picture('decision');
  await customer.follow(`/my/decisions/${decisionId}/review`);
  await customer.page.fill('textarea[name=words]', words);
  await customer.picture('ask-people');
  await customer.press(`form[action="/my/decisions/${decisionId}/reviews"] button[type=submit]`);
  expect(customer.path()).to.match(/^\/my\/reviews\/\d+/);
  await customer.picture('receipt');
  return customer.path();
}

/** The officer prepares, three members vote without seeing each other's votes, the chair closes. */
export async function decideByCommittee(
  walk: Walk,
  reviewId: number,
  committee: Committee,
  vote: (member: Visitor) => Promise<void>,
): Promise<void> {
  const signIn = (visitor: Visitor, name: string): Promise<void> =>
    visitor.signIn(name, committee.passwords?.get(name));
  const officer = await arrive(walk, 'officer');
  await signIn(officer, committee.officer);
  await officer.go('/reviews');
  await officer.picture('queue');
  await officer.go(`/reviews/${reviewId}`);
  await officer.page.fill('textarea[name=note]', 'The file is complete.');
  await officer.press(`form[action="/reviews/${reviewId}/preparation"] button[type=submit]`);
  await officer.picture('prepared');
  for (const name of committee.members) {
    const member = await arrive(walk, name);
    await signIn(member, name);
    await member.go(`/reviews/${reviewId}`);
    expect(await member.text()).not.to.include('REASONS OF');
    await member.picture('case-file');
    await vote(member);
    await member.page.fill('textarea[name=reasons]', `REASONS OF ${name}: the income is steady.`);
    await member.press(`form[action="/reviews/${reviewId}/votes"] button[type=submit]`);
    await member.picture('voted');
  }
  const chair = await arrive(walk, 'chair');
  await signIn(chair, committee.chair);
  await chair.go(`/reviews/${reviewId}`);
  await chair.picture('before-close');
  await chair.press(`form[action="/reviews/${reviewId}/closing"] button[type=submit]`);
  await chair.picture('closed');
  await chair.go(`/reviews/${reviewId}/minutes`);
  await chair.picture('minutes');
}
