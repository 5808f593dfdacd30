import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const LIST = 'docs/dependencies.md';

/** Packages that no file imports: programs that a script runs. Types (`@types/…`) serve the compiler alone. */
const RUN_AS_PROGRAMS: Readonly<Record<string, string>> = {
  '@biomejs/biome': 'biome',
  '@typescript/native': 'tsc',
  eslint: 'eslint',
  mocha: 'mocha',
};
/** Loaded by another package at the word of ours. */
const LOADED_BY_OTHERS: Readonly<Record<string, RegExp>> = { sqlite3: /dialects\/sqlite3|client: .*sqlite3/ };

type Versions = Readonly<Record<string, string>>;
interface Manifest {
  readonly scripts: Versions;
  readonly dependencies: Versions;
  readonly optionalDependencies: Versions;
  readonly devDependencies: Versions;
}

describe('the packages we depend on', () => {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
  const declared = {
    ...manifest.dependencies,
    ...manifest.optionalDependencies,
    ...manifest.devDependencies,
  };
  const rows = rowsOf(readFileSync(path.join(root, LIST), 'utf8'));

  it(`each have a line in ${LIST}`, () => {
    expect(Object.keys(declared).filter((name) => !rows.has(name))).to.deep.equal([]);
  });

  it(`are all that ${LIST} speaks of, each once`, () => {
    expect([...rows.keys()].filter((name) => !(name in declared))).to.deep.equal([]);
    for (const [name, lines] of rows) expect(lines, name).to.have.length(1);
  });

  it('stand there with the version that is installed', () => {
    const wrong = Object.entries(declared).filter(
      ([name, version]) => rows.get(name)?.[0]?.version !== version.replace(/^npm:.*@/, ''),
    );
    expect(wrong).to.deep.equal([]);
  });

  it('are named with one exact version: an install next year gives what was tested', () => {
    const loose = Object.entries(declared).filter(
      ([, version]) => !/^(npm:.+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
    );
    expect(loose).to.deep.equal([]);
  });

  it('are all used: imported by a file, or run by a script', () => {
    const texts = sourcesOf(root).map((file) => readFileSync(file, 'utf8'));
    const programs = [...Object.values(manifest.scripts), ...texts].join('\n');
    const unused = Object.keys(declared)
      .filter((name) => !name.startsWith('@types/'))
      .filter((name) => {
        const program = RUN_AS_PROGRAMS[name];
        if (program !== undefined) return !new RegExp(`\\b${program}\\b`).test(programs);
        const loaded = LOADED_BY_OTHERS[name];
        if (loaded !== undefined) return !texts.some((text) => loaded.test(text));
        const quoted = new RegExp(`['"]${name.replaceAll('.', '\\.')}(/[^'"]*)?['"]`);
        return !texts.some((text) => quoted.test(text));
      });
    expect(unused, `nothing uses ${unused.join(', ')}: npm uninstall it`).to.deep.equal([]);
  });
});

/** The first cell of a row is the package in backquotes, the second its version. */
function rowsOf(markdown: string): Map<string, { readonly version: string }[]> {
  const rows = new Map<string, { readonly version: string }[]>();
  for (const [, name = '', version = ''] of markdown.matchAll(/^\| `([^`]+)` \| ([^ |]+) \|/gm)) {
    rows.set(name, [...(rows.get(name) ?? []), { version }]);
  }
  return rows;
}

/** Every source file but this one, whose list of programs would count as a use. */
function sourcesOf(folder: string): string[] {
  const own = path.join(root, 'tests/architecture/dependencies.test.ts');
  return ['scoring', 'data', 'server', 'review-ui', 'tests']
    .flatMap((name) =>
      readdirSync(path.join(folder, name), { recursive: true }).map((file) =>
        path.join(folder, name, String(file)),
      ),
    )
    .concat(path.join(folder, 'eslint.config.mjs'))
    .filter((file) => /\.(ts|mjs|cjs)$/.test(file) && file !== own);
}
