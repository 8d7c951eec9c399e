import { expect, test } from 'vitest';
import { codeBodies } from '../../../src/models/rust-bodies/code-bodies.ts';
import { resultsOf, tailsOf } from '../../../src/models/rust-bodies/tails.ts';
import { crateOf } from '../rust/crate/crate-of.ts';

/** The texts of the expressions that a function's value comes from. */
function given(inside: string): string[] {
  const [code] = codeBodies(crateOf(`fn f() -> T { ${inside} }`));
  const { body } = code!;
  return resultsOf(body)
    .flatMap((range) => tailsOf(body, range))
    .map((range) => body.source.rangeText(range).trim());
}

test.each([
  ['a', ['a']],
  ['b; a', ['a']],
  ['b;', ['']],
  ['let x = { b }; { c; unsafe { a } }', ['a']],
  ['if c { a } else if d { e; b } else { { f } }', ['a', 'b', 'f']],
  ['match x { Some(y) => { c; a } None => if y { b } else { d } }', ['a', 'b', 'd']],
  ['return a; b', ['a', 'b']],
  // What is made of a value is no longer that value.
  ['match x { _ => a }.b()', ['match x { _ => a }.b()']],
  ['{ a }.b()', ['{ a }.b()']],
  ['unsafe { a }.b()', ['unsafe { a }.b()']],
  ['S { a }', ['S { a }']],
])('%s gives %j', (inside, expected) => {
  expect(given(inside)).toEqual(expected);
});

// Rust Reference, "Expression statements": a statement that begins with a block ends with it.
test.each([
  ['if c { b } a', ['a']],
  ['if c { b } else if d { e } else { f } a', ['a']],
  ['if c { return b } a', ['b', 'a']],
  ['for x in y { b } { a }', ['a']],
  ['while let Some(x) = y.map(|z| { z }) { b } a', ['a']],
  ['loop { break } match x { _ => a }', ['a']],
  ['match x { _ => b } &a', ['&a']],
  ['{ b } unsafe { c } (a)', ['(a)']],
  ['fn g() { b } struct S { c: u8 } a', ['a']],
  ['match x { _ => b }.c()?.d', ['match x { _ => b }.c()?.d']],
  ['S { b } == a', ['S { b } == a']],
  ['c || { b }', ['c || { b }']],
])('%s gives %j', (inside, expected) => {
  expect(given(inside)).toEqual(expected);
});

test('branches inside of branches without end are given as they are', () => {
  expect(given(`${'{ '.repeat(200)}a${' }'.repeat(200)}`)).toHaveLength(1);
});
