/** What a tag is, by the object that its ref names. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTagObject } from '../../../src/models/git/output.ts';

const hash = 'a'.repeat(40);
const inner = 'b'.repeat(40);
const tag = (type: string, message: string) =>
  `object ${inner}\ntype ${type}\ntag v1.0.0\ntagger Ada <ada@example.org> 1700000000 +0100\n\n${message}`;
const commit = `tree ${inner}\nparent ${inner}\nauthor A <a@b> 1 +0000\ncommitter B <b@c> 1600000000 -0300\n\nfeat: x\n`;

describe('readTagObject', () => {
  test('an annotated tag: its commit, its time, its message', () => {
    expect(readTagObject(hash, 'tag', tag('commit', 'v1.0.0\n\nnotes\n'))).toEqual({
      ...{ commit: inner, nested: false, annotated: true, signed: false },
      ...{ time: 1_700_000_000, message: 'v1.0.0\n\nnotes\n' },
    });
  });

  test.each(['PGP SIGNATURE', 'SSH SIGNATURE', 'PGP MESSAGE', 'SIGNED MESSAGE'])('signed by %s', (kind) => {
    const text = tag('commit', `v1\n-----BEGIN ${kind}-----\nabc\n-----END ${kind}-----\n`);
    expect(readTagObject(hash, 'tag', text).signed).toBe(true);
  });

  test('words about a signature sign nothing', () => {
    expect(readTagObject(hash, 'tag', tag('commit', 'no -----BEGIN PGP SIGNATURE----- here\n')).signed).toBe(false);
  });

  test('a tag of a commit itself: the time of the commit, and no word of its own', () => {
    expect(readTagObject(hash, 'commit', commit)).toEqual({
      ...{ commit: hash, nested: false, annotated: false, signed: false, time: 1_600_000_000, message: '' },
    });
  });

  test('a tag of a tag, of a tree, and a ref that names a blob', () => {
    expect(readTagObject(hash, 'tag', tag('tag', 'x'))).toMatchObject({ commit: undefined, nested: true });
    expect(readTagObject(hash, 'tag', tag('tree', 'x'))).toMatchObject({ commit: undefined, nested: false });
    expect(readTagObject(hash, 'blob', 'object x')).toMatchObject({ commit: undefined, time: 0, annotated: false });
  });

  test('headers in the message are part of the message', () => {
    const text = `object ${inner}\ntype commit\ntag x\n\nobject ${hash}\ntagger A <a@b> 5 +0000\n`;
    expect(readTagObject(hash, 'tag', text)).toMatchObject({ commit: inner, time: 0 });
  });

  test('any bytes are read', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('tag', 'commit', 'tree'), (text, type) => {
        expect(readTagObject(hash, type, text).time).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
