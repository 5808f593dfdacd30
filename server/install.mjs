// Plain JavaScript on Node's own modules alone: it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const OLDEST_NODE = [20, 19];

/** Stops with a clear sentence on a Node that is too old, then installs the packages where they are missing or older than the lock file. */
export function installIfNeeded() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    console.error(
      `Recourse needs Node.js ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}.`,
    );
    process.exit(1);
  }
  if (!isInstallNeeded()) return;
  console.error('Installing packages (once) …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const done = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (done.status !== 0) {
    console.error('The packages could not be installed; npm said why above. Nothing was started.');
    process.exit(1);
  }
}

/** npm writes node_modules/.package-lock.json at the end of an install: older than our lock file means unfinished or outdated. */
function isInstallNeeded() {
  const installed = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return true;
  return statSync(installed).mtimeMs < statSync(path.join(root, 'package-lock.json')).mtimeMs;
}
