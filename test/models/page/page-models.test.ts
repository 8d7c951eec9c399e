/** The models of pages accept any page: what a README holds is not in our hands. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readToolchain } from '../../../src/models/cargo/toolchain.ts';
import { findContacts, findOpenSlots } from '../../../src/models/community/contact.ts';
import { readContributing } from '../../../src/models/community/contributing.ts';
import { claimsToBeRecord, readDecisionRecord } from '../../../src/models/page/adr.ts';
import { resolveTarget } from '../../../src/models/page/link-target.ts';
import { readPage } from '../../../src/models/page/page.ts';
import { readApiLinks } from '../../../src/models/readme/api-links.ts';
import { splitCommands } from '../../../src/models/readme/console.ts';
import { findInstallations } from '../../../src/models/readme/installation.ts';
import { findLicenceMentions } from '../../../src/models/readme/licence-mentions.ts';
import { readPurpose } from '../../../src/models/readme/readme.ts';
import { readUsage, runsBinary } from '../../../src/models/readme/usage.ts';
import { readChangelog } from '../../../src/models/release/changelog.ts';

const piece = fc.constantFrom(
  '# ',
  '## Installation\n',
  '## License\n',
  '## Status\n',
  '\n',
  '\n\n',
  '```toml\n',
  '```sh\n',
  '```rust\n',
  '```nix\n',
  '```\n',
  '[dependencies]\n',
  'x = ',
  '"1.0"',
  '{ git = "',
  'https://github.com/o/r',
  '" }',
  'cargo add ',
  'cargo install --git ',
  '--version',
  '=',
  '@',
  'x',
  'use x::{',
  '}',
  ';',
  'a@b.dev',
  ' at ',
  ' dot ',
  'MIT',
  'Apache-2.0',
  '[a](',
  ')',
  '![',
  ']',
  '<h1>',
  '<a href="',
  '">',
  '| a | b |\n|--|--|\n',
  '- ',
  '> ',
  '\\\n',
  "'",
  '"',
  '$ ',
  'Status: ',
  'accepted',
  '1.2.3',
  '---\n',
  'report ',
  '\u0000',
  '%E0%A4%A',
  '../',
  '?',
  '#',
);
const page = fc.array(fc.oneof(piece, fc.string()), { maxLength: 70 }).map((parts) => parts.join(''));

it('no page breaks a model, and every place lies on it', async () => {
  const names = fc.constantFrom('README.md', 'README.rst', 'README.adoc', 'README');
  await fc.assert(
    fc.asyncProperty(names, page, async (name, text) => {
      const document = await readPage(name, text);
      const lines = text.split(/\r\n?|\n/).length;
      const usage = readUsage(document);
      const record = readDecisionRecord(document);
      readPurpose(document);
      readContributing(document);
      claimsToBeRecord(name, record);
      const context = { page: name, names: ['x'], sites: ['https://x.dev'], repository: 'https://github.com/o/r' };
      for (const { words } of usage.commands) runsBinary(words, ['x']);
      const places = [
        ...findInstallations(document, ['x']),
        ...findContacts(document),
        ...findOpenSlots(document),
        ...findLicenceMentions(document).named,
        ...readApiLinks(document, context).map(({ link }) => link),
        ...readChangelog(document).entries,
        ...usage.commands,
      ];
      for (const { line } of places) {
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(lines + 1);
      }
    }),
    { numRuns: 400 },
  );
});

it('no target, command or toolchain breaks its reader', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), page), (text) => {
      const target = resolveTarget('docs/README.md', text, 'https://github.com/o/r');
      if (target.kind === 'file') expect(target.path.split('/')).not.toContain('..');
      splitCommands(text);
      readToolchain(text);
    }),
  );
});

it.each([
  ['docs/a.md', { kind: 'file', path: 'docs/a.md' }],
  ['../a%20b.md#c', { kind: 'file', path: 'a b.md', anchor: 'c' }],
  ['/src/', { kind: 'file', path: 'src' }],
  ['../../issues', { kind: 'outside', target: '../../issues' }],
  ['#usage', { kind: 'anchor', anchor: 'usage' }],
  ['https://github.com/O/R/blob/main/docs/a.md', { kind: 'file', path: 'docs/a.md' }],
  ['https://github.com/o/r/issues', { kind: 'web', url: 'https://github.com/o/r/issues' }],
  ['//x.dev/a', { kind: 'web', url: '//x.dev/a' }],
])('%s leads where it says', (target, expected) => {
  const from = target.startsWith('docs/') ? 'README.md' : 'docs/README.md';
  expect(resolveTarget(from, target, 'https://github.com/o/r')).toEqual(expected);
});
