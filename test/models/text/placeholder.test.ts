import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  findPlaceholders,
  isPlaceholder,
  isPlaceholderAddress,
  isPlaceholderPage,
  isTemplatePage,
  withoutPlaceholders,
} from '../../../src/models/text/placeholder.ts';

describe('isPlaceholder', () => {
  it.each([
    '',
    '   ',
    '...',
    'TODO',
    'TODO: describe the module',
    'todo:',
    'TBD',
    'FIXME',
    'Coming soon!',
    'To be determined.',
    '[INSERT CONTACT METHOD]',
    '[year] [fullname]',
    '[yyyy] [name of copyright owner]',
    '<year> <copyright holders>',
    '{domain purpose}',
    '{{project_name}}',
    '{{ crate_name }} - {{description}}',
    'Clear, concise description',
    '"Clear, concise description"',
    'field1: Description',
    'Lorem ipsum dolor sit amet',
    'Lorem ipsum dolor sit amet, consectetur',
    'Maintainer Name',
    'appropriate-category',
    '@username',
    'core|domain|integration|utility',
    'your.email@example.com',
    'security@example.com',
    'Your Name',
    '[Your Name]',
    '<your-email>',
    'A short description of the project.',
    'YOUR_NAME',
    'Work in progress',
  ])('%j is one', (text) => expect(isPlaceholder(text)).toBe(true));

  it.each([
    'A todo list for the terminal',
    'TODO list manager for the terminal',
    'Subject algebra for NATS',
    'Handles Vec<String> and HashMap<K, V>',
    'See [features] in Cargo.toml',
    'events.{domain}.{event}',
    'Placeholder detection for audits',
    'The name of the owner is stored with the record',
    'cim-domain',
    'graph',
    'Jane Doe',
    'jane@cowboy.example.io',
    'An example of event sourcing',
    '<https://docs.rs/cim-x>',
    '[x] done',
  ])('%j is none', (text) => expect(isPlaceholder(text)).toBe(false));
});

describe('findPlaceholders', () => {
  it('gives text and offset of each, in order', () => {
    const text = 'Copyright (c) [year] [fullname]\nTODO: rest';
    expect(findPlaceholders(text)).toEqual([
      { text: '[year]', index: 14 },
      { text: '[fullname]', index: 21 },
      { text: 'TODO: rest', index: 32 },
    ]);
  });

  it('leaves links, workflow expressions, generics and checkboxes alone', () => {
    const text = '[name](https://a.b) $' + '{{ secrets.NAME }} Option<T> - [ ] open\n[x] done {id} `events.{domain}`';
    expect(findPlaceholders(text)).toEqual([]);
  });

  it('blanks without moving anything', () => {
    const text = 'Contact <your email> now';
    expect(withoutPlaceholders(text)).toBe('Contact              now');
  });

  it('never throws, never overlaps, and keeps the length', () => {
    const piece = fc.constantFrom(
      '[',
      ']',
      '{',
      '}',
      '<',
      '>',
      'TODO',
      'name',
      ' ',
      '\n',
      '{{',
      '}}',
      'your',
      '-',
      '.',
      '@',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 60 }), (parts) => {
        const text = parts.join('');
        expect(withoutPlaceholders(text)).toHaveLength(text.length);
        let end = 0;
        for (const one of findPlaceholders(text)) {
          expect(one.index).toBeGreaterThanOrEqual(end);
          expect(text.slice(one.index, one.index + one.text.length)).toBe(one.text);
          end = one.index + one.text.length;
        }
      }),
    );
  });
});

describe('isPlaceholderAddress', () => {
  it.each(['me@example.com', 'https://example.org/x', 'mailto:you@your-domain.com', 'your@email', 'a@foo.invalid'])(
    '%s reaches nobody',
    (address) => expect(isPlaceholderAddress(address)).toBe(true),
  );
  it.each(['security@thecowboy.ai', 'https://github.com/o/example', 'https://myexample.com', 'a@examples.community'])(
    '%s may',
    (address) => expect(isPlaceholderAddress(address)).toBe(false),
  );
});

describe('isPlaceholderPage', () => {
  it('sees a template and an empty page', () => {
    expect(isPlaceholderPage('')).toBe(true);
    expect(isPlaceholderPage('# Title\n\n## Section\n')).toBe(true);
    expect(isPlaceholderPage('# {name}\n\n{domain purpose}\n\n- field1: Description\n- field2: Description\n')).toBe(
      true,
    );
  });
  it('lets a written page pass that keeps one slot', () => {
    expect(isPlaceholderPage('# Security\n\nWrite to us.\nWe answer in two days.\n[INSERT CONTACT METHOD]\n')).toBe(
      false,
    );
  });
});

describe('isTemplatePage', () => {
  const slots = '- `field1`: Description\n- `field2`: Description\n';
  it('sees a page that begins with a slot and has more of them, with code that somebody filled in', () => {
    const text = `# API\n\nCommands for {domain purpose}.\n\n\`\`\`rust\nlet a = 1;\nlet b = 2;\n\`\`\`\n\nFine words.\nMore of them.\n${slots}`;
    expect(isPlaceholderPage(text)).toBe(false);
    expect(isTemplatePage(text)).toBe(true);
    expect(isTemplatePage('# API\n')).toBe(true);
  });
  it('lets pass what says what it is about, and slots in code', () => {
    const words = 'Orders.\n\nThey are paid.\nThey are sent.\nThey come back.\nThey are kept.\nThey end.\n';
    expect(isTemplatePage(`# API\n\n${words}${slots}`)).toBe(false);
    expect(isTemplatePage('# API\n\nOrders of {domain purpose}.\n\nTwo.\nThree.\n')).toBe(false);
    expect(isTemplatePage(`${words}\n\`\`\`\nGET /{user-id}\n{order name}\n{the date}\n\`\`\`\n`)).toBe(false);
  });
});
