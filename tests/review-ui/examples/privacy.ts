import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { presentPrivacy, privacyPage } from '../../../review-ui/pages/privacy.ts';
import { type PrivacyListContext, privacyListPage } from '../../../review-ui/pages/privacy-list.ts';
import { PROFILES_FOLDER } from '../../../data/profiles.ts';
import { type ControllerProfile, readProfile } from '../../../scoring/safeguards/controller-profile.ts';
import { example, type Example, LONG_WORD, MARKUP } from './example.ts';

function profile(id: string): ControllerProfile {
  const read = readProfile(parse(readFileSync(path.join(PROFILES_FOLDER, `${id}.yaml`), 'utf8')));
  if (read.kind === 'refused') throw new Error(id);
  return read.profile;
}

export const EXAMPLES: readonly Example[] = [
  example(privacyPage, 'typical', (wording) =>
    presentPrivacy(profile('debt-collector-ee'), 'Kivisilla Inkasso OÜ', wording),
  ),
  example(privacyPage, 'empty', (wording) =>
    presentPrivacy(
      { ...profile('vehicle-leasing-ee'), purposes: [], recipients: [], retention: [] },
      'Another firm',
      wording,
    ),
  ),
  example(privacyPage, 'awkward', (wording) =>
    presentPrivacy(profile('retail-credit-ee'), `${LONG_WORD} ${MARKUP}`, wording),
  ),
  ...(['typical', 'empty', 'awkward'] as const).map((kind) =>
    example(
      privacyListPage,
      kind,
      (): PrivacyListContext => ({
        controllers:
          kind === 'empty'
            ? []
            : ['Näidis OÜ', kind === 'awkward' ? MARKUP : 'Malli Oy'].map((name, at) => ({
                name,
                href: `/privacy/${at + 1}`,
              })),
      }),
    ),
  ),
];
