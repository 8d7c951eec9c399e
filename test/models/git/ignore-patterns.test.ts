/** Patterns of .gitignore and .gitattributes, with git itself as the judge. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { GeneratedFiles } from '../../../src/models/git/attributes.ts';
import { IgnoreRules } from '../../../src/models/git/ignore-patterns.ts';
import { compileWildcard } from '../../../src/models/text/wildcard.ts';

const folder = mkdtempSync(join(tmpdir(), 'cim-ready-test-'));
const git = (args: string[], input: string) => {
  try {
    return execFileSync('git', ['-C', folder, ...args], { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] });
  } catch (thrown) {
    return (thrown as { stdout: string }).stdout; // exit code 1 says that nothing is ignored
  }
};
git(['init', '-q'], '');
afterAll(() => rmSync(folder, { recursive: true }));

const name = fc.stringMatching(/^[ab.]{1,3}$/).filter((text) => !/^\.+$/.test(text));
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
const piece = fc.constantFrom(
  'a',
  'b',
  'ab',
  '*',
  '**',
  '?',
  '/',
  '/**/',
  '[ab]',
  '[!a]',
  '[a-b]',
  '\\a',
  '\\*',
  '.',
  '[',
  ']',
  '[]a]',
  '[[:alpha:]]',
  '[^.]',
);
const pattern = fc.array(piece, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''));
const line = fc
  .tuple(fc.constantFrom('', '', '!', '#', '\\!'), pattern, fc.constantFrom('', '', '/', ' ', '\\ ', '\r'))
  .map((parts) => parts.join(''));

describe('.gitignore', () => {
  test('agrees with git check-ignore', () => {
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 5 }),
        fc.array(path, { minLength: 8, maxLength: 8 }),
        (lines, paths) => {
          const text = lines.join('\n');
          writeFileSync(join(folder, '.gitignore'), text);
          const ignored = new Set(git(['check-ignore', '--no-index', '-z', '--stdin'], paths.join('\0')).split('\0'));
          const rules = new IgnoreRules();
          rules.add('', text);
          for (const one of paths)
            expect(`${one} ${rules.ignores(one) !== undefined}`).toBe(`${one} ${ignored.has(one)}`);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('a nearer file decides, and nothing in an ignored folder comes back', () => {
    const rules = new IgnoreRules();
    rules.add('', '*.log\n/build/\n');
    rules.add('keep', '!*.log\n');
    rules.add('build', '!x\n');
    expect(rules.ignores('a/x.log')).toEqual({ file: '.gitignore', line: 1, pattern: '*.log' });
    expect(rules.ignores('keep/x.log')).toBeUndefined();
    expect(rules.ignores('build/x')).toEqual({ file: '.gitignore', line: 2, pattern: '/build/' });
    expect(rules.ignores('build')).toBeUndefined();
    expect(rules.ignores('build/')).toBeDefined();
  });
});

describe('.gitattributes', () => {
  test('agrees with git check-attr', () => {
    const states = fc.constantFrom(
      'linguist-generated',
      '-linguist-generated',
      '!linguist-generated',
      'linguist-generated=true',
      'linguist-generated=false',
      'text',
      'text linguist-generated',
    );
    const attribute = fc.tuple(pattern, fc.constantFrom(' ', '\t', '  '), states).map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        fc.array(attribute, { minLength: 1, maxLength: 4 }),
        fc.array(path, { minLength: 8, maxLength: 8 }),
        (lines, paths) => {
          const text = `${lines.join('\n')}\n`;
          writeFileSync(join(folder, '.gitattributes'), text);
          const fields = git(['check-attr', '-z', '--stdin', 'linguist-generated'], paths.join('\0')).split('\0');
          const said = new Map<string, boolean>();
          for (let at = 0; at + 2 < fields.length; at += 3)
            said.set(fields[at] ?? '', ['set', 'true'].includes(fields[at + 2] ?? ''));
          const generated = new GeneratedFiles();
          generated.add('', text);
          for (const one of paths) expect(`${one} ${generated.has(one)}`).toBe(`${one} ${said.get(one)}`);
        },
      ),
      { numRuns: 200 },
    );
  });
});

test('a pattern of many asterisks takes no time', () => {
  const match = compileWildcard(`${'*a'.repeat(40)}*b`);
  expect(match('a'.repeat(4000))).toBe(false);
  expect(compileWildcard(`${'**/a/'.repeat(40)}b`)(`${'a/'.repeat(1000)}c`)).toBe(false);
});

test('a range in brackets holds what lies between its ends', () => {
  expect(['a', 'b', 'c', 'd', '-'].filter(compileWildcard('[a-c]'))).toEqual(['a', 'b', 'c']);
  expect(['a', 'b', '-'].filter(compileWildcard('[a-]'))).toEqual(['a', '-']);
});

test('the attributes of a folder count from that folder on, the nearest first', () => {
  const generated = new GeneratedFiles();
  generated.add('', 'a/b/*.rs linguist-generated\n/top.rs linguist-generated');
  generated.add('a', 'gen/*.rs linguist-generated\n/own.rs linguist-generated\nb/x.rs -linguist-generated');
  const paths = ['top.rs', 'a/top.rs', 'a/gen/x.rs', 'gen/x.rs', 'a/own.rs', 'a/c/own.rs', 'a/b/x.rs', 'a/b/y.rs'];
  expect(paths.filter((path) => generated.has(path))).toEqual(['top.rs', 'a/gen/x.rs', 'a/own.rs', 'a/b/y.rs']);
});
