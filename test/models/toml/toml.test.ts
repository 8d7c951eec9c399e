import fc from 'fast-check';
import { parse as smolParse } from 'smol-toml';
import { parseTOML } from 'toml-eslint-parser';
import { describe, expect, test } from 'vitest';
import { parseToml, type TomlDocument } from '../../../src/models/toml/toml.ts';

function read(text: string): TomlDocument {
  const result = parseToml(text);
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.document;
}

const refusal = (text: string) => {
  const result = parseToml(text);
  return result.ok ? undefined : result.problem;
};

describe('values', () => {
  test('takes what cargo takes beyond TOML 1.0: mixed arrays, inline tables over lines, a byte order mark', () => {
    const text = '\uFEFFa = ["x", { b = 1 }, 2]\nc = {\n  d = 1,\n  e = 2, # why\n}\nf = "\\e\\x41"\n';
    const { value } = read(text);
    expect(value).toEqual({ a: ['x', { b: 1 }, 2], c: { d: 1, e: 2 }, f: '\u001bA' });
  });

  test('integers beyond 2^53 keep their value', () => {
    expect(read('a = 9007199254740993\nb = 1').value).toEqual({ a: 9007199254740993n, b: 1 });
  });

  test.each([
    '[__proto__]\npolluted = 1',
    '__proto__.polluted = 1',
    'a = { __proto__ = { polluted = 1 } }',
    '[[__proto__]]\npolluted = 1',
    '[constructor.prototype]\npolluted = 1',
  ])('keys of JavaScript objects are keys like any other: %s', (text) => {
    const { value } = read(text);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.keys(value)).toHaveLength(1);
  });

  test('an absent __proto__ is absent', () => {
    const { value } = read('a = 1');
    expect(Object.hasOwn(value, '__proto__')).toBe(false);
    expect(Object.hasOwn(value, 'constructor')).toBe(false);
  });
});

describe('refusals', () => {
  test.each([
    ['a = 1\nb = ', { line: 2, column: 5 }],
    ['a = 1\na = 2', { line: 2, column: 1 }],
    ['[a.b]\nx = 1\n[a]\nb.y = 2', { line: 4, column: 1 }],
    ['[a]\nb.y = 1\n[a.b]\n', { line: 3 }],
    ['[[b.a.a]]\n[b]\na.b = 1', { line: 3, column: 1 }],
    ['[b.b.a]\n[b]\nb.b = []', { line: 3 }],
    ['[package\nname = "x"', { line: 1 }],
    ['<<<<<<< HEAD\na = 1', { line: 1, column: 1 }],
  ])('%j is refused at its place', (text, place) => {
    expect(refusal(text)).toMatchObject(place);
  });

  test('depth and size are bounded', () => {
    expect(refusal(`a = ${'['.repeat(20_000)}${']'.repeat(20_000)}`)?.message).toMatch(/nested|depth/i);
    expect(refusal(`a = ${'{a='.repeat(5_000)}1${'}'.repeat(5_000)}`)?.message).toMatch(/nested|depth/i);
    expect(refusal(`# ${'x'.repeat(2_200_000)}`)?.message).toMatch(/longer than/);
  });
});

describe('places', () => {
  const text = [
    '# about the package',
    '[package]',
    'name = "x" # not above anything',
    'keywords = [',
    '  "one",',
    '  # two lines of',
    '  "two",',
    ']',
    '',
    '[dependencies]',
    '"quoted" = { version = "1", path = "../q" }',
    'tokio.version = "1"',
    '# detached',
    '',
    '# first',
    '#second',
    'serde = "1"',
    '[[bin]]',
    'name = "a"',
    '[[bin]]',
    'name = "b"',
  ].join('\n');

  test.each([
    [['package'], { line: 2, column: 1 }],
    [['package', 'name'], { line: 3, column: 1 }],
    [['package', 'keywords', 1], { line: 7, column: 3 }],
    [['dependencies', 'quoted', 'path'], { line: 11, column: 29 }],
    [['dependencies', 'tokio', 'version'], { line: 12, column: 7 }],
    [['bin', 1, 'name'], { line: 21, column: 1 }],
  ])('of %j', (path, place) => {
    expect(read(text).places.at(path)).toEqual(place);
  });

  test('lines that end with a carriage return too', () => {
    const { value, places } = read(text.replaceAll('\n', '\r\n'));
    expect(value.package).toMatchObject({ name: 'x', keywords: ['one', 'two'] });
    expect(places.at(['bin', 1, 'name'])).toEqual({ line: 21, column: 1 });
    expect(places.commentAbove(['dependencies', 'serde'])).toEqual(['first', 'second']);
  });

  test('of what is not there is undefined', () => {
    expect(read(text).places.at(['package', 'nope'])).toBeUndefined();
    expect(read(text).places.at(['package', 'name', 'deeper'])).toBeUndefined();
    expect(read(text).places.at([])).toBeUndefined();
  });

  test('comments are those directly above, not trailing and not detached ones', () => {
    const { places } = read(text);
    expect(places.commentAbove(['dependencies', 'serde'])).toEqual(['first', 'second']);
    expect(places.commentAbove(['package'])).toEqual(['about the package']);
    expect(places.commentAbove(['package', 'keywords'])).toEqual([]);
    expect(places.commentAbove(['nope'])).toEqual([]);
  });
});

const key = fc.constantFrom('a', 'b', 'c', '"a"', "'b'", '"\\u0063"', '__proto__');
const path = fc.array(key, { minLength: 1, maxLength: 3 }).map((keys) => keys.join('.'));
const value: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('1', '"s"', "'l'", 'true', '"""\nm\n"""', "'''x'''", '1979-05-27', '-1.5e3'),
    fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    fc
      .array(fc.tuple(path, tie('value')), { maxLength: 2 })
      .map((pairs) => `{ ${pairs.map(([k, v]) => `${k} = ${v}`).join(', ')} }`),
  ),
})).value;
const line = fc.oneof(
  path.map((keys) => `[${keys}]`),
  path.map((keys) => `[[${keys}]]`),
  fc.tuple(path, value).map(([keys, written]) => `${keys} = ${written}`),
  fc.constantFrom('', '# comment', '  # [a]'),
);

describe('properties', () => {
  test('agrees with smol-toml on what is TOML, though @iarna/toml gives the values', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 7 }), (lines) => {
        const text = lines.join('\n');
        let expected: unknown;
        try {
          expected = smolParse(text);
        } catch {
          expected = undefined;
        }
        const result = parseToml(text);
        // cargo refuses a dotted key into a table that a header below an array of tables opened; smol-toml does not.
        if (!result.ok && /^a dotted key adds/.test(result.problem.message)) return;
        expect(result.ok).toBe(expected !== undefined);
      }),
      { numRuns: 3_000 },
    );
  });

  test('places are those of toml-eslint-parser', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 7 }), (lines) => {
        const text = lines.join('\n');
        const result = parseToml(text);
        if (!result.ok) return;
        for (const block of parseTOML(text).body[0].body) {
          if (block.type !== 'TOMLTable') continue;
          const { line: row, column } = block.loc.start;
          expect(result.document.places.at(block.resolvedKey)).toEqual({ line: row, column: column + 1 });
        }
      }),
      { numRuns: 500 },
    );
  });

  test('never throws, whatever the text', () => {
    const soup = fc.array(
      fc.constantFrom('[', ']', '{', '}', '"', "'", '=', '.', ',', '#', '\n', 'a', '\\', '1', ' ', '"""', "'''"),
    );
    fc.assert(
      fc.property(soup, (parts) => {
        parseToml(parts.join(''));
      }),
      { numRuns: 3_000 },
    );
  });
});
