import type { Page, Voice } from '../../../review-ui/page.ts';
import type { Wording } from '../../../review-ui/wording.ts';

/** A page with a context it must be able to show. */
export interface Example {
  readonly page: string;
  readonly voice: Voice;
  /** `typical`: an ordinary day; `empty`: nothing there yet; `awkward`: long words, much of everything, odd values. */
  readonly kind: 'typical' | 'empty' | 'awkward';
  readonly render: (make: Renderer, wording: Wording) => string;
}

export type Renderer = <Context>(page: Page<Context>, context: Context) => string;

export function example<Context>(
  page: Page<Context>,
  kind: Example['kind'],
  context: (wording: Wording) => NoInfer<Context>,
): Example {
  return {
    page: page.name,
    voice: page.voice,
    kind,
    render: (make, wording) => make(page, context(wording)),
  };
}

/** Words that no line holds, and markup that must never become markup. */
export const LONG_WORD = 'Sünnipäevanädalalõpupeopärastlõunaväsimusejärelhaigusnähud'.repeat(2);
export const MARKUP = '<script>alert("1")</script> & <b onclick="x()">';
