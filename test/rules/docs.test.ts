import { describe, test } from 'vitest';
import { breaks, holds, opens, ready, reviews } from '../harness.ts';

const binary = new Uint8Array([0, 1, 2]);
const readmeItems = { also: ['docs/'] };

describe('docs/readme-purpose', () => {
  test('prose under the title, an overview heading or a logo', async () => {
    await holds('docs/readme-purpose', ready);
    await holds(
      'docs/readme-purpose',
      ready.with('README.md', (old) => old.replace(/# cim-parcel\n\n/, '# cim-parcel\n\n## Overview\n\n')),
      /under "Overview"/,
    );
    const logo = '<p align="center"><img src="logo.svg" alt="cim-parcel"></p>\n\n';
    await holds(
      'docs/readme-purpose',
      ready.with('README.md', (old) => old.replace('# cim-parcel\n\n', logo)),
      /above the first heading/,
    );
  });
  test('too little of it, placeholders, badges and links', async () => {
    const purpose = (text: string) =>
      ready.with('README.md', (old) => old.replace(/Parcels as[\s\S]*?modules\.\n/, text));
    await breaks('docs/readme-purpose', purpose('Parcels for everybody.\n'), /3 words of prose/);
    await breaks(
      'docs/readme-purpose',
      purpose('TODO: describe what this module does, who uses it and what it leaves to the others\n'),
      /0 words/,
    );
    await breaks(
      'docs/readme-purpose',
      purpose('[one two three four five six seven eight nine ten eleven twelve](https://x.dev)\n'),
      /0 words/,
    );
    await breaks(
      'docs/readme-purpose',
      ready.with('README.md', (old) => old.replace('# cim-parcel\n', '')),
      /README/,
      readmeItems,
    );
  });
  test('no README at all', () => breaks('docs/readme-purpose', ready.without('README.md'), /no README/, readmeItems));
  test('a person decides when another heading says it', async () => {
    const moved = (old: string) =>
      old.replace(
        '# cim-parcel\n\nParcels as',
        '# cim-parcel\n\n## Build your post\n\ncim-parcel is a module of parcels as',
      );
    await reviews('docs/readme-purpose', ready.with('README.md', moved), /Build your post/);
  });
  test('a README that cannot be read as text', () =>
    opens('docs/readme-purpose', ready.with('README.md', binary), /binary/, readmeItems));
});

describe('docs/adr', () => {
  const record = 'docs/adr/0001-events-carry-their-version.md';
  test('a complete record', () => holds('docs/adr', ready, /1 record has/));
  test('no record, no status, no decision, a template', async () => {
    await breaks('docs/adr', ready.without('docs/adr/'), /no decision record/);
    await breaks(
      'docs/adr',
      ready.with(record, (old) => old.replace('## Status\n\nAccepted\n', '')),
      /lacks a status/,
    );
    await breaks(
      'docs/adr',
      ready.with(record, (old) => old.replace('Accepted', 'In discussion')),
      /found "In discussion"/,
    );
    await breaks(
      'docs/adr',
      ready.with(record, (old) => old.replace(/## Decision\n\n.*\n/, '')),
      /lacks a decision/,
    );
    await breaks(
      'docs/adr',
      ready.without('docs/adr/').with('docs/adr/template.md', '# {title}\n\n## Status\n\nAccepted\n'),
      /no decision record/,
    );
    await breaks('docs/adr', ready.with('docs/adr/0002-x.md', '# 2. X\n\nWe talked.\n'), /1 of 2/);
  });
  test('an overview beside the records is noted', () =>
    holds(
      'docs/adr',
      ready.with('docs/adr/evolution.md', '# How the design evolved\n\nStep by step.\n'),
      /evolution\.md: stands among the records/,
    ));
  test('where .adr-dir says', () => {
    const text = ready.content[record]!;
    return holds(
      'docs/adr',
      ready.without('docs/adr/').with('.adr-dir', 'design/records\n').with('design/records/1.md', text),
    );
  });
  test('a record that cannot be read', () => opens('docs/adr', ready.with(record, binary), /binary/));
});
