import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf, linksOf, proseOf, wordsOf } from '../../../src/models/page/document.ts';
import { parseAsciidoc, parseRst } from '../../../src/models/page/line-markup.ts';

const rst = `
=====
Crate
=====

.. image:: https://img.shields.io/badge/License-MIT-green.svg
   :target: LICENSE
   :alt: License: MIT

A *crate* for \`\`parcels\`\`, see \`the docs <https://docs.rs/crate>\`_ and Guide_.

.. _Guide: docs/guide.md
.. a comment of many words that nobody reads

Usage
-----

.. code-block:: rust
   :linenos:

   use crate_x::A;
     A::new();

Or so::

  cargo add crate-x

- one item
- another
`;

const adoc = `= Crate
:toc:

image:https://img.shields.io/x.svg[License MIT, link="LICENSE"]

A crate for \`parcels\`, see https://docs.rs/crate[the docs] and link:docs/guide.adoc[the guide].

// a comment
== Usage

[source,rust]
----
use crate_x::A;
// == no heading
----

* one item
* another
`;

describe('parseRst', () => {
  const page = parseRst(rst);
  it('reads headings by their adornment', () => {
    expect(page.sections.map(({ level, title, line }) => [level, title, line])).toEqual([
      [0, '', 1],
      [1, 'Crate', 3],
      [2, 'Usage', 15],
    ]);
  });
  it('reads code, prose, lists and links', () => {
    expect(codeOf(page.sections).map(({ language, text, line }) => [language, text, line])).toEqual([
      ['rust', 'use crate_x::A;\n  A::new();\n', 21],
      ['', 'cargo add crate-x\n', 26],
    ]);
    expect(proseOf(page.sections).map(({ within, text }) => [within, text])).toEqual([
      ['paragraph', 'A crate for parcels, see the docs and Guide_.'],
      ['paragraph', 'Or so:'],
      ['list', 'one item'],
      ['list', 'another'],
    ]);
    expect(linksOf(page).map(({ kind, target, text }) => [kind, target, text])).toEqual([
      ['image', 'https://img.shields.io/badge/License-MIT-green.svg', 'License: MIT'],
      ['badge', 'LICENSE', 'License: MIT'],
      ['link', 'https://docs.rs/crate', 'the docs'],
      ['link', 'docs/guide.md', 'Guide'],
    ]);
  });
});

describe('parseAsciidoc', () => {
  const page = parseAsciidoc(adoc);
  it('reads headings, code, prose and links', () => {
    expect(page.sections.map(({ level, title }) => [level, title])).toEqual([
      [0, ''],
      [1, 'Crate'],
      [2, 'Usage'],
    ]);
    expect(codeOf(page.sections).map(({ language, text }) => [language, text])).toEqual([
      ['rust', 'use crate_x::A;\n// == no heading\n'],
    ]);
    expect(linksOf(page).map(({ kind, target }) => [kind, target])).toEqual([
      ['image', 'https://img.shields.io/x.svg'],
      ['badge', 'LICENSE'],
      ['link', 'https://docs.rs/crate'],
      ['link', 'docs/guide.adoc'],
    ]);
    expect(wordsOf(page.sections)).toBe(9);
  });
});

it.each([
  ['rst', parseRst],
  ['adoc', parseAsciidoc],
])('%s: any text is read, with lines inside it', (_, parse) => {
  const piece = fc.constantFrom(
    '===\n',
    'Title\n',
    '---\n',
    '----\n',
    '::\n',
    '   x\n',
    '.. code-block:: rust\n',
    '= A\n',
    '[source]\n',
    '`a <b>`_',
    '\n',
    '....\n',
    '.. _a: b\n',
    '* ',
    'image::a[b]\n',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 60 }), (parts) => {
      const text = parts.join('');
      const lines = text.split(/\r\n?|\n/).length;
      for (const section of parse(text).sections) {
        for (const place of [section, ...section.blocks, ...section.links]) {
          expect(place.line).toBeGreaterThanOrEqual(1);
          expect(place.line).toBeLessThanOrEqual(lines);
        }
      }
    }),
  );
});
