import type { Page } from '../page.ts';
import type { PaperDocument } from '../pdf/document.ts';

/** Everything held about the person, as a page; the PDF has the same words. */
export interface AccessCopyContext {
  readonly document: PaperDocument;
  readonly forms: readonly { readonly href: string; readonly label: string }[];
}

export const accessCopyPage: Page<AccessCopyContext> = {
  name: 'access-copy',
  voice: 'customer',
  title: ({ document }) => document.title,
  section: 'rights',
};
