/** What is beyond a bound cannot be looked at, and says so: nothing of the crate is then taken for read. */
import { describe, expect, it } from 'vitest';
import { reachedFiles } from '../../../../src/models/rust/crate/reached-files.ts';
import { parseSourceFile } from '../../../../src/models/rust/parse.ts';
import { Unavailable } from '../../../../src/rule.ts';
import { crateOf } from './crate-of.ts';

describe('a crate', () => {
  it('of more definitions than any real one has', () => {
    expect(() => crateOf('fn a(){}'.repeat(150_001))).toThrow('the crate has more than 150000 definitions');
  });

  it('whose modules import each other by globs without end', () => {
    const modules = Array.from(
      { length: 300 },
      (_, at) =>
        `pub mod m${at} { pub use super::m${(at + 1) % 300}::*; pub use super::m${(at + 7) % 300}::*; pub struct S${at}; }`,
    );
    expect(() => crateOf(modules.join('\n'))).toThrow(Unavailable);
  });

  it('whose modules double at every level', () => {
    const levels = 40;
    const text = `${Array.from({ length: levels }, (_, at) => `#[path = "p${at}"] #[cfg_attr(unix, path = "q${at}")] mod m${at} {`).join('')} mod end; ${'}'.repeat(levels)}`;
    const source = parseSourceFile('src/lib.rs', text);
    expect(() => reachedFiles('src/lib.rs', { file: (path) => (path === 'src/lib.rs' ? source : undefined) })).toThrow(
      Unavailable,
    );
  });
});
