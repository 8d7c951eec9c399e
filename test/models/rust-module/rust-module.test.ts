import { describe, expect, test } from 'vitest';
import { readCargoModule } from '../../../src/models/cargo/workspace.ts';
import type { AnswerStore } from '../../../src/models/kept/answers.ts';
import { moduleQuestion, question } from '../../../src/models/rust-module/question.ts';
import { RustModule, type Timing } from '../../../src/models/rust-module/rust-module.ts';
import { Broken, Inapplicable, Unavailable } from '../../../src/rule.ts';
import { memoryFiles } from '../../../src/sources/files.ts';
import { memoryStore } from '../../memory-store.ts';

const manifest = (name: string, more = '') =>
  `[package]\nname = "${name}"\nversion = "1.0.0"\nedition = "2021"\n${more}`;

const workspace = {
  'Cargo.toml': '[workspace]\nmembers = ["a", "b"]\n',
  'a/Cargo.toml': manifest('a'),
  'a/src/lib.rs': 'pub mod inner;\npub struct One;',
  'a/src/inner.rs': 'pub fn two() {}',
  'b/Cargo.toml': manifest('b', '[dependencies]\na = { path = "../a" }\n'),
  'b/src/lib.rs': 'pub enum Three { Four }',
};

type Content = Readonly<Record<string, string>>;

function rustOf(
  content: Content,
  options: { store?: AnswerStore; timing?: Timing; read?: (path: string) => void } = {},
) {
  const files = memoryFiles(content);
  const result = readCargoModule(files);
  if (result.kind !== 'module') throw new Error(result.kind);
  const read = (path: string) => {
    options.read?.(path);
    return files.text(path);
  };
  return new RustModule(result.module, read, options.timing, options.store);
}

const names = question('names', async ({ model }) => model.definitions.map(({ name }) => name));

describe('a question', () => {
  test('is answered by each crate, in their order', async () => {
    const rust = rustOf(workspace);
    const [a, b] = await rust.ask(rust.libraries(), names);
    expect([a?.includes('One'), a?.includes('two'), b?.includes('Four')]).toEqual([true, true, true]);
  });
  test('is asked once of a crate, however many want to know', async () => {
    const rust = rustOf(workspace);
    let asked = 0;
    const count = question('count', async () => (asked += 1));
    expect(await Promise.all([rust.ask(rust.libraries(), count), rust.ask(rust.code(), count)])).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(await rust.ask(rust.libraries(), count)).toEqual([1, 2]);
  });
  test('about nothing is answered by nothing', async () => {
    expect(await rustOf(workspace).ask([], names)).toEqual([]);
  });
  test('that comes while others are answered is answered too', async () => {
    const rust = rustOf(workspace);
    const late = question('late', async ({ name }) => name);
    const first = rust.ask(rust.libraries(), names).then(() => rust.ask(rust.libraries(), late));
    expect(await first).toEqual(['a', 'b']);
  });
  test('may look into another library of the module', async () => {
    const rust = rustOf(workspace);
    const other = question('other', async (crate) => [
      crate.library('a')?.model.input.name ?? '',
      crate.library('gone') === undefined,
    ]);
    expect((await rust.ask(rust.libraries(), other))[1]).toEqual(['a', true]);
  });
  test('may be about the whole module', async () => {
    const rust = rustOf(workspace);
    const whole = moduleQuestion('whole', async (module) =>
      rust.libraries().map((library) => module.open(library).complete.definitions.length),
    );
    expect(await rust.askAll(whole)).toEqual([expect.any(Number), expect.any(Number)]);
  });
});

describe('what goes wrong', () => {
  const broken = { ...workspace, 'b/src/lib.rs': 'pub fn f( {' };

  test('in a crate is told to who asks it, and to nobody else', async () => {
    const rust = rustOf(broken);
    const [a, b] = rust.libraries();
    await expect(rust.ask([b!], names)).rejects.toThrow(Broken);
    expect(await rust.ask([a!], names)).toHaveLength(1);
  });
  test('is the first in the order of the crates', async () => {
    const rust = rustOf({ ...broken, 'a/src/lib.rs': 'mod x; fn (' });
    await expect(rust.ask(rust.libraries(), names)).rejects.toThrow(/^a\/src\/lib.rs does not parse/);
  });
  test('while one question is answered leaves the others alone', async () => {
    const rust = rustOf(workspace);
    const bad = question('bad', async () => {
      throw new Error('a bug');
    });
    const [found, failed] = await Promise.allSettled([rust.ask(rust.code(), names), rust.ask(rust.code(), bad)]);
    expect([found?.status, failed?.status]).toEqual(['fulfilled', 'rejected']);
  });
  test('with what keeps answers is told to all who wait', async () => {
    const store = {
      ...memoryStore(),
      read: () => {
        throw new Error('the store broke');
      },
    };
    const rust = rustOf(workspace, { store });
    await expect(rust.ask(rust.libraries(), names)).rejects.toThrow('the store broke');
  });
  test('is that there is no library', () => {
    const rust = rustOf({ 'Cargo.toml': manifest('tool'), 'src/main.rs': 'fn main() {}' });
    expect(() => rust.libraries()).toThrow(Inapplicable);
    expect(rust.code()).toHaveLength(1);
  });
});

test('no crate is read before all have asked, and none when nobody waits any more', async () => {
  const read: string[] = [];
  let release = () => {};
  const ready = new Promise<void>((resolve) => {
    release = resolve;
  });
  const timing = { ready: () => ready, pause: async () => false };
  const rust = rustOf(workspace, { timing, read: (path) => read.push(path) });
  void rust.ask(rust.libraries(), names);
  await Promise.resolve();
  expect(read).toEqual([]);
  release();
  await new Promise((next) => setTimeout(next, 20));
  expect(read.filter((path) => path.startsWith('b/'))).toEqual([]);
});

describe('answers of another run', () => {
  const asked = async (content: Content, store: AnswerStore) => {
    let fresh = 0;
    const rust = rustOf(content, { store });
    const counted = question('names', async (crate) => {
      fresh += 1;
      return names.about(crate);
    });
    const found = await rust.ask(rust.libraries(), counted).catch((thrown) => String(thrown));
    return { fresh, found };
  };

  test('hold for crates whose files have not changed', async () => {
    const store = memoryStore();
    const first = await asked(workspace, store);
    expect([first.fresh, (await asked(workspace, store)).fresh]).toEqual([2, 0]);
    expect((await asked(workspace, store)).found).toEqual(first.found);
    const changed = await asked({ ...workspace, 'b/src/lib.rs': 'pub struct Five;' }, store);
    expect([changed.fresh, changed.found[1]]).toEqual([1, expect.arrayContaining(['Five'])]);
  });
  test('do not hold when a manifest says otherwise', async () => {
    const store = memoryStore();
    await asked(workspace, store);
    const manifest = `${workspace['b/Cargo.toml']}[features]\ndefault = ["x"]\nx = []\n`;
    expect((await asked({ ...workspace, 'b/Cargo.toml': manifest }, store)).fresh).toBeGreaterThan(0);
  });
  test('do not hold when a file appears that a `mod` was waiting for', async () => {
    const store = memoryStore();
    const { 'a/src/inner.rs': inner, ...without } = workspace;
    expect((await asked(without, store)).fresh).toBe(2);
    const { fresh, found } = await asked({ ...without, 'a/src/inner.rs': inner }, store);
    expect([fresh, found[0]]).toEqual([1, expect.arrayContaining(['two'])]);
  });
  test('do not hold when a macro of another crate of the module writes something else', async () => {
    const store = memoryStore();
    const module = (name: string) => ({
      ...workspace,
      'a/src/lib.rs': `#[macro_export]\nmacro_rules! make { () => { pub struct ${name}; }; }`,
      'b/src/lib.rs': 'a::make!();',
    });
    expect((await asked(module('Six'), store)).found[1]).toContain('Six');
    expect((await asked(module('Seven'), store)).found[1]).toContain('Seven');
  });
  test('say what is broken as well', async () => {
    const store = memoryStore();
    const broken = { ...workspace, 'b/src/lib.rs': 'pub fn f( {' };
    const first = await asked(broken, store);
    expect(await asked(broken, store)).toEqual({ fresh: 0, found: first.found });
    expect((await asked(workspace, store)).found).toHaveLength(2);
  });
  test('are not kept of a crate that could not be read', async () => {
    const store = memoryStore();
    const files = memoryFiles(workspace);
    const result = readCargoModule(files);
    if (result.kind !== 'module') throw new Error(result.kind);
    const read = (path: string) => {
      if (path === 'b/src/lib.rs') throw new Unavailable('too large');
      return files.text(path);
    };
    const rust = new RustModule(result.module, read, undefined, store);
    await expect(rust.ask(rust.libraries(), names)).rejects.toThrow(Unavailable);
    expect((await asked(workspace, store)).fresh).toBe(1);
  });
});
