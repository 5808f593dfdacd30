import { expect } from 'chai';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { COMMANDS } from '../../server/cli/main.ts';

const root = path.resolve(import.meta.dirname, '../..');
const PAPERS = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'review-ui/README.md',
  ...readdirSync(path.join(root, 'docs'), { recursive: true })
    .map((file) => path.join('docs', String(file)))
    .filter((file) => file.endsWith('.md'))
    .sort(),
];
/** Capitals in the name of a file stand for one that does not exist yet. */
const STANDS_FOR_ANY = /\/(?:NAME|N+-name)\b/;
const MOST_PICTURE_BYTES = 300 * 1024;
/** Words of npm itself; every other `npm run …` is a script of ours. */
const NPM_ITSELF = new Set(['install', 'ci', 'run', 'view', 'uninstall']);
/** Folders of one person's machine; a paper must hold on every machine. */
const MACHINE_PATH = /(?<![\w./~-])(?:\/(?:home|Users|work|root|mnt|opt|tmp|var|usr)\/[\w.-]+|[A-Z]:\\\w+)/g;

describe('the papers', () => {
  const papers = PAPERS.map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }));
  const readme = papers[0]?.text ?? '';

  it('link only to files that are there', () => {
    const broken = papers.flatMap(({ file, text }) =>
      linksOf(text)
        .filter((target) => !existsSync(path.resolve(root, path.dirname(file), target)))
        .map((target) => `${file}: ${target}`),
    );
    expect(broken).to.deep.equal([]);
  });

  it('link only to headings that are there', () => {
    const broken = papers.flatMap(({ file, text }) =>
      [...text.matchAll(/\]\(([^)\s:#]*)#([^)\s]+)\)/g)]
        .filter(([, target = '', anchor = '']) => {
          const there = target === '' ? file : path.join(path.dirname(file), target);
          return !anchorsOf(readFileSync(path.join(root, there), 'utf8')).has(anchor);
        })
        .map(([link]) => `${file}: ${link}`),
    );
    expect(broken).to.deep.equal([]);
  });

  it('name only folders and files of the project that are there', () => {
    const lost = papers
      .filter(({ file }) => file !== 'CHANGELOG.md')
      .flatMap(({ file, text }) =>
        [...text.matchAll(/`((?:scoring|data|server|review-ui|tests|docs)\/[\w./-]*[\w/])`/g)]
          .map(([, named = '']) => named)
          .filter((named) => !STANDS_FOR_ANY.test(named) && !existsSync(path.join(root, named)))
          .map((named) => `${file}: ${named}`),
      );
    expect(lost).to.deep.equal([]);
  });

  it('name only commands that exist', () => {
    const known = new Set([...COMMANDS.map(({ name }) => name), 'help']);
    const unknown = papers.flatMap(({ file, text }) =>
      commandsIn(text)
        .filter((name) => !known.has(name))
        .map((name) => `${file}: recourse ${name}`),
    );
    expect(unknown).to.deep.equal([]);
  });

  it('name only npm scripts that exist', () => {
    const scripts = scriptsOf();
    const unknown = papers.flatMap(({ file, text }) =>
      [...text.matchAll(/\bnpm (?:run )?(start|test|(?<=run )[\w:-]+)/g)]
        .map(([, script = '']) => script)
        .filter((script) => !(script in scripts) && !NPM_ITSELF.has(script))
        .map((script) => `${file}: npm run ${script}`),
    );
    expect(unknown).to.deep.equal([]);
  });

  it('and package.json name only programs that are there', () => {
    const scripts = scriptsOf();
    const missing = Object.entries(scripts).flatMap(([script, line]) =>
      [...line.matchAll(/\b(?:server|tests)\/[\w./-]+\.(?:ts|mjs)\b/g)]
        .filter(([file]) => !existsSync(path.join(root, file)))
        .map(([file]) => `${script}: ${file}`),
    );
    expect(missing).to.deep.equal([]);
  });

  it('never name a place on one person’s machine', () => {
    const found = papers.flatMap(({ file, text }) =>
      [...text.matchAll(MACHINE_PATH)].map(([place]) => `${file}: ${place}`),
    );
    expect(found).to.deep.equal([]);
    expect('see /home/mari/x and C:\\data'.match(MACHINE_PATH)).to.have.length(2);
    expect('https://example.com/home/x and `data/opt/x` and ./var/x'.match(MACHINE_PATH)).to.equal(null);
  });

  it('in README show every command of the command line', () => {
    const shown = new Set(commandsIn(readme));
    expect(COMMANDS.map(({ name }) => name).filter((name) => !shown.has(name))).to.deep.equal([]);
  });

  it('in README lead to every paper under docs/', () => {
    const linked = new Set(linksOf(readme));
    const missing = PAPERS.filter((file) => /^docs\/[^/]+\.md$/.test(file) && !linked.has(file));
    expect(missing).to.deep.equal([]);
  });

  it('list every decision record', () => {
    const listed = new Set(
      linksOf(papers.find(({ file }) => file === 'docs/decisions/README.md')?.text ?? ''),
    );
    const records = readdirSync(path.join(root, 'docs/decisions')).filter((file) => file !== 'README.md');
    expect(records.filter((file) => !/^\d{4}-[a-z0-9-]+\.md$/.test(file))).to.deep.equal([]);
    expect(records.filter((file) => !listed.has(file))).to.deep.equal([]);
  });

  it('have pictures small enough to be read on a slow line', () => {
    const folder = path.join(root, 'docs/pictures');
    const pictures = readdirSync(folder);
    expect(pictures).to.not.deep.equal([]);
    for (const picture of pictures) {
      expect(readFileSync(path.join(folder, picture)).length, picture).to.be.at.most(MOST_PICTURE_BYTES);
    }
  });
});

function scriptsOf(): Readonly<Record<string, string>> {
  const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    scripts: Readonly<Record<string, string>>;
  };
  return scripts;
}

/** Targets within the project, without their anchor. */
function linksOf(markdown: string): string[] {
  return [...markdown.matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
}

/** Commands where a shell would read them: in a block, or at the beginning of a piece of code. */
function commandsIn(markdown: string): string[] {
  return [...markdown.matchAll(/(?:^|`|npx --no-install )recourse ([a-z]+)/gm)].map(([, name = '']) => name);
}

/** As the usual hosts make them of headings. */
function anchorsOf(markdown: string): Set<string> {
  return new Set(
    [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}
