import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readConfig } from '../../src/decisions/config.ts';
import { insidePath } from '../../src/schema/common.ts';
import { repositoryFileSchema } from '../../src/schema/repository-file.ts';

const schema = z.strictObject({ name: z.string(), list: z.array(z.strictObject({ at: z.number() })).default([]) });

describe('readConfig', () => {
  test('gives the value, and where each part of it stands', () => {
    const config = readConfig('name: x\nlist:\n  - at: 1\n  - at: 2\n', schema);
    expect(config.value).toEqual({ name: 'x', list: [{ at: 1 }, { at: 2 }] });
    expect(config.problems).toEqual([]);
    if (config.value === undefined) return;
    expect(config.placeOf('list', '1')).toEqual({ line: 4, column: 5 });
    expect(config.placeOf('list', '1', 'at')).toEqual({ line: 4, column: 5 });
    expect(config.placeOf('gone')).toEqual({});
  });

  test.each([
    ['a value of another kind', 'name: 1\n', 1, /^name: /],
    ['deep inside', 'name: x\nlist:\n  - at: x\n', 3, /^list\.0\.at: /],
    ['an unknown key, at the key', 'name: x\nnaem: y\n', 2, /naem/],
    ['an unknown key inside', 'name: x\nlist:\n  - at: 1\n    by: y\n', 4, /by/],
    ['a duplicate key', 'name: x\nname: y\n', 2, /name/],
    ['no YAML', 'name: [', 1, /./],
  ])('%s has its line', (_, text, line, message) => {
    const [problem] = readConfig(text, schema).problems;
    expect(problem).toMatchObject({ line });
    expect(problem?.message).toMatch(message);
  });

  test('never throws, and gives a value or problems', () => {
    const check = (text: string) => {
      const config = readConfig(text, repositoryFileSchema);
      expect(config.value === undefined).toBe(config.problems.length > 0);
    };
    fc.assert(fc.property(fc.string({ unit: 'binary' }), check));
    fc.assert(fc.property(fc.json(), check));
  });
});

describe('a path inside the module', () => {
  test.each(['/etc/passwd', '../x', 'a/../../x', '~/.ssh', 'C:\\x', '\\\\host\\x', 'a\\..\\x', '..'])(
    'not %s',
    (path) => {
      expect(insidePath.safeParse(path).success).toBe(false);
    },
  );
  test.each(['a', 'a/b.md', 'docs/**', '..a', 'a..b/c', '.github/x'])('%s', (path) => {
    expect(insidePath.safeParse(path).success).toBe(true);
  });
});
