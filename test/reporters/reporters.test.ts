/** Every form of the same report, as a golden; `vitest -u` writes them anew, and the diff is what is reviewed. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { type Format, formats, render } from '../../src/reporters/index.ts';
import { prose } from '../../src/reporters/markdown.ts';
import { reportSchema, reportsSchema } from '../../src/schema/report.ts';
import { clean, hostile, sample } from '../sample-report.ts';

const text = { width: 100, colorLevel: 0, verbose: false, quiet: false } as const;
const options = { text, catalogue: rules };
const golden = (name: string) => `./golden/${name}`;
const one = (format: Format, over: Partial<typeof text> | object = {}) =>
  render(format, [sample], { ...options, text: { ...text, ...over } });

describe('goldens', () => {
  test.each([
    ['json', 'report.json'],
    ['sarif', 'report.sarif'],
    ['junit', 'report.xml'],
    ['github', 'report.github.txt'],
    ['markdown', 'report.md'],
    ['badge', 'badge.json'],
    ['text', 'report.txt'],
  ] as const)('%s', async (format, file) => {
    await expect(await one(format)).toMatchFileSnapshot(golden(file));
  });

  test('text at other widths, with all evidence, with the summary only, in colour', async () => {
    await expect(await one('text', { width: 60 })).toMatchFileSnapshot(golden('narrow.txt'));
    await expect(await one('text', { width: 140 })).toMatchFileSnapshot(golden('wide.txt'));
    await expect(await one('text', { verbose: true })).toMatchFileSnapshot(golden('verbose.txt'));
    await expect(await one('text', { quiet: true })).toMatchFileSnapshot(golden('quiet.txt'));
    await expect(await one('text', { colorLevel: 1 })).toMatchFileSnapshot(golden('colour.txt'));
  });

  test('SARIF with everything, several modules in text and Markdown', async () => {
    await expect(await one('sarif', { verbose: true })).toMatchFileSnapshot(golden('all.sarif'));
    await expect(await render('text', [sample, clean], options)).toMatchFileSnapshot(golden('several.txt'));
    await expect(await render('markdown', [sample, clean], options)).toMatchFileSnapshot(golden('several.md'));
    await expect(await render('badge', [clean], options)).toMatchFileSnapshot(golden('clean-badge.json'));
  });
});

describe('what holds in every form', () => {
  test('the sample itself is a valid report', () => {
    expect(reportSchema.safeParse(sample).error).toBeUndefined();
  });

  test.each(formats)(
    '%s prints nothing that steers a terminal, ends in one newline, and is the same each time',
    async (format) => {
      const printed = await one(format);
      expect(printed).toBe(await one(format));
      expect(printed).toMatch(/[^\n]\n$/);
      expect(printed.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/g)).toBeNull();
    },
  );

  test('text in colour holds no escape sequence but colours, and the same words', async () => {
    const plain = (await one('text', { colorLevel: 2 })).replace(/\u001b\[\d+(;\d+)*m/g, '');
    expect(plain).toBe(await one('text'));
  });

  test.each([40, 60, 80, 100, 120, 140])('text keeps to %i columns, but for words that are longer', async (width) => {
    for (const line of (await one('text', { width, verbose: true })).split('\n')) {
      const longest = Math.max(
        ...line
          .trim()
          .split(/ +/)
          .map((word) => word.length),
      );
      if (longest < width - 12) expect(line.length, line).toBeLessThanOrEqual(width);
    }
  });

  test('a waived item is never shown as passed', async () => {
    expect(await one('text')).not.toMatch(/✔.*files\/license/);
    expect(await one('markdown')).toMatch(/- \[ \] LICENSE.*waived until 2026-03-01/);
    expect(await one('junit')).toMatch(/LICENSE[^>]*>\s*<skipped>waived until/);
    expect(JSON.parse(await one('json')).summary).toMatchObject({ waived: 1, pass: 2, attested: 1 });
  });
});

describe('JSON', () => {
  test('several reports are one document, valid by the schema', async () => {
    const several = JSON.parse(await render('json', [sample, clean], options));
    expect(reportsSchema.safeParse(several).error).toBeUndefined();
    expect(several.reports).toHaveLength(2);
  });
});

describe('GitHub annotations', () => {
  test('no text of the repository becomes a command or a property of its own', async () => {
    const lines = (await one('github')).trimEnd().split('\n');
    for (const line of lines) expect(line).toMatch(/^::(error|warning|notice) [^\n]*::/);
    expect(lines.join('\n')).not.toContain(hostile.terminal);
    const unsafe = { ...sample, items: sample.items.filter(({ id }) => id === 'security/unsafe') };
    const printed = await render('github', [unsafe], options);
    const [, properties = ''] = /^::error ([^:]*a%2Cb%3Ac[^:]*)::/m.exec(printed) ?? [];
    expect(properties.split(',').map((part) => part.split('=')[0])).toEqual(['file', 'line', 'title']);
  });

  test('ten errors and ten warnings at most, and the rest is counted', async () => {
    const many = { ...sample, items: [{ ...sample.items[2]!, evidence: manyFindings(31) }] };
    const printed = await render('github', [many], options);
    expect(printed.match(/^::error /gm)).toHaveLength(10);
    expect(printed).toContain('21 more findings do not fit here');
  });
});

const manyFindings = (count: number) => [
  { message: `${count} findings` },
  ...Array.from({ length: count }, (_, index) => ({ message: 'one', path: 'src/lib.rs', line: index + 1 })),
];

describe('Markdown', () => {
  test('hostile text stays text for a Markdown parser', async () => {
    const { default: MarkdownIt } = await import('markdown-it');
    const html = new MarkdownIt({ html: true, linkify: true }).render(await one('markdown'));
    expect(html).not.toMatch(/<script|<img|<details|<a /);
    expect(html).not.toContain('<strong>bold');
    expect(html).not.toMatch(/@someone/);
  });

  test('what stands between backticks is code, and nothing else becomes markup', async () => {
    const { default: MarkdownIt } = await import('markdown-it');
    const markdown = new MarkdownIt({ html: true, linkify: true });
    expect(markdown.renderInline(prose('run `cargo add NAME`, *now*'))).toBe('run <code>cargo add NAME</code>, *now*');
    const piece = fc.constantFrom(
      '`',
      '``',
      '\\',
      '<img src=x>',
      '[a](https://b.c)',
      '**',
      '~~',
      '&lt;',
      ' ',
      '$',
      'x',
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const tags = markdown.renderInline(prose(pieces.join(''))).match(/<[^>]*>/g) ?? [];
        expect(tags.filter((tag) => !['<code>', '</code>'].includes(tag))).toEqual([]);
      }),
    );
  });
});
