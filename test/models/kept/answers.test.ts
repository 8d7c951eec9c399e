import { describe, expect, test } from 'vitest';
import { type Digests, Sheet, Trace } from '../../../src/models/kept/answers.ts';
import { Unavailable } from '../../../src/rule.ts';
import { memoryStore } from '../../memory-store.ts';

/** Digests of files that can be changed. */
function filesOf(files: Record<string, string | Error>, steady = true): Digests {
  return {
    steady,
    digest: (path) => {
      const text = files[path];
      if (text instanceof Error) throw text;
      return text ?? null;
    },
  };
}

function traceOf(...paths: string[]): Trace {
  const trace = new Trace();
  for (const path of paths) trace.path(path);
  return trace;
}

/** A store in which `lib` was asked for its size while these files were read. */
function kept(files: Digests, ...paths: string[]) {
  const written = new Map<string, string>();
  const store = memoryStore(written);
  const sheet = new Sheet(store, files, () => 'demo');
  sheet.add('lib', new Map([['size', { answer: 3 }]]), [traceOf(...paths)]);
  sheet.write();
  return { written, later: (now: Digests, key = 'demo') => new Sheet(store, now, () => key).about('lib') };
}

const size = [['size', { answer: 3 }]];

describe('what is kept of an answer', () => {
  const files = filesOf({ 'a.rs': 'a' });

  test('holds while every file is what it was', () => {
    expect([...kept(files, 'a.rs').later(files)]).toEqual(size);
  });
  test('goes when a file has changed', () => {
    expect([...kept(files, 'a.rs').later(filesOf({ 'a.rs': 'b' }))]).toEqual([]);
  });
  test('goes when a file has gone', () => {
    expect([...kept(files, 'a.rs').later(filesOf({}))]).toEqual([]);
  });
  test('goes when a file is there that was looked for in vain', () => {
    const { later } = kept(files, 'a.rs', 'a/b.rs');
    expect([...later(files)]).toEqual(size);
    expect([...later(filesOf({ 'a.rs': 'a', 'a/b.rs': '' }))]).toEqual([]);
  });
  test('goes when a file cannot be read any more', () => {
    expect([...kept(files, 'a.rs').later(filesOf({ 'a.rs': new Unavailable('no') }))]).toEqual([]);
  });
  test('is nothing for another subject or under another key', () => {
    const { later } = kept(files, 'a.rs');
    expect([...later(files, 'other')]).toEqual([]);
  });
  test('includes what other traces hold, also what they come to hold later', () => {
    const inner = traceOf('b.rs');
    const outer = traceOf('a.rs');
    outer.add(inner);
    inner.add(outer);
    inner.path('c.rs');
    expect([...outer.paths].sort()).toEqual(['a.rs', 'b.rs', 'c.rs']);
  });
});

describe('nothing is kept', () => {
  test('of what was found without a file that could not be read', () => {
    const files = filesOf({ 'a.rs': 'a', 'b.rs': new Unavailable('no') });
    expect([...kept(files, 'a.rs', 'b.rs').later(filesOf({ 'a.rs': 'a', 'b.rs': 'b' }))]).toEqual([]);
  });
  test('when a file changed while it was read', () => {
    expect(kept(filesOf({ 'a.rs': 'a' }, false), 'a.rs').written.size).toBe(0);
  });
  test('without a store', () => {
    const sheet = new Sheet(undefined, filesOf({}), () => 'demo');
    sheet.add('lib', new Map([['size', { answer: 3 }]]), []);
    sheet.write();
    expect([...sheet.about('lib')]).toEqual(size);
  });
});

test.each(['', '{', '[]', 'null', '{"lib":null}', '{"lib":{"files":1,"answers":{}}}', '{"lib":{"files":[]}}'])(
  'what is not as it was written counts as absent: %s',
  (text) => {
    const files = filesOf({ 'a.rs': 'a' });
    const { written, later } = kept(files, 'a.rs');
    for (const key of written.keys()) written.set(key, text);
    expect([...later(files)]).toEqual([]);
  },
);

test('answers about what was not asked this time stay', () => {
  const files = filesOf({ 'a.rs': 'a' });
  const { written } = kept(files, 'a.rs');
  const sheet = new Sheet(memoryStore(written), files, () => 'demo');
  sheet.add('bin', new Map([['size', { answer: 1 }]]), [traceOf('a.rs')]);
  sheet.write();
  const later = new Sheet(memoryStore(written), files, () => 'demo');
  expect([[...later.about('lib')], [...later.about('bin')]]).toEqual([size, [['size', { answer: 1 }]]]);
});
