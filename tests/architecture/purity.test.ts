import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.resolve(import.meta.dirname, '../..');

/** What the pure core may not touch: the clock, dice, the process, the network, files, timers. */
const IMPURE_GLOBALS = new Set([
  'process',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'performance',
  'crypto',
  'console',
  'globalThis',
  'require',
]);

describe('scoring/ is pure', () => {
  const files = readdirSync(path.join(root, 'scoring'), { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.ts'));

  it('has files to look at', () => {
    expect(files.length).to.be.greaterThan(5);
  });

  it('touches no clock, dice, process, network, file or timer', () => {
    const found = files.flatMap((file) => impuritiesOf(file));
    expect(found, found.join('\n')).to.deep.equal([]);
  });

  it('is found out when it does', () => {
    const impure = 'const a = Date.now(); const b = new Date(); const c = Math.random(); process.exit();';
    expect(impuritiesIn('example.ts', impure)).to.have.length(4);
    expect(
      impuritiesIn('example.ts', 'const d = new Date(5); const o = { process: 1 }; o.process;'),
    ).to.deep.equal([]);
  });
});

function impuritiesOf(file: string): string[] {
  return impuritiesIn(`scoring/${file}`, readFileSync(path.join(root, 'scoring', file), 'utf8'));
}

function impuritiesIn(name: string, text: string): string[] {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true);
  const found: string[] = [];
  const report = (node: ts.Node): void => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    found.push(`${name}:${line + 1} ${node.getText().slice(0, 60)}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length)
      report(node);
    else if (ts.isPropertyAccessExpression(node) && ['Date.now', 'Math.random'].includes(node.getText()))
      report(node);
    else if (ts.isIdentifier(node) && IMPURE_GLOBALS.has(node.text) && isFreeReference(node)) report(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Whether the identifier stands for the global, not for a property, a declared name, a label or a type member. */
function isFreeReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  return !(
    ts.isPropertySignature(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isParameter(parent) ||
    ts.isVariableDeclaration(parent) ||
    ts.isImportSpecifier(parent) ||
    ts.isBindingElement(parent)
  );
}
