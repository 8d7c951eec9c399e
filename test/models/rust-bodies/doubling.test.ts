/** Code in which each line doubles what the one before leads to: who followed every way through it would never end. */
import { expect, test } from 'vitest';
import { eventTypes } from '../../../src/models/events/event-types.ts';
import { codeBodies } from '../../../src/models/rust-bodies/code-bodies.ts';
import { untrustedUses } from '../../../src/models/rust-code/untrusted.ts';
import { crateOf } from '../rust/crate/crate-of.ts';

const numbered = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at + 1)).join('\n');

test.each([
  ['outside', 'text: &str', 5],
  ['unknown', '', 5],
  // Further back than it is looked for.
  ['unknown', 'text: &str', 8],
])('a value that many lets lead to: %s', (source, parameter, last) => {
  const lets = numbered(last, (at) => `let a${at} = sum(${`a${at - 1}, `.repeat(50)});`);
  const model = crateOf(`pub fn f(${parameter}) { let a0 = text; ${lets} a${last}.parse::<u32>().unwrap(); }`);
  expect(codeBodies(model).flatMap((code) => untrustedUses(code, true).map((use) => use.source))).toEqual([source]);
});

test('an event that an envelope gets in loops inside of loops', () => {
  const depth = 30;
  const loops = numbered(depth, (at) => `for a${at} in take(a${at - 1}, a${at - 1}) {`);
  const model = crateOf(`
    pub enum OrderEvent { Paid }
    pub struct AnyEnvelope { pub payload: Value, pub causation_id: Uuid }
    pub fn f(a0: OrderEvent) { ${loops} send(AnyEnvelope { payload: a${depth}, causation_id }); ${'}'.repeat(depth)} }`);
  expect(eventTypes(model).map(({ carried }) => carried.map(({ name }) => name))).toEqual([
    ['payload', 'causation_id'],
  ]);
});

test('the fields of fields of fields, each once', () => {
  const struct = (name: string, type: string) =>
    `#[derive(Debug)] pub struct ${name} { ${numbered(300, (at) => `pub ${name.toLowerCase()}_${at}: ${type},`)} }`;
  const model = crateOf(
    `pub mod events { ${struct('OrderSent', 'Inner')} ${struct('Inner', 'Within')} ${struct('Within', 'u8')} }`,
  );
  expect(eventTypes(model).map(({ fields }) => fields.length)).toEqual([900]);
});
