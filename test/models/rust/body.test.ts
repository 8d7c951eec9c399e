import { describe, expect, test } from 'vitest';
import type { Body } from '../../../src/models/rust/body.ts';
import { readBody } from '../../../src/models/rust/body-reader.ts';
import { commentsAbove, commentsBefore } from '../../../src/models/rust/comments.ts';
import type { TokenRange } from '../../../src/models/rust/syntax.ts';
import { item } from './parse.ts';

function body(text: string): Body & { text: (range: TokenRange | undefined) => string | undefined } {
  const { source, body } = item('function', `fn f() {\n${text} }`);
  return Object.assign(readBody(source, body!), {
    text: (range: TokenRange | undefined) => range && source.rangeText(range),
  });
}

/** `receiver . name (arguments)` of every call. */
function calls(text: string): string[] {
  const facts = body(text);
  return facts.calls.map((call) => {
    const args = `(${call.arguments.map(facts.text).join(' | ')})`;
    if (call.kind === 'path') return `${call.path.join('::')}${args}`;
    return call.kind === 'method'
      ? `${facts.text(call.receiver)} . ${call.name}${args}`
      : `${facts.text(call.callee)} ${args}`;
  });
}

describe('calls', () => {
  test.each([
    ['f(1, 2,)', ['f(1 | 2)']],
    ['a::b::<C, D>::e::<F>(g)', ['a::b::e(g)']],
    ['Self::new(); self::a(); crate::b(); super::c()', ['Self::new()', 'self::a()', 'crate::b()', 'super::c()']],
    ['<T as U<V>>::w(x); <T>::y()', ['<T as U<V>>::w(x)', '<T>::y()']],
    ['a.b(c).d()', ['a . b(c)', 'a.b(c) . d()']],
    ['a.b::<C>()?.d.e().await.f()', ['a . b()', 'a.b::<C>()?.d . e()', 'a.b::<C>()?.d.e().await . f()']],
    ['(self.f)(1)(2); t[0](3); x.0(4)', ['(self.f) (1)', '(self.f)(1) (2)', 't[0] (3)', 'x.0 (4)']],
    ['f(|a| -> B<C, D> { e }, g)', ['f(|a| -> B<C, D> { e } | g)']],
    ['let a = b as C<D> | e(f); g(h)', ['e(f)', 'g(h)']],
    ['let a = &raw const b.c(); let d = &raw; let e = &raw mut f(g)', ['b . c()', 'f(g)']],
    ['f(|a, b| a + b, c)', ['f(|a, b| a + b | c)']],
    [
      'f(g::<A, B>(), x as C<D, E>, <F as G<H, I>>::j())',
      ['f(g::<A, B>() | x as C<D, E> | <F as G<H, I>>::j())', 'g()', '<F as G<H, I>>::j()'],
    ],
    ['f(a < b, c > d, e || g, h | i)', ['f(a < b | c > d | e || g | h | i)']],
    ['&mut a.b(); -c.d(); !e.f(); *g.h()', ['a . b()', 'c . d()', 'e . f()', 'g . h()']],
    ['a..b.c(); 0..d(e)', ['b . c()', 'd(e)']],
    [
      'if a { b } else if c { d } else { e }.f(); let g = match h.i { _ => 1 }.j()',
      ['if a { b } else if c { d } else { e } . f()', 'match h.i { _ => 1 } . j()'],
    ],
    ['f(#[cfg(a)] b, c as &mut dyn FnMut(D))', ['f(b | c as &mut dyn FnMut(D))']],
    ['f(a as *mut B<C, D>); E::Fn(g)', ['f(a as *mut B<C, D>)', 'E::Fn(g)']],
    ['#[cfg(a)] (b)(c); for d in unsafe { e }.f() {}', ['(b) (c)', 'unsafe { e } . f()']],
    ['a.peek(Token![|=]); b.peek(Token![||]); c(d)', ['a . peek(Token![|=])', 'b . peek(Token![||])', 'c(d)']],
    ['x.0.1.y(); "s".len(); 1.max(2)', ['x.0.1 . y()', '"s" . len()', '1 . max(2)']],
    ['vec![a(1)]; b!(c.d())', ['a(1)', 'c . d()']],
    ['format!("{}", a).len()', ['format!("{}", a) . len()']],
    [
      'S { a: 1 }.go(); match x { _ => 1 }.go(); unsafe { y }.go()',
      ['S { a: 1 } . go()', 'match x { _ => 1 } . go()', 'unsafe { y } . go()'],
    ],
    ['if a {} (b).c()', ['(b) . c()']],
    ['if (a) {} while (b) {} return (c); match (d) {}', []],
    ['let Some(a) = b; if let Ok(c) = d {} match e { Err(f) => g(h), Some(A(i) | B(i)) => {} }', ['g(h)']],
    ['let a: fn(B) -> C = d; matches!(e, Some(_))', []],
    ['#[cfg(a)] b(); fn c() { d() } struct E(F);', ['b()']],
  ])('%s', (text, expected) => {
    expect(calls(text)).toEqual(expected);
  });

  test('turbofish', () => {
    const facts = body('a.collect::<Vec<_>>()');
    const [call] = facts.calls;
    expect(call?.kind === 'method' && facts.text(call.turbofish)).toBe('Vec<_>');
  });

  test('a chain of 10,000 calls is read in one go', () => {
    const facts = body(`a${'.b()'.repeat(10_000)}`);
    expect(facts.calls).toHaveLength(10_000);
    const last = facts.calls.at(-1);
    expect(last?.kind === 'method' && last.receiver.from).toBe(facts.range.from);
  });
});

describe('what stands behind #[cfg(test)]', () => {
  test.each([
    ['#[cfg(test)] a(); b()', ['b()']],
    ['#[cfg(all(test, unix))] { a() } b()', ['b()']],
    ['#[allow(x)] #[cfg(test)] #[allow(y)] let c = if d { a() } else { a() }; b()', ['b()']],
    ['match x { #[cfg(test)] A { y } => a(), #[cfg(test)] B => { a() } C => b() }', ['b()']],
    ['{ #[cfg(test)] a() } b()', ['b()']],
    ['b(#[cfg(test)] a(), 1)', ['b(a() | 1)']],
    ['#[cfg(any(test, unix))] a(); #[cfg(not(test))] b(); #[cfg(feature = "test")] c()', ['a()', 'b()', 'c()']],
  ])('is no code: %s', (text, expected) => {
    expect(calls(text)).toEqual(expected);
  });
});

describe('await, ?, return, macros, strings', () => {
  test('are seen inside macro calls, too', () => {
    const facts = body('tokio::select! { _ = a.recv() => { b.await?; return Err("x\\ty"); } c = d => {} } return;');
    expect(facts.awaits.map((each) => facts.text(each.operand))).toEqual(['b']);
    expect(facts.tries).toHaveLength(1);
    expect(facts.returns.map((each) => facts.text(each.value))).toEqual(['Err("x\\ty")', '']);
    expect(facts.macros.map((each) => [each.path.join('::'), each.delimiter])).toEqual([['tokio::select', '{']]);
    expect(facts.strings.map((each) => each.value)).toEqual(['x\ty']);
  });

  test('values of strings', () => {
    const values = body(String.raw`"a\u{1F980}\x41\\\"\0"; r#"b\n"#; b"c\n"; "d\
        e"`).strings.map((each) => each.value);
    expect(values).toEqual(['a🦀A\\"\0', 'b\\n', 'c\n', 'de']);
  });

  test('a comparison is no macro call', () => {
    expect(body('a != (b); !c[0]; !(d)').macros).toEqual([]);
  });
});

describe('let', () => {
  test('pattern, type, initializer, else, scope', () => {
    const facts = body(
      'let mut a: HashMap<B, Box<dyn Fn() -> C>> = d(); let (e, f); { let Some(g) = h else { return }; }',
    );
    expect(facts.lets.map((l) => [l.pattern, l.type, l.initializer, l.otherwise].map(facts.text))).toEqual([
      ['mut a', 'HashMap<B, Box<dyn Fn() -> C>>', 'd()', undefined],
      ['(e, f)', undefined, undefined, undefined],
      ['Some(g)', undefined, 'h', 'return'],
    ]);
    expect(facts.lets.map((l) => l.name)).toEqual(['a', undefined, undefined]);
    expect(facts.lets[0]?.block).toEqual(facts.range);
    expect(facts.text(facts.lets[2]?.block)).toBe('let Some(g) = h else { return };');
  });

  test('_ discards, _a does not', () => {
    expect(body('let _ = a; let _b = c; let _: D = e;').lets.map((l) => [l.discards, l.name])).toEqual([
      [true, undefined],
      [false, '_b'],
      [true, undefined],
    ]);
  });

  test('an if with its else is one initializer', () => {
    const facts = body('let a = if b { 1 } else { 2 }; let c = match d { _ => 3 };');
    expect(facts.lets.map((l) => facts.text(l.initializer))).toEqual(['if b { 1 } else { 2 }', 'match d { _ => 3 }']);
  });

  test('conditions', () => {
    const facts = body(
      'if let Some(a) = b.c() && let S { d, .. } = e { f } else if let G = h {} while let Some(i) = j.pop() { k } match l { m if let Some(n) = o => p, _ => q }',
    );
    expect(facts.conditions.map((c) => [c.kind, ...[c.pattern, c.scrutinee, c.block].map(facts.text)])).toEqual([
      ['if', 'Some(a)', 'b.c()', 'f'],
      ['if', 'S { d, .. }', 'e', 'f'],
      ['if', 'G', 'h', ''],
      ['while', 'Some(i)', 'j.pop()', 'k'],
      ['guard', 'Some(n)', 'o', undefined],
    ]);
    expect(facts.lets).toEqual([]);
  });

  test('a scrutinee with a block of its own', () => {
    const facts = body(
      'if let Some(a) = match b { _ => c } { d } if let E = unsafe { f } { g } while let H = { i } { j }',
    );
    expect(facts.conditions.map((c) => [facts.text(c.scrutinee), facts.text(c.block)])).toEqual([
      ['match b { _ => c }', 'd'],
      ['unsafe { f }', 'g'],
      ['{ i }', 'j'],
    ]);
    expect(facts.loops.map((l) => facts.text(l.block))).toEqual(['j']);
  });
});

describe('match', () => {
  test('arms with and without commas, guards, attributes, alternatives', () => {
    const facts = body(`match a.b() {
      #[cfg(x)] Some(1) if c == 2 => { d } None => e::<F, G>(h),
      | A | B => if i { j } else { k }
      1..=5 => |l, m| l, S { n, .. } => match o { _ => p }.q(),
      'r => loop { break } 's => match unsafe { u } { _ => v } _ => unsafe { t }
    }`);
    const [found] = facts.matches;
    expect(facts.text(found?.scrutinee)).toBe('a.b()');
    expect(found?.arms.map((arm) => [arm.pattern, arm.guard, arm.body].map(facts.text))).toEqual([
      ['Some(1)', 'c == 2', '{ d }'],
      ['None', undefined, 'e::<F, G>(h)'],
      ['| A | B', undefined, 'if i { j } else { k }'],
      ['1..=5', undefined, '|l, m| l'],
      ['S { n, .. }', undefined, 'match o { _ => p }.q()'],
      ["'r", undefined, 'loop { break }'],
      ["'s", undefined, 'match unsafe { u } { _ => v }'],
      ['_', undefined, 'unsafe { t }'],
    ]);
  });
});

describe('blocks', () => {
  test('loops know how many enclose them', () => {
    const facts = body("for a in b.c() { while d { loop { e } } } 'x: for (f, g) in h {} let i: for<'a> fn(&'a u8);");
    expect(facts.loops.map((l) => [l.kind, l.depth, facts.text(l.pattern), facts.text(l.header)])).toEqual([
      ['for', 0, 'a', 'b.c()'],
      ['while', 1, undefined, 'd'],
      ['loop', 2, undefined, ''],
      ['for', 0, '(f, g)', 'h'],
    ]);
  });

  test('closures', () => {
    const facts = body('a(|b| b + 1, move || { c }); async move |d: E<F, G>| d; let h = |i| -> J { i }; k || l; m | n');
    expect(facts.closures.map((c) => [c.async, c.move, facts.text(c.params), facts.text(c.body)])).toEqual([
      [false, false, 'b', 'b + 1'],
      [false, true, '', '{ c }'],
      [true, true, 'd: E<F, G>', 'd'],
      [false, false, 'i', '{ i }'],
    ]);
  });

  test('unsafe and async blocks', () => {
    const facts = body('unsafe { a } async { b } async move { c } unsafe fn d() {} async fn e() {}');
    expect(facts.unsafeBlocks.map((b) => facts.text(b.block))).toEqual(['a']);
    expect(facts.asyncBlocks.map((b) => facts.text(b.block))).toEqual(['b', 'c']);
    expect(facts.items.map(facts.text)).toEqual(['unsafe fn d() {}', 'async fn e() {}']);
  });
});

describe('bounds', () => {
  // Each of these made every token look at every other before there was a budget.
  test.each([
    'let ',
    'if let a = b && let ',
    'match x {',
    'return ',
    'a.b(',
    'a.await',
    'unsafe {',
    '||->',
    '| ',
    'for ',
    'a::<',
  ])('a body full of %j is read in one go', (piece) => {
    const facts = body(piece.repeat(10_000));
    expect(facts.calls.length + facts.lets.length).toBeLessThanOrEqual(20_000);
    for (const { token } of facts.unsafeBlocks) commentsAbove(facts.source, token);
    for (const call of facts.calls) expect(call.arguments.length).toBeLessThan(3);
  });
});

describe('comments', () => {
  const above = (text: string) => {
    const facts = body(text);
    return commentsAbove(facts.source, facts.unsafeBlocks[0]!.token).map((comment) => comment.text);
  };

  test.each([
    ['// SAFETY: a\n unsafe { b }', ['SAFETY: a']],
    ['// SAFETY: a\n// more\n let c =\n unsafe { b };', ['SAFETY: a', 'more']],
    ['/* SAFETY: a */ unsafe { b }', ['SAFETY: a']],
    ['// SAFETY: a\n #[allow(x)]\n unsafe { b }', ['SAFETY: a']],
    ['match d {\n // SAFETY: a\n E => unsafe { b },\n }', ['SAFETY: a']],
    ['f(\n // SAFETY: a\n unsafe { b },\n);', ['SAFETY: a']],
    ['match d {\n // SAFETY: a\n E =>\n unsafe { b },\n }', ['SAFETY: a']],
    ['// not this\n x(); // nor this\n unsafe { b }', []],
    ['// not this\n { y }\n unsafe { b }', []],
  ])('above %j', (text, expected) => {
    expect(above(text)).toEqual(expected);
  });

  test('inside', () => {
    const facts = body('unsafe { // SAFETY: a\n b }');
    expect(commentsBefore(facts.source, facts.unsafeBlocks[0]!.block.from).map((c) => c.text)).toEqual(['SAFETY: a']);
  });
});
