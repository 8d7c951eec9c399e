import { describe, expect, test } from 'vitest';
import type { UseName } from '../../../src/models/rust/syntax.ts';
import { item } from './parse.ts';

function show(name: UseName): string {
  const path = `${name.leadingColons ? '::' : ''}${name.path.join('::')}`;
  return `${path}${name.glob ? '::*' : ` as ${name.name}`}${name.self ? ' (self)' : ''}`;
}

describe('use trees', () => {
  test.each([
    ['use a;', ['a as a']],
    ['use a::b::c;', ['a::b::c as c']],
    ['use a::b as c;', ['a::b as c']],
    ['use a::b as _;', ['a::b as _']],
    ['use a::*;', ['a::*']],
    ['use ::a::b;', ['::a::b as b']],
    ['use a::{b, c::{d as e, *}, f,};', ['a::b as b', 'a::c::d as e', 'a::c::*', 'a::f as f']],
    ['use a::b::{self, self as c, d};', ['a::b as b (self)', 'a::b as c (self)', 'a::b::d as d']],
    ['use crate::a; ', ['crate::a as a']],
    ['use self::a;', ['self::a as a']],
    ['use super::super::a;', ['super::super::a as a']],
    ['use {a, ::b::c};', ['a as a', '::b::c as c']],
    ['use ::{a, b};', ['::a as a', '::b as b']],
    ['use *;', ['::*']],
    ['use a::{};', []],
    ['use {self as b};', ['self as b']],
    ['use $crate::a::b;', ['$crate::a::b as b']],
    ['use r#a::r#type as r#fn;', ['a::type as fn']],
    ['use a::{b::{c::{d}}};', ['a::b::c::d as d']],
  ])('%s', (text, expected) => {
    expect(item('use', text).names.map(show)).toEqual(expected);
  });

  test('places: of the name bound, and of the target', () => {
    const { names, source } = item('use', 'use a::{b as c, d, e::*};');
    expect(names.map((n) => [source.text[n.offset], source.text[n.targetOffset]])).toEqual([
      ['c', 'b'],
      ['d', 'd'],
      ['*', '*'],
    ]);
  });
});
