import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  at,
  entriesOf,
  entry,
  isNull,
  listOf,
  parseYaml,
  textOf,
  type YamlScalar,
} from '../../../src/models/yaml/yaml.ts';

const root = (source: string) => parseYaml(source).documents[0]?.root;

describe('values and places', () => {
  it('gives line and column of keys and values', () => {
    const doc = root('module:\n  name: cim-x\n  list: [a, "b"]\n');
    expect(at(doc, 'module', 'name')).toMatchObject({ value: 'cim-x', line: 2, column: 9 });
    expect(entry(at(doc, 'module'), 'list')?.keyPlace).toEqual({ line: 3, column: 3 });
    expect(listOf(at(doc, 'module', 'list')).map(textOf)).toEqual(['a', 'b']);
  });

  it('keeps what was written beside what it means', () => {
    expect(root('3.10')).toMatchObject({ value: 3.1, text: '3.10', quoted: false });
    expect(root('"true"')).toMatchObject({ value: 'true', text: 'true', quoted: true });
    expect(root('on')).toMatchObject({ value: 'on' });
    expect(root('1.0.0')).toMatchObject({ value: '1.0.0' });
    expect(isNull(at(root('a:'), 'a'))).toBe(true);
    expect(textOf(at(root('a: ~'), 'a'))).toBeUndefined();
  });

  it('says where the content of a block begins', () => {
    const run = at(root('run: |\n  one\n  two\n'), 'run') as YamlScalar;
    expect(run).toMatchObject({ text: 'one\ntwo\n', contentLine: 2, literal: true, line: 1 });
    expect(at(root('run: >-\n  one\n  two\n'), 'run')).toMatchObject({
      text: 'one two',
      contentLine: 2,
      literal: false,
    });
    expect(at(root('run: one'), 'run')).toMatchObject({ contentLine: 1, literal: true });
    expect(at(root('run: one\n  two'), 'run')).toMatchObject({ text: 'one two', literal: false });
  });

  it('reads several documents', () => {
    const file = parseYaml('a: 1\n---\nb: 2\n');
    expect(file.documents).toHaveLength(2);
    expect(entriesOf(file.documents[1]?.root)[0]?.keyPlace).toEqual({ line: 3, column: 1 });
  });

  it('has no document in an empty file', () => {
    expect(parseYaml('').documents.every((document) => document.root === undefined)).toBe(true);
    expect(parseYaml('# nothing\n').problems).toEqual([]);
  });

  it('resolves aliases to the node of their anchor', () => {
    expect(at(root('a: &x {k: v}\nb: *x\n'), 'b', 'k')).toMatchObject({ value: 'v', line: 1 });
  });

  it('is not fooled by keys of prototypes', () => {
    expect(at(root('a: 1'), '__proto__')).toBeUndefined();
    expect(at(root('__proto__: {x: 1}'), '__proto__', 'x')).toMatchObject({ value: 1 });
  });
});

describe('problems', () => {
  it('names both lines of a duplicate key, and the last one counts', () => {
    const file = parseYaml('a: 1\nb: 2\na: 3\n');
    expect(file.problems).toEqual([
      { kind: 'duplicate-key', message: 'key `a` is given twice, first on line 1', line: 3, column: 1 },
    ]);
    expect(at(file.documents[0]?.root, 'a')).toMatchObject({ value: 3 });
  });

  it.each([
    ['a: [1', 'syntax'],
    ['a: b: c', 'syntax'],
    ['\tx: 1', 'syntax'],
    ['a: *nowhere', 'syntax'],
    ['a: &x [*x]', 'syntax'],
    [`${'['.repeat(300)}${']'.repeat(300)}`, 'bound'],
    ['x'.repeat(1_048_577), 'bound'],
  ])('reports %j', (source, kind) => {
    const problem = parseYaml(source).problems[0];
    expect(problem?.kind).toBe(kind);
    expect(problem?.line).toBeGreaterThan(0);
  });

  it('refuses an alias bomb without expanding it', () => {
    const levels = Array.from({ length: 20 }, (_, n) => `l${n}: &l${n} [${Array(9).fill(n ? `*l${n - 1}` : 'x')}]`);
    expect(parseYaml(levels.join('\n')).problems.some((problem) => problem.kind === 'bound')).toBe(true);
  });

  it('never throws, and every problem has a place', () => {
    const piece = fc.constantFrom(
      'a: ',
      '- ',
      '\n',
      '  ',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '|',
      '>',
      '&x ',
      '*x',
      '!t ',
      ': ',
      '---\n',
      '\t',
      '#',
      '? ',
      'b',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }), (pieces) => {
        for (const problem of parseYaml(pieces.join('')).problems) {
          expect(problem.line).toBeGreaterThan(0);
          expect(problem.column).toBeGreaterThan(0);
        }
      }),
    );
  });
});

describe('files made to be slow', () => {
  it('refuses brackets that nest too deeply before the library sees them', () => {
    for (const text of ['['.repeat(200_000), '{a: '.repeat(200_000), `a: ${'['.repeat(201)}${']'.repeat(201)}`])
      expect(parseYaml(text).problems).toMatchObject([{ kind: 'bound', message: 'nested deeper than 200 levels' }]);
  });

  it('reads many brackets beside each other, or in texts', () => {
    expect(parseYaml(`a: [${'[],'.repeat(1_000)}]`).problems).toEqual([]);
    expect(parseYaml(`a: |\n  ${'['.repeat(1_000)}\n`).problems).toEqual([]);
  });

  it('lists so many problems and no more', () => {
    const { problems } = parseYaml('name: x\n'.repeat(5_000));
    expect(problems).toHaveLength(201);
    expect(problems.at(-1)).toMatchObject({
      kind: 'duplicate-key',
      message: expect.stringContaining('more than 200 problems'),
    });
  });
});
