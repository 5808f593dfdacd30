import type { Page } from '../page.ts';

export interface SignInContext {
  /** Where to go afterwards: a path of ours. */
  readonly next: string | null;
  readonly username: string;
  /** Who vouches for people besides us. */
  readonly providers: readonly { readonly href: string; readonly name: string }[];
  readonly wrong: 'password' | 'code' | null;
  /** Sample data only: a sign-in for every role. */
  readonly demo: readonly {
    readonly role: string;
    readonly name: string;
    readonly username: string;
    readonly password: string;
  }[];
  /** On this computer, where no account of staff is open: how to make one. */
  readonly isNobodyLeft: boolean;
}

export const signInPage: Page<SignInContext> = {
  name: 'sign-in',
  voice: 'public',
  title: (_, { t }) => t('common.signIn.title'),
};
