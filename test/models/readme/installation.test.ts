import { describe, expect, test } from 'vitest';
import { parseMarkdown } from '../../../src/models/page/markdown.ts';
import { findInstallations } from '../../../src/models/readme/installation.ts';

const ways = (command: string) =>
  findInstallations(parseMarkdown(`# x\n\n## Installation\n\n\`\`\`sh\n${command}\n\`\`\`\n`), ['cim-x']).map(
    ({ kind, crate }) => `${kind}: ${crate}`,
  );

describe('a command that gets the crate', () => {
  test.each([
    ['cargo add cim-x', 'cargo add: cim-x'],
    ['cargo +nightly install cim-x', 'cargo install: cim-x'],
    ['$ cargo binstall --no-confirm cim-x', 'cargo install: cim-x'],
    ['RUSTFLAGS=-g cargo install --locked cim-x', 'cargo install: cim-x'],
  ])('%s', (command, way) => expect(ways(command)).toContain(way));
  test.each(['cargo build', 'cargo +nightly test', 'cargo'])('%s gets none', (command) =>
    expect(ways(command).filter((way) => way.startsWith('cargo'))).toEqual([]),
  );
});
