import { describe, expect, test } from 'vitest';
import type { Bound, GenericArg, Path, Type } from '../../../src/models/rust/syntax.ts';
import { item } from './parse.ts';

/** A type written out again from its tree, so that a test reads the structure and not the text. */
function show(type: Type): string {
  switch (type.kind) {
    case 'path': {
      const { qualified } = type;
      if (qualified === undefined) return showPath(type.path);
      return `<${show(qualified.type)} as ${qualified.trait && showPath(qualified.trait)}>::${showPath(type.path)}`;
    }
    case 'reference':
      return `ref(${type.lifetime ?? ''}${type.mutable ? ' mut' : ''} ${show(type.type)})`;
    case 'pointer':
      return `ptr(${type.mutable ? 'mut' : 'const'} ${show(type.type)})`;
    case 'slice':
    case 'array':
      return `${type.kind}(${show(type.type)})`;
    case 'tuple':
      return `tuple(${type.types.map(show)})`;
    case 'function':
      return `fn(${type.inputs.map(show)})->${type.output ? show(type.output) : '()'}${type.abi ? ` ${type.abi}` : ''}`;
    case 'impl':
    case 'dyn':
      return `${type.kind}(${type.bounds.map(showBound)})`;
    case 'macro':
      return `${showPath(type.path)}!`;
    default:
      return type.kind;
  }
}

function showPath(path: Path): string {
  const segments = path.segments.map(({ name, args }) => {
    if (args === undefined) return name;
    if (args.kind === 'angle') return `${name}<${args.args.map(showArg)}>`;
    if (args.kind === 'parenthesized')
      return `${name}(${args.inputs.map(show)})->${args.output ? show(args.output) : '()'}`;
    return `${name}(..)`;
  });
  return (path.leadingColons ? '::' : '') + segments.join('::');
}

function showArg(arg: GenericArg): string {
  if (arg.kind === 'type') return show(arg.type);
  if (arg.kind === 'lifetime') return arg.name;
  if (arg.kind === 'const') return 'const';
  return arg.kind === 'equality' ? `${arg.name}=${show(arg.type)}` : `${arg.name}:${arg.bounds.map(showBound)}`;
}

function showBound(bound: Bound): string {
  if (bound.kind === 'use') return `use<${bound.names}>`;
  return bound.kind === 'lifetime' ? bound.name : bound.modifier + showPath(bound.path);
}

describe('types', () => {
  test.each([
    ['u8', 'u8'],
    ['::a::B<C>', '::a::B<C>'],
    ['Vec<Vec<Vec<u8>>>', 'Vec<Vec<Vec<u8>>>'],
    ["&'a mut T", "ref('a mut T)"],
    ['&&T', 'ref( ref( T))'],
    ['*const *mut T', 'ptr(const ptr(mut T))'],
    ['[T]', 'slice(T)'],
    ['[T; 3 + N]', 'array(T)'],
    ['()', 'tuple()'],
    ['(T)', 'T'],
    ['(T,)', 'tuple(T)'],
    ['(A, B)', 'tuple(A,B)'],
    ['!', 'never'],
    ['Vec<_>', 'Vec<infer>'],
    ['fn(a: A, _: &B) -> C', 'fn(A,ref( B))->C'],
    ['unsafe extern "C" fn(A, ...)', 'fn(A)->() C'],
    ["for<'a> fn(&'a A)", "fn(ref('a A))->()"],
    ["impl A + 'b + ?Sized", "impl(A,'b,?Sized)"],
    ['Box<dyn A + Send>', 'Box<dyn(A,Send)>'],
    ["&(dyn A + 'b)", "ref( dyn(A,'b))"],
    ["dyn for<'a> Fn(&'a A) -> B + Send", "dyn(Fn(ref('a A))->B,Send)"],
    ['Box<A + B>', 'Box<dyn(A,B)>'],
    ['<T as A<B>>::C::D', '<T as A<B>>::C::D'],
    ['<T>::C', '<T as undefined>::C'],
    ["X<'a, T, 3, -1, { N }, true>", "X<'a,T,const,const,const,const>"],
    ['I<Item = Vec<T>, D: E + F>', 'I<Item=Vec<T>,D:E,F>'],
    ['Fn(A) -> B', 'Fn(A)->B'],
    ['Vec::<T>', 'Vec<T>'],
    ["impl A + use<'a, T>", "impl(A,use<'a,T>)"],
    ['mac!(a, b)', 'mac!'],
    ['T::method(..)', 'T::method(..)'],
    ['r#type::X', 'type::X'],
    ['Option<fn() -> Option<A>>', 'Option<fn()->Option<A>>'],
    ['dyn ?Sized + ~const A', 'dyn(?Sized,~constA)'],
    ['$crate::A', '$crate::A'],
  ])('%s', (text, expected) => {
    const alias = item('type-alias', `type X = ${text};`);
    expect(alias.type && show(alias.type)).toBe(expected);
    expect(alias.source.text.slice(alias.type?.span.start, alias.type?.span.end)).toBe(text);
  });

  test('what is no type is an error and not a throw', () => {
    expect(item('type-alias', 'type X = +;').type?.kind).toBe('error');
    expect(item('type-alias', `type X = ${'&'.repeat(5000)}A;`).type?.kind).toBe('reference');
    expect(item('type-alias', `type X = ${'('.repeat(3000)}A${')'.repeat(3000)};`).type).toBeDefined();
  });
});

describe('signatures', () => {
  test('qualifiers, parameters, output', () => {
    const { signature, source } = item(
      'function',
      'pub(crate) const async unsafe extern "C" fn f(#[a] mut x: u8, (p, q): (A, B), _: C, ...) -> D {}',
    );
    expect(signature).toMatchObject({ const: true, async: true, unsafe: true, extern: true, abi: 'C', safe: false });
    expect(signature.params.map((p) => [source.rangeText(p.pattern), p.name, p.type && show(p.type)])).toEqual([
      ['mut x', 'x', 'u8'],
      ['(p, q)', undefined, 'tuple(A,B)'],
      ['_', undefined, 'C'],
      ['', undefined, undefined],
    ]);
    expect(signature.params[0]?.attributes.map((a) => a.path)).toEqual(['a']);
    expect(signature.params[3]?.variadic).toBe(true);
    expect(signature.output && show(signature.output)).toBe('D');
  });

  test.each([
    ['self', { kind: 'value', mutable: false }],
    ['mut self', { kind: 'value', mutable: true }],
    ['&self', { kind: 'reference', mutable: false, lifetime: undefined }],
    ["&'a mut self,", { kind: 'reference', mutable: true, lifetime: "'a" }],
    ['self: Arc<Self>', { kind: 'typed' }],
  ])('receiver %s', (text, expected) => {
    const { items } = item('impl', `impl A { fn f(${text}${text.endsWith(',') ? '' : ','} x: u8) {} }`);
    const [f] = items;
    expect(f?.kind === 'function' && f.signature.self).toMatchObject(expected);
    expect(f?.kind === 'function' && f.signature.params.map((p) => p.name)).toEqual(['x']);
  });

  test('a path that begins with self is no receiver', () => {
    const { signature } = item('function', 'fn f(self::A(x): self::A) {}');
    expect(signature.self).toBeUndefined();
    expect(signature.params).toHaveLength(1);
  });

  test('generics and where clauses', () => {
    const { generics } = item(
      'function',
      "fn f<'a: 'b, #[x] T: A + ?Sized = B, const N: usize = 3>() where T: C<D>, 'a: 'b, for<'c> &'c T: E, Vec<T>: F,{}",
    );
    expect(generics.params.map((p) => [p.kind, p.name])).toEqual([
      ['lifetime', "'a"],
      ['type', 'T'],
      ['const', 'N'],
    ]);
    const of = (text: string) =>
      item('function', `fn f<const N: i8 = ${text}>() {}`).generics.params.map((one) =>
        one.kind === 'const' && one.default !== undefined ? one.default.to - one.default.from : undefined,
      );
    expect([of('3'), of('-3'), of('{ 1 + 2 }'), of('A')]).toEqual([[1], [2], [5], [1]]);
    expect(generics.where.map((w) => (w.kind === 'type' ? show(w.type) : w.name))).toEqual([
      'T',
      "'a",
      "ref('c T)",
      'Vec<T>',
    ]);
  });
});

describe('impl and trait headers', () => {
  test.each([
    ['impl A {}', undefined, 'A', 0],
    ['impl<T> A<T> for B<T> where T: C {}', 'A<T>', 'B<T>', 1],
    ['impl<T: X> a::A for &T {}', 'a::A', 'ref( T)', 1],
    ['impl <A as B>::C {}', undefined, '<A as B>::C', 0],
    ['impl <A::D as B>::C {}', undefined, '<A::D as B>::C', 0],
    ['impl dyn A + Send {}', undefined, 'dyn(A,Send)', 0],
    ['impl<> A for (B, C) {}', 'A', 'tuple(B,C)', 0],
    ['impl<const N: usize> A<{ N }> for [u8; N] {}', 'A<const>', 'array(u8)', 1],
    ['impl A for fn(B) -> C {}', 'A', 'fn(B)->C', 0],
  ])('%s', (text, trait, self, params) => {
    const impl = item('impl', text);
    expect(impl.trait && showPath(impl.trait)).toBe(trait);
    expect(show(impl.selfType)).toBe(self);
    expect(impl.generics.params).toHaveLength(params);
  });

  test('negative and unsafe', () => {
    expect(item('impl', 'impl !Send for A {}')).toMatchObject({ negative: true, unsafe: false });
    expect(item('impl', 'unsafe impl Send for A {}')).toMatchObject({ negative: false, unsafe: true });
  });

  test('supertraits', () => {
    const trait = item('trait', "trait A<T>: B + for<'a> C<'a> where T: D {}");
    expect(trait.supertraits.map(showBound)).toEqual(['B', "C<'a>"]);
    expect(trait.generics.where).toHaveLength(1);
    expect(item('trait-alias', 'trait A = B + C;').bounds.map(showBound)).toEqual(['B', 'C']);
  });
});

describe('constants and aliases', () => {
  test('type and value', () => {
    const constant = item('constant', 'const A: Foo<B = C> = { 1; 2 };');
    expect(constant.type && show(constant.type)).toBe('Foo<B=C>');
    expect(constant.source.rangeText(constant.value!)).toBe('{ 1; 2 }');
  });

  test('bounds of an associated type', () => {
    const [alias] = item('trait', "trait A { type B<'a>: C + D where Self: 'a; }").items;
    expect(alias?.kind === 'type-alias' && alias.bounds.map(showBound)).toEqual(['C', 'D']);
    expect(alias?.kind === 'type-alias' && alias.generics.params).toHaveLength(1);
  });
});
