/** All the right files and nothing in them: the presence of a file is never what the standard asks for. */
import { describe, expect, test } from 'vitest';
import { moduleOf, readyHistory } from '../harness.ts';

const manifest = '[package]\nname = "cim-hollow"\nversion = "1.1.0"\nedition = "2021"\nlicense = "MIT"\n\n[lib]\n';
const pages = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'CODE_OF_CONDUCT.md',
  'SECURITY.md',
  'LICENSE',
  'docs/adr/0001-first.md',
];
const others = { 'Cargo.toml': manifest, 'src/lib.rs': 'pub struct A;\n', '.gitignore': '', 'rust-toolchain.toml': '' };

async function verdicts(text: (path: string) => string) {
  const files = Object.fromEntries(pages.map((path) => [path, text(path)]));
  const items = await moduleOf({ ...others, ...files }, readyHistory.git).items();
  const asked = [...items.values()].filter(({ id }) => /^(?:docs|files)\//.test(id));
  return Object.fromEntries(asked.map(({ id, verdict }) => [id, verdict]));
}

const allFail = (found: Record<string, string>) => Object.fromEntries(Object.keys(found).map((id) => [id, 'fail']));

describe('a hollow repository fails every file and docs item', () => {
  test.each<[string, (path: string) => string]>([
    ['empty files', () => ''],
    ['blank files', () => ' \n\n\t\n'],
    ['a title and nothing else', (path) => `# ${path}\n`],
    ['TODO', (path) => `# ${path}\n\nTODO\n`],
    ['comments', () => '<!-- Licensed under MIT. cargo add cim-hollow. Mail a@b.dev. ## Status Accepted -->\n'],
    [
      'headings without text',
      () =>
        '# Title\n\n## Overview\n\n## Installation\n\n## Usage\n\n## API\n\n## License\n\n## Status\n\n## Decision\n\n## 1.0.0\n\n## 1.1.0\n',
    ],
    [
      'a template that nobody filled in',
      () =>
        '# {project name}\n\nOne Paragraph of project description goes here\n\n## Status\n\n{proposed | accepted}\n\n## Decision\n\n{what we decided}\n\n## License\n\nCopyright (c) [year] [fullname]\n\nContact: [INSERT CONTACT METHOD]\n\n## [1.1.0] - YYYY-MM-DD\n\n- TBD\n\n## [1.0.0]\n\n- TODO: describe\n',
    ],
  ])('%s', async (_, text) => {
    const found = await verdicts(text);
    expect(Object.keys(found).length).toBe(14);
    expect(found).toEqual(allFail(found));
  });
});
