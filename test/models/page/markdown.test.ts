import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  codeOf,
  linksOf,
  proseOf,
  sectionsTitled,
  sectionTree,
  titleOf,
  wordsOf,
} from '../../../src/models/page/document.ts';
import { parseMarkdown } from '../../../src/models/page/markdown.ts';

describe('sections', () => {
  it('reads ATX, setext and HTML headings with their lines and parents', () => {
    const page = parseMarkdown('<h1 align="center">\n  The <b>crate</b>\n</h1>\n\nOne\n---\n\n### Deep #\n\n## Two\n');
    expect(page.sections.map(({ level, title, line, parent }) => [level, title, line, parent])).toEqual([
      [0, '', 1, undefined],
      [1, 'The crate', 1, undefined],
      [2, 'One', 5, 1],
      [3, 'Deep', 8, 2],
      [2, 'Two', 10, 1],
    ]);
    expect(sectionTree(page, 2).map((section) => section.title)).toEqual(['One', 'Deep']);
    expect(sectionsTitled(page, /^one$/i)).toHaveLength(2);
  });

  it('joins an HTML heading that blank lines tear apart, and takes a logo for its text', () => {
    const torn = parseMarkdown('<h1 align="center">\n\n![logo](a.png)\n\nName\n\n</h1>\n\ntext\n');
    expect(titleOf(torn)?.title).toBe('Name');
    expect(titleOf(parseMarkdown('# ![Name of the crate](logo.svg)\n'))?.title).toBe('Name of the crate');
  });

  it('does not take a hash in code, a list or front matter for a heading', () => {
    const page = parseMarkdown('---\ntitle: x\n---\n# A\n\n```sh\n# no\n```\n\n> # quoted\n\n- # listed\n');
    expect(page.sections.map((section) => section.title)).toEqual(['', 'A']);
    expect(page.frontMatter).toEqual({ text: 'title: x', line: 2 });
    expect(page.sections[1]?.line).toBe(4);
  });

  it('keeps a thematic break at the top as what it is', () => {
    const page = parseMarkdown('---\nSome prose here\n---\n');
    expect(page.frontMatter).toBeUndefined();
  });

  it('makes anchors unique and knows explicit ones', () => {
    const page = parseMarkdown('# A b!\n\n# A b!\n\n<a name="x"></a>\n');
    expect([...page.anchors]).toEqual(['a-b', 'a-b-1', 'x']);
  });
});

describe('prose', () => {
  it('counts words that say something: no badges, link texts, comments, placeholders', () => {
    const page = parseMarkdown(
      '# T\n\n[![Build status](b.svg)](ci) [Docs](d) | [Chat](c)\n\n<!-- five words in a comment -->\n\nThree *real* words.\n\nTODO: write more here\n',
    );
    expect(wordsOf(page.sections)).toBe(3);
  });

  it('reads HTML paragraphs, entities decoded, script and style left out', () => {
    const page = parseMarkdown(
      '<div align="center">\n<p>Fast &amp; safe<br>tool</p><style>p { color: red }</style>\n</div>\n',
    );
    expect(proseOf(page.sections).map((prose) => prose.text)).toEqual(['Fast & safe', 'tool']);
    expect(proseOf(page.sections)[0]?.within).toBe('html');
  });

  it('keeps code spans and where the prose stands', () => {
    const page = parseMarkdown('a\n\n- run `cargo add x`\n  now\n\n> quoted\n');
    expect(
      proseOf(page.sections).map(({ within, line, endLine, codeSpans }) => [within, line, endLine, codeSpans]),
    ).toEqual([
      ['paragraph', 1, 1, []],
      ['list', 3, 4, ['cargo add x']],
      ['quote', 6, 6, []],
    ]);
  });
});

describe('code', () => {
  it('splits the info string and gives the first line of the code', () => {
    const page = parseMarkdown(
      '```Rust,no_run ignore\nfn main() {}\n```\n\n~~~\nx\n~~~\n\n    indented\n\n<pre><code class="language-toml">a = 1</code></pre>\n',
    );
    expect(
      codeOf(page.sections).map(({ language, attributes, text, line }) => [language, attributes, text, line]),
    ).toEqual([
      ['rust', ['no_run', 'ignore'], 'fn main() {}\n', 2],
      ['', [], 'x\n', 6],
      ['', [], 'indented\n', 9],
      ['toml', [], 'a = 1', 11],
    ]);
  });
});

describe('links', () => {
  it('finds inline, reference, automatic, HTML links and badges, with line and column', () => {
    const page = parseMarkdown(
      'see [a b](x%20y.md "t") and\n[ref] or <https://a.example.dev>\n\n[![CI](ci.svg)](https://ci) <a href="h.md">h</a>\n\n[ref]: r.md\n',
    );
    expect(linksOf(page).map(({ kind, target, text, line, column }) => [kind, target, text, line, column])).toEqual([
      ['link', 'x y.md', 'a b', 1, 11],
      ['link', 'r.md', 'ref', 2, 1],
      ['link', 'https://a.example.dev', 'https://a.example.dev', 2, 11],
      ['image', 'ci.svg', 'CI', 4, 8],
      ['badge', 'https://ci', 'CI', 4, 17],
      ['link', 'h.md', 'h', 4, 29],
    ]);
  });

  it('tells two links of one target apart', () => {
    const page = parseMarkdown('[a](x.md), then\n[b](x.md) and [c](x.md)\n');
    expect(linksOf(page).map(({ text, line, column }) => [text, line, column])).toEqual([
      ['a', 1, 5],
      ['b', 2, 5],
      ['c', 2, 19],
    ]);
  });

  it('gives links of a heading to its section', () => {
    const page = parseMarkdown('# [crate](https://c)\n');
    expect(page.sections[1]?.links.map((link) => link.target)).toEqual(['https://c']);
  });

  it('finds mail addresses', () => {
    expect(linksOf(parseMarkdown('write to sec@cowboy.dev please')).map((link) => link.target)).toEqual([
      'mailto:sec@cowboy.dev',
    ]);
  });
});

describe('tables', () => {
  it('gives header, cells and each row its line', () => {
    const page = parseMarkdown('intro\n\n| Feature | What |\n| --- | --- |\n| `a` | does [x](y) |\n| b | |\n');
    expect(page.sections[0]?.blocks[1]).toEqual({
      kind: 'table',
      header: ['Feature', 'What'],
      rows: [
        { cells: ['a', 'does x'], line: 5 },
        { cells: ['b', ''], line: 6 },
      ],
      line: 3,
      endLine: 6,
    });
  });
});

describe('any text', () => {
  const piece = fc.constantFrom(
    '# ',
    '\n',
    '\n\n',
    '---\n',
    '```',
    '| a | b |\n|--|--|\n',
    '<h1>',
    '</h1>',
    '<a href="',
    '">',
    '<!--',
    '-->',
    '[',
    '](',
    ')',
    '![',
    '> ',
    '- ',
    '    ',
    '<pre>',
    '</pre>',
    '\t',
    '&#x110000;',
    '\r\n',
    '\uFEFF',
    'word ',
    '===\n',
    '<td>',
    '</table>',
    '`',
  );
  it('is read without throwing, with lines inside the text and parents before children', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ unit: 'binary' })), { maxLength: 80 }), (parts) => {
        const text = parts.join('');
        const lines = text.split(/\r\n|\r|\n/).length;
        const page = parseMarkdown(text);
        page.sections.forEach((section, at) => {
          if (section.parent !== undefined) expect(section.parent).toBeLessThan(at);
          for (const place of [section, ...section.blocks, ...section.links]) {
            expect(place.line).toBeGreaterThanOrEqual(1);
            expect(place.line).toBeLessThanOrEqual(lines + 1);
          }
        });
      }),
      { numRuns: 500 },
    );
  });

  it('is read in bounded steps when it nests or never closes', () => {
    for (const hostile of [
      '> '.repeat(5000),
      '[a]('.repeat(5000),
      '<a '.repeat(5000),
      '<!--'.repeat(5000),
      '- '.repeat(5000),
    ]) {
      expect(parseMarkdown(hostile).sections).toHaveLength(1);
    }
  });
});
