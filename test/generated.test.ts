/** Files made from the code are as the code would make them now. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { generatedFiles } from '../scripts/generated.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const files = generatedFiles(JSON.parse(read('package.json')).version);

test.each(Object.keys(files))('%s is fresh (`npm run generate`)', (path) => {
  expect(read(path)).toBe(files[path]);
});

test('rules/README.md explains every item under its id', () => {
  const headings = [...read('rules/README.md').matchAll(/^#### (.+)$/gm)].map(([, id]) => id);
  expect(headings).toEqual(rules.map(({ id }) => id));
});

const groff = spawnSync('groff', ['--version']).status === 0;
describe.skipIf(!groff)('the manual page, by groff (skipped where it is not installed)', () => {
  test('has no warnings, and shows every command', () => {
    const { stdout, stderr } = spawnSync('groff', ['-man', '-Tutf8', '-ww', '-z', join(root, 'man/cim-ready.1')], {
      encoding: 'utf8',
    });
    expect(stderr + stdout).toBe('');
    const { stdout: shown } = spawnSync('groff', ['-man', '-Tascii', join(root, 'man/cim-ready.1')], {
      encoding: 'utf8',
    });
    const plain = shown.replace(/\u001b\[[\d;]*m|.\u0008/g, '');
    for (const word of ['check [options] [path...]', 'attest [options] <id> [path]', '--no-waivers', 'EXIT STATUS'])
      expect(plain).toContain(word);
  });
});
