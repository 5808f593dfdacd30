import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Frame, Page, Voice } from '../../review-ui/page.ts';
import { renderPage } from '../../review-ui/render.ts';
import type { Language } from '../../scoring/portfolio/records.ts';
import type { Example } from './examples/example.ts';

const VIEWERS: Readonly<Record<Voice, Frame['viewer']>> = {
  customer: { kind: 'customer', name: 'Mari <b>' },
  staff: {
    kind: 'staff',
    name: 'Liige',
    roles: ['officer', 'member', 'chair', 'planner', 'auditor', 'admin'],
  },
  public: { kind: 'nobody' },
};

/** Each file of `examples/` lends its EXAMPLES. */
export async function readExamples(): Promise<readonly Example[]> {
  const folder = path.join(import.meta.dirname, 'examples');
  const modules = await Promise.all(
    readdirSync(folder).map(
      (file) => import(path.join(folder, file)) as Promise<{ EXAMPLES?: readonly Example[] }>,
    ),
  );
  return modules.flatMap((module) => module.EXAMPLES ?? []);
}

/** The whole page, as the person whose voice it has gets it. */
export function rendered<Context>(view: Page<Context>, context: Context, language: Language): string {
  return renderPage(view, context, {
    language,
    here: '/here?filter=a%20b',
    csrfToken: 'token',
    viewer: VIEWERS[view.voice],
    messages: [{ kind: 'done', text: 'Valmis <script>' }],
    controller: view.voice === 'customer' ? 'Näidislaen <i> AS' : null,
  });
}
