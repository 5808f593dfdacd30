import path from 'node:path';

/** What a browser may fetch, by the path it is served under. Files only: nothing is made on the fly. */
export const ASSETS: readonly { readonly served: string; readonly folder: string }[] = [
  { served: '/assets/styles', folder: path.join(import.meta.dirname, 'styles') },
  { served: '/assets/scripts', folder: path.join(import.meta.dirname, 'scripts') },
  {
    served: '/assets/fonts',
    folder: path.join(import.meta.dirname, '../node_modules/@fontsource-variable/source-sans-3/files'),
  },
];
