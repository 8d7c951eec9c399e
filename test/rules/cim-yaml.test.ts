import { describe, expect, test } from 'vitest';
import { breaks, holds, moduleOf, opens, ready } from '../harness.ts';

const FILE = 'cim.yaml';
const change = (from: string | RegExp, to: string) => ready.with(FILE, (old) => old.replace(from, to));
const GROUP = [
  'name',
  'type',
  'version',
  'description',
  'status',
  'category',
  'maintainers',
  'dependencies',
  'keywords',
];
const ALL = GROUP.map((slug) => `cim-yaml/${slug}`);
/** Rules of other groups that read the status. */
const also = [...ALL, 'cim-yaml/valid', 'maintenance/'];

const huge = ready.with(FILE, (old) => `${old}# ${'x'.repeat(1_100_000)}`);

describe('present and valid', () => {
  test('holds', () => holds('cim-yaml/valid', ready, /valid YAML with a module mapping/));
  test('absent: it and the nine fail, for one reason', async () => {
    const without = ready.without(FILE);
    for (const id of ['cim-yaml/valid', ...ALL]) {
      const item = await breaks(id, without, /there is no cim.yaml/, { also });
      expect(item.evidence).toHaveLength(1);
    }
  });
  test('not YAML', () => breaks('cim-yaml/valid', ready.with(FILE, 'module: [\n  name: x\n'), /cim.yaml:\d/, { also }));
  test('empty', () => breaks('cim-yaml/valid', ready.with(FILE, '# nothing\n'), /the file is empty/, { also }));
  test('a list', () =>
    breaks('cim-yaml/valid', ready.with(FILE, '- module'), /cim.yaml:1 the file is no mapping/, { also }));
  test('no module', () =>
    breaks('cim-yaml/valid', ready.with(FILE, 'name: cim-parcel'), /`module` is missing/, { also }));
  test('module is text', () => breaks('cim-yaml/name', ready.with(FILE, 'module: cim-parcel'), /no mapping/, { also }));
  test('two documents', () =>
    breaks(
      'cim-yaml/valid',
      ready.with(FILE, (old) => `${old}\n---\na: 1\n`),
      /a second document/,
    ));
  test('a key twice', () =>
    breaks(
      'cim-yaml/valid',
      ready.with(FILE, (old) => `${old}\n  type: "domain"\n`),
      /`type` is given twice, first on line 3/,
    ));
  test('an unknown key is noted', async () => {
    const item = await holds('cim-yaml/valid', change('  category:', '  colour: red\n  category:'), /`module.colour`/);
    expect(item.evidence.at(-1)).toMatchObject({ note: true, line: 7 });
  });
  test('more than is read: nothing is decided', async () => {
    await opens('cim-yaml/valid', huge, /was not read: longer than/, { also });
    await opens('cim-yaml/name', huge, /not read/, { also });
    await opens('cim-yaml/type', huge, /not read/, { also });
    await opens('cim-yaml/version', huge, /not read/, { also });
    await opens('cim-yaml/description', huge, /not read/, { also });
    await opens('cim-yaml/status', huge, /not read/, { also });
    await opens('cim-yaml/category', huge, /not read/, { also });
    await opens('cim-yaml/maintainers', huge, /not read/, { also });
    await opens('cim-yaml/dependencies', huge, /not read/, { also });
    await opens('cim-yaml/keywords', huge, /not read/, { also });
  });
});

describe('name', () => {
  test('holds', () => holds('cim-yaml/name', ready, /`cim-parcel`/));
  test.each(['parcel', 'cim-Parcel', 'cim_parcel', 'cim-parcel-', 'cim-'])('%s is none', async (name) => {
    await breaks('cim-yaml/name', change('"cim-parcel"', `"${name}"`), /is not `cim-` and lower-case kebab/);
  });
  test("another than the package's", async () => {
    await breaks(
      'cim-yaml/name',
      change('"cim-parcel"', '"cim-letter"'),
      /cim.yaml:2 .*differs from package.name `cim-parcel`/,
    );
  });
  test('missing', () => breaks('cim-yaml/name', change(/ {2}name: .*\n/, ''), /cim.yaml:1 module.name is missing/));
  test('without a crate only its form counts', () =>
    holds('cim-yaml/name', moduleOf({ [FILE]: 'module:\n  name: cim-template\n' })));
  test('a member of a virtual workspace may be meant', () =>
    holds(
      'cim-yaml/name',
      moduleOf({
        [FILE]: 'module:\n  name: cim-b\n',
        'Cargo.toml': '[workspace]\nmembers = ["a", "b"]',
        'a/Cargo.toml': '[package]\nname = "cim-a"',
        'a/src/lib.rs': '',
        'b/Cargo.toml': '[package]\nname = "cim-b"',
        'b/src/lib.rs': '',
      }),
    ));
  test('a manifest that does not load is the reason', () =>
    breaks(
      'cim-yaml/name',
      moduleOf({ [FILE]: 'module:\n  name: cim-b\n', 'Cargo.toml': '[package' }),
      /Cargo.toml does not load/,
    ));
});

describe('type', () => {
  test('holds', () => holds('cim-yaml/type', ready));
  test.each(['core|domain|integration|utility', 'Domain', 'service'])('%s is none', async (type) => {
    await breaks('cim-yaml/type', change('"domain"', `"${type}"`), /none of core, domain, integration, utility/);
  });
  test('a number is no string', () => breaks('cim-yaml/type', change('"domain"', '3'), /module.type is no string/));
});

describe('version', () => {
  test('holds', () => holds('cim-yaml/version', ready, /`1.1.0`/));
  test.each(['v1.1.0', '1.1', 'latest'])('%s is no SemVer', async (version) => {
    await breaks('cim-yaml/version', change('"1.1.0"', `"${version}"`), /no SemVer version/);
  });
  test("another than the manifest's", async () => {
    await breaks(
      'cim-yaml/version',
      change('"1.1.0"', '"1.2.0"'),
      /differs from the manifest's `1.1.0` \(Cargo.toml\)/,
    );
  });
  test('1.1 without quotes is a number', () => breaks('cim-yaml/version', change('"1.1.0"', '1.1'), /no string/));
});

describe('description', () => {
  test('holds', () => holds('cim-yaml/description', ready));
  test.each([
    ['Parcels', /has 7 characters, fewer than 10/],
    ['Clear, concise description', /is a placeholder/],
    ['Your module description', /is a placeholder/],
    ['xxx xxx xxx xxx', /says nothing/],
    ['1234567890123', /says nothing/],
    ['TODO: describe this module', /is a placeholder/],
    ['', /is empty/],
  ])('%j', async (description, message) => {
    await breaks(
      'cim-yaml/description',
      change('"Parcels as an event-sourced aggregate"', `"${description}"`),
      message,
    );
  });
});

describe('status', () => {
  const status = (to: string) => change('status: "development"', `status: "${to}"`);
  test('holds', () => holds('cim-yaml/status', ready));
  test('an unknown one', () => breaks('cim-yaml/status', status('stable'), /none of template, development/));
  test('production from 1.0.0 on', () =>
    holds('cim-yaml/status', status('production'), undefined, { also: ['maintenance/'] }));
  test.each(['0.9.0', '1.0.0-rc.1'])('production at %s', async (version) => {
    await breaks(
      'cim-yaml/status',
      status('production').with(FILE, (old) => old.replace('"1.1.0"', `"${version}"`)),
      /before 1.0.0/,
      {
        also: ['cim-yaml/version', 'maintenance/'],
      },
    );
  });
});

describe('category', () => {
  test('holds', () => holds('cim-yaml/category', ready));
  test.each([
    ['Logistics', /no lower-case kebab word/],
    ['supply chain', /no lower-case kebab word/],
    ['appropriate-category', /placeholder/],
    ['category', /placeholder/],
  ])('%j', async (category, message) => {
    await breaks('cim-yaml/category', change('"logistics"', `"${category}"`), message);
  });
});

describe('maintainers', () => {
  test('holds', () => holds('cim-yaml/maintainers', ready));
  test.each([
    ['"@ada--example"', /no GitHub handle/],
    ['"ada-example"', /no GitHub handle/],
    ['"@username"', /placeholder/],
    ['', /no github handle/],
    ['"@github-handle"', /placeholder/],
    [`"@${'a'.repeat(40)}"`, /no GitHub handle/],
  ])('github: %s', async (handle, message) => {
    await breaks('cim-yaml/maintainers', change('"@ada-example"', handle), message);
  });
  test('a handle without quotes is no YAML', () =>
    breaks('cim-yaml/maintainers', change('"@ada-example"', '@ada-example'), /cannot be read/, { also }));
  test('a placeholder for a name', () =>
    breaks('cim-yaml/maintainers', change('Ada Example', 'Maintainer Name'), /placeholder/));
  test('a bare string', () =>
    breaks(
      'cim-yaml/maintainers',
      change(/ {4}- name: .*\n.*github.*\n/, '    - Ada\n'),
      /no mapping of name and github/,
    ));
  test('an empty list', () =>
    breaks('cim-yaml/maintainers', change(/maintainers:\n.*\n.*\n/, 'maintainers: []\n'), /maintainers is empty/));
});

describe('dependencies', () => {
  const list = (entries: string) => change('dependencies: {}', `dependencies:\n${entries}`);
  const depend = (source: string) => ({
    [FILE]: 'module:\n  name: cim-a\n  dependencies:\n    cim-domain: "^1.2"\n',
    'Cargo.toml': `[package]\nname = "cim-a"\n[dependencies]\ncim-domain = ${source}\n`,
    'src/lib.rs': '',
  });
  test('holds where neither side has any', () => holds('cim-yaml/dependencies', ready, /no cim-\* dependency/));
  test.each(['"1.2"', '"1.4.1"', '{ version = "=1.5.0" }', '{ git = "https://e.org/d", tag = "cim-domain-v1.3.0" }'])(
    'agrees with %s',
    async (source) => {
      await holds('cim-yaml/dependencies', moduleOf(depend(source)), /1 cim-\* dependency agrees/);
    },
  );
  test.each([
    ['"1.1"', /cim.yaml:4 `\^1.2` for cim-domain does not agree with `1.1` \(Cargo.toml:4\)/],
    ['"2"', /does not agree/],
    ['{ git = "https://e.org/d", tag = "v1.1.0" }', /leaves out tag v1.1.0/],
    ['{ git = "https://e.org/d", branch = "main" }', /has no version in Cargo.toml:4/],
  ])('disagrees with %s', async (source, message) => {
    await breaks('cim-yaml/dependencies', moduleOf(depend(source)), message);
  });
  test('one that the manifest lacks', () =>
    breaks('cim-yaml/dependencies', list('    cim-domain: "^1.0"'), /cim-domain is no dependency in Cargo.toml/));
  test.each([
    ['"latest"', /is invalid/],
    ['"*"', /takes any version/],
    ['1.0', /no string: put it in quotes/],
    ['"v1.0"', /is invalid/],
  ])('requirement %s', async (requirement, message) => {
    await breaks('cim-yaml/dependencies', list(`    cim-domain: ${requirement}`), message);
  });
  test('one that only a member has, in a target table under another name, is wanted too', () =>
    breaks(
      'cim-yaml/dependencies',
      moduleOf({
        [FILE]: 'module:\n  name: cim-a\n',
        'Cargo.toml': '[package]\nname = "cim-a"\n[workspace]\nmembers = ["m"]',
        'src/lib.rs': '',
        'm/Cargo.toml': `[package]\nname = "m"\n[target.'cfg(unix)'.dev-dependencies]\nother = { package = "cim-x", version = "1" }\ncim-a = { path = ".." }`,
        'm/src/lib.rs': '',
      }),
      /cim.yaml:1 cim-x, a dependency in m\/Cargo.toml:4, is not listed/,
    ));
  test('a list is no mapping', () =>
    breaks('cim-yaml/dependencies', change('dependencies: {}', 'dependencies: [cim-a]'), /no mapping .* but a list/));
  test('without a crate the form of the entries counts', () =>
    holds(
      'cim-yaml/dependencies',
      moduleOf({ [FILE]: 'module:\n  dependencies:\n    cim-a: "1"\n' }),
      /no Cargo.toml to compare/,
    ));
});

describe('keywords', () => {
  const words = (text: string) => change(/keywords:\n.*\n.*\n?/, `keywords: ${text}\n`);
  test('holds', () => holds('cim-yaml/keywords', ready));
  test.each([
    ['[]', /keywords is empty/],
    ['parcel', /is no list/],
    ['[parcel, Parcel]', /`Parcel` is given twice/],
    ['["relevant"]', /placeholder: `relevant`/],
    ['[1]', /no string/],
    ['', /is no list/],
  ])('%s', async (text, message) => {
    await breaks('cim-yaml/keywords', words(text), message);
  });
});
