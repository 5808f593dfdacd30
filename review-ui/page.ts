import type { Language } from '../scoring/portfolio/records.ts';
import type { Wording } from './wording.ts';

/** Customer pages say one thing at a time; staff pages are dense; public ones (sign-in, errors) are plain. */
export type Voice = 'customer' | 'staff' | 'public';

/**
 * A page: its view `pages/<name>.ejs`, its voice and its title. The type parameter is its context, so that a route
 * cannot render a page with anything else.
 */
export interface Page<Context> {
  readonly name: string;
  readonly voice: Voice;
  readonly title: (context: Context, wording: Wording) => string;
  /** The entry of the navigation that is lit. */
  readonly section?: string;
}

export type Viewer =
  | { readonly kind: 'nobody' }
  /** `partly`: acts under a mandate that covers a part of the file. */
  | { readonly kind: 'customer'; readonly name: string | null; readonly partly?: boolean }
  | { readonly kind: 'staff'; readonly name: string; readonly roles: readonly string[] };

/** Said once at the top of the next page after something was done or refused. */
export interface Message {
  readonly kind: 'done' | 'refused' | 'wait';
  readonly text: string;
}

/** What the layout needs beside the page's own context; made from the request in `server/http/page.ts`. */
export interface Frame {
  readonly language: Language;
  /** Path and query of this page; the language switch comes back to it. */
  readonly here: string;
  readonly csrfToken: string;
  readonly viewer: Viewer;
  readonly messages: readonly Message[];
  /** The firm that speaks to the customer; null on staff pages and before sign-in. */
  readonly controller: string | null;
}
