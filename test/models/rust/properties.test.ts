import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from './parse.ts';
import { readEverything } from './read-everything.ts';

const pieces = [
  ...'(){}[]<>#!$&*|=+-:;,.?\'"/\\_~@%^\n '.split(''),
  ...'fn struct enum impl trait mod use pub const static type unsafe async extern match if let else for in while loop return as where dyn move await crate self Self super'.split(
    ' ',
  ),
  ...'union auto default gen safe macro_rules macro a b1 r#fn T u8 Vec derive cfg cfg_attr doc all not'.split(' '),
  ...[
    "'a",
    "'b'",
    '"s"',
    'r#"x"#',
    'b"y"',
    'c"z"',
    '1',
    '1.5',
    '0xff',
    '::',
    '->',
    '=>',
    '..',
    '..=',
    '&&',
    '||',
    '//',
    '/*',
    '*/',
    '///',
    '//!',
    '#[',
    '#![',
    '🦀',
    'é',
    '\r\n',
    '\ufeff',
  ],
  ...['a.b(c)', 'macro_rules! m {', 'cfg_if! {', '|x| y', 'pub(crate)', 'impl<T> A for B {', 'r#"', "b'", '#!/x'],
];

const rustish = fc
  .array(fc.tuple(fc.constantFrom(...pieces), fc.constantFrom('', ' ', '\n')), { maxLength: 200 })
  .map((parts) => parts.flat().join(''));

describe('for any text', () => {
  test('reading ends, throws nothing, loses no text, and keeps every place in its range', () => {
    fc.assert(
      fc.property(rustish, (text) => void readEverything(text)),
      { numRuns: 1500 },
    );
  });

  test('of any characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => void readEverything(text)),
      { numRuns: 500 },
    );
  });

  test('that brackets enclose, an item follows unharmed', () => {
    const inside = rustish.filter((text) => parse(`fn a() {${text}}`).errors.length === 0);
    fc.assert(
      fc.property(inside, (text) => {
        const { items, errors } = parse(`fn a() {${text}}\nfn b() {}`);
        fc.pre(errors.length === 0);
        // the text may close the braces itself and open others: `}m! {`
        expect([items.at(0)?.name, items.at(-1)?.name]).toEqual(['a', 'b']);
      }),
      { numRuns: 300 },
    );
  });
});

const name = fc.constantFrom('a', 'b', 'r#type', 'Été');
const type = fc.letrec<{ type: string }>((tie) => ({
  type: fc.oneof(
    { depthSize: 'small' },
    name,
    tie('type').map((t) => `Vec<${t}>`),
    tie('type').map((t) => `&'a mut ${t}`),
    fc.tuple(tie('type'), tie('type')).map(([a, b]) => `(${a}, ${b})`),
    fc.tuple(tie('type'), tie('type')).map(([a, b]) => `Box<dyn Fn(${a}) -> ${b} + Send>`),
    tie('type').map((t) => `[${t}; { 1 << 2 }]`),
    fc.tuple(tie('type'), name).map(([t, n]) => `<${t} as ${n}>::X`),
  ),
})).type;

describe('for well-formed items', () => {
  test('fields, parameters and outputs come back as written', () => {
    fc.assert(
      fc.property(type, type, (one, two) => {
        const text = `struct S { a: ${one}, b: ${two} }\nfn f(x: ${one}, y: ${two}) -> ${one} where ${two}: X { z }`;
        const { items, errors } = parse(text);
        expect(errors).toEqual([]);
        const [s, f] = items;
        if (s?.kind !== 'struct' || f?.kind !== 'function') throw new Error('other items');
        const written = (span: { start: number; end: number } | undefined) => span && text.slice(span.start, span.end);
        expect(s.fields.map((field) => written(field.type.span))).toEqual([one, two]);
        expect(f.signature.params.map((param) => written(param.type?.span))).toEqual([one, two]);
        expect(written(f.signature.output?.span)).toBe(one);
        expect(f.generics.where).toHaveLength(1);
      }),
      { numRuns: 300 },
    );
  });
});
