import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Wherever npm put it. */
const typeface = path.dirname(
  createRequire(import.meta.url).resolve('@fontsource-variable/source-sans-3/index.css'),
);

/** What a browser may fetch, by the path it is served under. Files only: nothing is made on the fly. */
export const ASSETS: readonly { readonly served: string; readonly folder: string }[] = [
  { served: '/assets/styles', folder: path.join(import.meta.dirname, 'styles') },
  { served: '/assets/scripts', folder: path.join(import.meta.dirname, 'scripts') },
  {
    served: '/assets/fonts',
    folder: path.join(typeface, 'files'),
  },
];

const addresses = new Map<string, string>();

/** The address of a style or script with a hash of its contents: after an upgrade nobody sees an old one. */
export function assetAddress(served: string): string {
  const known = addresses.get(served);
  if (known !== undefined) return known;
  const place = ASSETS.find((each) => served.startsWith(`${each.served}/`));
  if (place === undefined) throw new Error(`"${served}" is served from no folder`);
  const file = path.join(place.folder, served.slice(place.served.length + 1));
  const hash = createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 10);
  const address = `${served}?v=${hash}`;
  addresses.set(served, address);
  return address;
}
