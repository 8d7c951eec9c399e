/** Fuzz targets: pages in three markup languages, and all that is read out of them. */

import { namesInFeatureSections } from '../../src/models/cargo/feature-docs.ts';
import { findContacts, findOpenSlots } from '../../src/models/community/contact.ts';
import { readContributing } from '../../src/models/community/contributing.ts';
import { licencesNamed } from '../../src/models/licence/licence.ts';
import { missingParts, readAdrDir, readDecisionRecord } from '../../src/models/page/adr.ts';
import { codeOf, type Document, linksOf, wordsOf } from '../../src/models/page/document.ts';
import { splitHtml } from '../../src/models/page/html-fragment.ts';
import { parseAsciidoc, parseRst } from '../../src/models/page/line-markup.ts';
import { parseMarkdown } from '../../src/models/page/markdown.ts';
import { statedLimits } from '../../src/models/page/memory-limits.ts';
import { readApiLinks } from '../../src/models/readme/api-links.ts';
import { commandsIn } from '../../src/models/readme/console.ts';
import { findInstallations } from '../../src/models/readme/installation.ts';
import { findLicenceMentions } from '../../src/models/readme/licence-mentions.ts';
import { readPurpose } from '../../src/models/readme/readme.ts';
import { readUsage } from '../../src/models/readme/usage.ts';
import { readChangelog } from '../../src/models/release/changelog.ts';
import { findPlaceholders, isPlaceholderPage, isUnwritten } from '../../src/models/text/placeholder.ts';
import { must, mustLie } from './must.ts';
import type { Target } from './targets.ts';

/** Asks a page everything that any item asks. */
function askPage(page: Document, text: string): void {
  for (const section of page.sections) {
    mustLie(section.line, text, `the section ${section.title.slice(0, 40)}`);
    for (const block of section.blocks) mustLie(block.line, text, `a block of kind ${block.kind}`);
  }
  for (const { line, target } of linksOf(page)) mustLie(line, text, `the link ${target.slice(0, 40)}`);
  for (const block of codeOf(page.sections)) for (const { line } of commandsIn(block)) mustLie(line, text, 'a command');
  must(wordsOf(page.sections) >= 0, 'a negative count of words');
  readPurpose(page);
  readUsage(page);
  findInstallations(page, ['cim-x']);
  findLicenceMentions(page);
  findContacts(page);
  findOpenSlots(page);
  readContributing(page);
  missingParts(readDecisionRecord(page));
  namesInFeatureSections(page);
  statedLimits('README.md', page);
  readApiLinks(page, { page: 'README.md', names: ['cim-x'], sites: [], repository: 'https://github.com/o/r' });
  for (const { line } of readChangelog(page).entries) mustLie(line, text, 'an entry');
}

const markdownWords =
  '# |## |### |- |* |1. |> |```rust\n|```sh\n|```\n|~~~|    |[x](y)|[x]: y\n|![a](b)|<a href="x">|</a>|<details>|<!-- |-->|**|_|`|\\|a\\|b\\|\n|\\|-\\|-\\|\n|---\n|===\n|## [1.0.0] - 2025-01-01\n|## Unreleased\n|## License\nMIT\n|## Installation\n|cargo add cim-x|cim-x = "1"|## Status\nAccepted\n|{x}|[INSERT CONTACT METHOD]|TODO|mailto:a@b.dev|https://docs.rs/cim-x|&amp;|&#x0;|  \n|\\|<![CDATA['
    .replaceAll('\\|', '\u0001')
    .split('|')
    .map((word) => word.replaceAll('\u0001', '|'));

export const pageTargets: readonly Target[] = [
  { name: 'Markdown', seeds: /\.md$/, tokens: markdownWords, run: (text) => askPage(parseMarkdown(text), text) },
  {
    name: 'reStructuredText',
    seeds: /\.rst$/,
    tokens: [
      '===\n',
      '---\n',
      '.. code-block:: rust\n\n',
      '.. image:: x\n',
      '`x <y>`_',
      '.. _a: b\n',
      '::\n\n',
      '    ',
      '- ',
      '``',
      '|x|',
      '.. include:: x\n',
      '.. |x| replace:: y\n',
    ],
    run: (text) => askPage(parseRst(text), text),
  },
  {
    name: 'AsciiDoc',
    seeds: /\.adoc$/,
    tokens: [
      '= ',
      '== ',
      '----\n',
      '....\n',
      '[source,rust]\n',
      'link:x[y]',
      'https://x[y]',
      'image::x[]',
      '* ',
      '. ',
      '|===\n',
      '////\n',
      ':a: b\n',
      '{a}',
      'include::x[]\n',
      '`',
    ],
    run: (text) => askPage(parseAsciidoc(text), text),
  },
  {
    name: 'words of pages',
    seeds: /\.(?:md|html)$/,
    tokens: [
      '<div>',
      '</div>',
      '<script>',
      '<!--',
      '-->',
      '<img src=x',
      '>',
      '&lt;',
      'lorem ipsum',
      '{{',
      '}}',
      '[your name]',
      'TBD',
      'XXX',
      'Licensed under MIT',
      'Apache-2.0',
    ],
    run: (text) => {
      splitHtml(text);
      findPlaceholders(text);
      isPlaceholderPage(text);
      isUnwritten(text);
      licencesNamed(text);
      readAdrDir(text);
    },
  },
];
