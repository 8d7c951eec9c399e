import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { licenceTextsModule } from '../../../scripts/generate-licence-texts.ts';
import { licencesNamed, recogniseLicence } from '../../../src/models/licence/licence.ts';

const spdx = (id: string): string =>
  JSON.parse(readFileSync(path.join('node_modules/spdx-license-list/licenses', `${id}.json`), 'utf8')).licenseText;
const mit = spdx('MIT').replace('<year> <copyright holders>', '2025 Jane Doe');
const apache = spdx('Apache-2.0');
const ids = async (text: string) => (await recogniseLicence(text)).texts.map(({ id }) => id);

describe('recogniseLicence', () => {
  it.each([
    'MIT',
    'Apache-2.0',
    'BSD-3-Clause',
    'BSD-2-Clause',
    'ISC',
    '0BSD',
    'MIT-0',
    'X11',
    'MPL-2.0',
    'GPL-3.0-only',
    'Unlicense',
  ])('knows %s by its text', async (id) => expect(await ids(spdx(id))).toEqual([id]));

  it('does not mind wrapping, case, quotes, markdown and who holds the copyright', async () => {
    const rewrapped = mit
      .replace(/\s+/g, ' ')
      .replace(/(.{40}\S*) /g, '$1\r\n> ')
      .toUpperCase();
    expect(await ids(rewrapped)).toEqual(['MIT']);
    expect((await recogniseLicence(mit)).holders).toEqual(['Copyright (c) 2025 Jane Doe']);
  });

  it('finds two texts in one file, in its order', async () => {
    const reading = await recogniseLicence(`${mit}\n\n---\n\n${apache}`);
    expect(reading.texts.map(({ id }) => id)).toEqual(['MIT', 'Apache-2.0']);
    expect(reading.texts[1]!.line).toBeGreaterThan(10);
    expect(await ids(`${mit}\n\nPortions:\n\n${mit}`)).toEqual(['MIT']);
  });

  it('reports the slots of a template, but not the appendix of Apache-2.0', async () => {
    const template = await recogniseLicence(mit.replace('2025 Jane Doe', '[year] [fullname]'));
    expect(template.texts[0]?.id).toBe('MIT');
    expect(template.unfilled).toEqual([
      { text: '[year]', line: 3 },
      { text: '[fullname]', line: 3 },
    ]);
    expect((await recogniseLicence(mit.replace('Jane Doe', 'Your Name'))).unfilled).toEqual([
      { text: 'Your Name', line: 3 },
    ]);
    expect((await recogniseLicence(apache)).unfilled).toEqual([]);
  });

  it('reports conditions that were put on top', async () => {
    const reading = await recogniseLicence(
      `${mit}\n\nThe Software may not be used for commercial purposes without a written permission.\n`,
    );
    expect(reading.additions).toHaveLength(1);
    expect(reading.additions[0]?.text).toMatch(/may not be used for commercial purposes/);
  });

  it.each([
    ['Permission is hereby granted', 'Permission is hereby not granted', { instead: '', text: 'not' }],
    ['free of charge', 'for a fee of 100 dollars', { instead: 'free of charge', text: 'for a fee of 100 dollars' }],
    [/obtaining a\s+copy/, 'obtaining a copy for non-commercial use', { instead: '', text: 'for non commercial use' }],
    [/, sublicense, and\/or sell/, '', { instead: 'sublicense and or sell', text: '' }],
    ['WITHOUT WARRANTY', 'WITH WARRANTY', { instead: 'without', text: 'with' }],
    [/ DEALINGS IN THE\s+SOFTWARE/, '', { instead: 'dealings in the software', text: '' }],
  ])('tells a change of the terms: %s → %s', async (from, to, change) => {
    const changed = mit.replace(from, to);
    expect(changed).not.toBe(mit);
    const reading = await recogniseLicence(changed);
    expect(reading.texts.map(({ id }) => id)).toEqual(['MIT']);
    expect(reading.changes).toEqual([{ ...change, line: expect.any(Number) }]);
  });

  it('tells a change beside a second text, too', async () => {
    const reading = await recogniseLicence(`${apache}\n\n${mit.replace('WITHOUT WARRANTY', 'WITH WARRANTY')}`);
    expect(reading.changes).toEqual([{ instead: 'without', text: 'with', line: expect.any(Number) }]);
  });

  it('takes copies in common use for unchanged', async () => {
    const joined = `${mit}\n\n${apache}`;
    const markdown = `# The MIT License (MIT)\n\n${mit.replace('MIT License', '')}`;
    const x11 = mit.replace(/this permission\s+notice/, 'this permission notice (including the next paragraph)');
    const named = mit.replace('AUTHORS OR COPYRIGHT HOLDERS', 'AUTHOR');
    const cut = apache.slice(0, apache.indexOf('END OF TERMS'));
    const secure = apache.replaceAll('http://', 'https://');
    const hyphens = mit.replace('following', 'fol-\nlowing');
    for (const text of [mit, apache, joined, markdown, x11, named, cut, secure, hyphens])
      expect((await recogniseLicence(text)).changes).toEqual([]);
  });

  it('reports a condition that hides in the notice', async () => {
    const reading = await recogniseLicence(mit.replace('Jane Doe', 'Jane Doe. Commercial use is forbidden'));
    expect(reading.additions).toEqual([{ text: expect.stringMatching(/forbidden/), line: 3 }]);
  });

  it('takes a note for what it is', async () => {
    const note =
      'This project is dual-licensed under either:\n\n- Apache License, Version 2.0 (LICENSE-APACHE)\n- MIT license (LICENSE-MIT)\n\nat your option.\n';
    const reading = await recogniseLicence(note);
    expect(reading.texts).toEqual([]);
    expect(reading.named).toEqual(['Apache-2.0', 'MIT']);
  });

  it.each(['', 'All rights reserved', 'MIT', 'Apache License', mit.slice(0, 400)])(
    'recognises nothing in %j',
    async (text) => {
      expect(await ids(text)).toEqual([]);
    },
  );

  it('reads any text', async () => {
    const words = fc.constantFrom(...mit.split(/\s+/), ...apache.split(/\s+/).slice(0, 200), '[year]', '\n', '©');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(words, fc.string()), { maxLength: 300 }), async (parts) => {
        const text = parts.join(' ');
        const lines = text.split('\n').length;
        const reading = await recogniseLicence(text);
        for (const { similarity } of reading.texts) expect(similarity).toBeLessThanOrEqual(1);
        for (const { line } of [...reading.texts, ...reading.unfilled, ...reading.additions, ...reading.changes]) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines);
        }
      }),
    );
  });
});

describe('licencesNamed', () => {
  it.each([
    ['Licensed under the Apache License, Version 2.0', ['Apache-2.0']],
    ['Apache-2.0 OR MIT', ['Apache-2.0', 'MIT']],
    ['MIT/Apache-2.0', ['Apache-2.0', 'MIT']],
    ['the Apache License (Version 2.0) or the MIT license', ['Apache-2.0', 'MIT']],
    ['the GNU General Public License (version 3)', ['GPL-3.0']],
    ['License: Apache 2.0', ['Apache-2.0']],
    ['https://img.shields.io/badge/license-Apache_2.0-blue', ['Apache-2.0']],
    ['the MIT License', ['MIT']],
    ['we admit and permit', []],
    ['3-Clause BSD', ['BSD-3-Clause']],
    ['GPL-3.0', ['GPL-3.0']],
    ['AGPL-3.0', ['AGPL-3.0']],
    ['LGPL-3.0', ['LGPL-3.0']],
    ['Mozilla Public License 2.0', ['MPL-2.0']],
    ['see LICENSE', []],
  ])('%s', (text, expected) => expect(licencesNamed(text)).toEqual(expected));
});

it('the licence texts are those of the SPDX list', () => {
  expect(readFileSync('src/models/licence/texts.ts', 'utf8')).toBe(licenceTextsModule());
});
