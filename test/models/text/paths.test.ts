import { posix } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { folderOf, isWithin, joinInside, joinPath, resolved, resolvedInside } from '../../../src/models/text/paths.ts';

const path = fc.array(fc.constantFrom('a', 'b.rs', '.', '..', '', '...')).map((steps) => steps.join('/'));

describe('paths', () => {
  test('are resolved as node resolves them, and above stays above', () => {
    fc.assert(
      fc.property(path, (written) => {
        const known = posix.normalize(`./${written}`).replace(/\/$/, '');
        expect(resolved(written)).toBe(known === '.' ? '' : known);
        expect(resolvedInside(written)).toBe(/^\.\.(?:\/|$)/.test(known) ? undefined : resolved(written));
      }),
    );
  });

  test.each([
    ['', 'a/b', 'a/b'],
    ['a', '../../b', '../b'],
    ['a', '..', ''],
    ['a', 'b\\..\\c', 'a/c'],
    ['../a', '../..', '../..'],
  ])('%s and %s are joined to %s', (folder, relative, joined) => {
    expect(joinPath(folder, relative)).toBe(joined);
    expect(joinInside(folder, relative)).toBe(joined.startsWith('..') ? undefined : joined);
  });

  test.each(['/a', '\\a', 'C:\\a', 'c:a'])('%s is absolute and joins nothing', (absolute) => {
    expect(joinPath('x', absolute)).toBeUndefined();
    expect(joinInside('x', absolute)).toBeUndefined();
  });

  test('a name that begins with dots leads nowhere else', () => {
    expect(joinInside('', '..a')).toBe('..a');
  });

  test('lie in folders, component by component', () => {
    expect(['a/b/c', 'a', '/a'].map(folderOf)).toEqual(['a/b', '', '']);
    expect([isWithin('a/b', 'a'), isWithin('a', 'a'), isWithin('ab', 'a'), isWithin('a', 'a/b')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect([isWithin('a', ''), isWithin('../a', '')]).toEqual([true, false]);
  });
});
