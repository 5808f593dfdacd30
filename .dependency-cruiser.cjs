/** Who may import whom. Each rule has a name and the reason it exists; `tests/architecture` runs them. */
module.exports = {
  forbidden: [
    {
      name: 'scoring-imports-nothing-of-ours',
      comment:
        'scoring/ is the pure core: the same inputs must give the same bytes anywhere, so it knows no storage, no server and no page.',
      severity: 'error',
      from: { path: '^scoring/' },
      to: { path: '^(data|server|review-ui|tests)/' },
    },
    {
      name: 'data-imports-scoring-only',
      comment: 'data/ stores and reads; it must not know how it is asked (server/) or shown (review-ui/).',
      severity: 'error',
      from: { path: '^data/' },
      to: { path: '^(server|review-ui|tests)/' },
    },
    {
      name: 'review-ui-imports-scoring-only',
      comment: 'Pages show what they are given: a page that reaches storage could show what nobody authorised.',
      severity: 'error',
      from: { path: '^review-ui/' },
      to: { path: '^(server|data|tests)/' },
    },
    {
      name: 'product-does-not-import-tests',
      comment: 'What only a test needs must not ship.',
      severity: 'error',
      from: { path: '^(scoring|data|server|review-ui)/' },
      to: { path: '^tests/' },
    },
    {
      name: 'no-circles',
      comment: 'A circle, of types too, means that two files are one idea, or that a third idea is missing.',
      severity: 'error',
      from: { path: '^(scoring|data|server|review-ui)/' },
      to: { circular: true },
    },
    {
      name: 'database-only-in-data',
      comment: 'SQL lives in data/ alone, so that every query can be found, indexed and ported in one place.',
      severity: 'error',
      from: { path: '^(scoring|server|review-ui)/' },
      to: { path: 'node_modules/(knex|sqlite3|pg)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'tensorflow-only-in-one-file',
      comment: 'One file chooses the backend; everything else receives tf as an argument and imports its types only.',
      severity: 'error',
      from: { path: '^(scoring|data|server|review-ui)/', pathNot: '^server/tensorflow\\.ts$' },
      to: { path: 'node_modules/@tensorflow/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'scoring-has-no-io',
      comment: 'No file, network, process or clock module in the core; createHash for fingerprints is the one exception.',
      severity: 'error',
      from: { path: '^scoring/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    {
      name: 'http-only-in-server',
      comment: 'Express, sessions and logs belong to server/.',
      severity: 'error',
      from: { path: '^(scoring|data|review-ui)/' },
      to: { path: 'node_modules/(express|helmet|pino|express-session|csrf-csrf)/' },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that does not resolve is a broken build.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '@tensorflow/tfjs-node' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'], extensions: ['.ts', '.mjs', '.js', '.cjs', '.json', '.d.ts'] },
  },
};
