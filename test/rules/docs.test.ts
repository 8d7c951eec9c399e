import { describe, expect, test } from 'vitest';
import { breaks, doesNotApply, holds, moduleOf, opens, ready, readyHistory, reviews } from '../harness.ts';
import { TestHistory } from '../history.ts';

const binary = new Uint8Array([0, 1, 2]);
const readmeItems = { also: ['docs/', 'cargo/metadata'] };

describe('docs/readme-purpose', () => {
  test('a name that cargo does not find is said where cargo looks', async () => {
    const page = '# Parcels\n\nA module that keeps where parcels are, who carries them and when they will arrive.\n';
    const manifest = '[package]\nname = "parcels"\nversion = "0.1.0"\nedition = "2021"\n';
    await holds('docs/readme-purpose', moduleOf({ 'readme.md': page }), /^(?![\s\S]*cargo does not find)/);
    const crate = moduleOf({ 'readme.md': page, 'Cargo.toml': manifest, 'src/lib.rs': '' });
    await holds('docs/readme-purpose', crate, /cargo does not find readme\.md/);
  });
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
    const terms = 'Copyright 2025 by the authors of the module, all rights are reserved as the licence says.\n';
    await breaks('docs/readme-purpose', purpose(terms), /0 words of prose/);
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
  test.each([
    'This README is still a work in progress and will be written as soon as there is time for it.',
    'Coming soon. This section has not been written yet; please come back later for what it is about.',
    'Replace this paragraph with a clear description of what your module does, for whom it does it, and how.',
    '> **Warning**: this crate is under heavy development and not ready for production, expect it to change at any time.',
    'This project is a work in progress. Expect breaking changes at any time, and please do not use it in production yet.',
    'This crate has moved to another place. It was generated from the cim-module-template by somebody who left long ago.',
    'parcel parcel parcel parcel parcel parcel parcel parcel parcel parcel parcel parcel parcel parcel parcel',
  ])('words that say nothing of the module: %s', async (text) => {
    const page = ready.with('README.md', (old) =>
      old.replace(/Parcels as an event-sourced[\s\S]*?modules\.\n/, `${text}\n`),
    );
    await breaks('docs/readme-purpose', page, /\d words of prose on the purpose, 12 are asked for/);
  });
  test('a title of nothing', () =>
    breaks(
      'docs/readme-purpose',
      ready.with('README.md', (old) => old.replace('# cim-parcel\n', '# \n')),
      /no title/,
    ));
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
      ready.with(record, (old) => old.replace('Accepted', 'Not accepted yet')),
      /lacks a status/,
    );
    const stock = "The change that we're proposing or have agreed to implement.\n";
    await breaks(
      'docs/adr',
      ready.with(record, (old) => old.replace(/Every envelope[^#]*/, `${stock}\n`)),
      /lacks a decision/,
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

const installation = (text: string) => ready.with('README.md', (old) => old.replace(/```toml[\s\S]*?```/, text));
const noCrate = ready.without('Cargo.toml', 'src/', 'tests/', 'benches/', 'examples/');
const everything = {
  also: [
    'docs/',
    'structure/',
    'testing/',
    'cargo/',
    'api/',
    'security/',
    'performance/',
    'nats/',
    'events/',
    'deploy/',
    'cim-yaml/',
    'files/',
    'ci/',
    'git/',
  ],
};

describe('docs/readme-installation', () => {
  test('a dependency line, cargo add, a tag of this version, a flake input', async () => {
    await holds('docs/readme-installation', ready, /dependency gets cim-parcel/);
    await holds('docs/readme-installation', installation('Run `cargo add cim-parcel`.'), /cargo add gets/);
    await holds(
      'docs/readme-installation',
      installation('```toml\ncim-parcel = { git = "https://github.com/cim-example/cim-parcel", tag = "v1.1.0" }\n```'),
    );
    await holds(
      'docs/readme-installation',
      installation('```nix\ninputs.parcel.url = "github:cim-example/cim-parcel/v1.1.0";\n```'),
      /flake/,
    );
    await holds(
      'docs/readme-installation',
      installation(
        '```toml\n[dependencies]\ncim-parcel = { git = "https://github.com/cim-example/cim-parcel", branch = "main" }\n...\n```',
      ),
      /follows branch main/,
    );
  });
  test('nothing, another version, another repository, a path', async () => {
    await breaks(
      'docs/readme-installation',
      installation('Clone it and run `cargo build`.'),
      /no section or block says how to get cim-parcel/,
    );
    await breaks(
      'docs/readme-installation',
      installation('```toml\n[dependencies]\ncim-parcel = "0.9"\n```'),
      /"0.9" does not admit version 1.1.0/,
    );
    await breaks(
      'docs/readme-installation',
      installation(
        '```toml\n[dependencies]\ncim-parcel = { git = "https://github.com/cim-example/cim-parcel", tag = "v1.0.0" }\n```',
      ),
      /tag v1.0.0 is not version 1.1.0/,
    );
    await breaks(
      'docs/readme-installation',
      installation('```toml\n[dependencies]\ncim-parcel = { git = "https://github.com/another/cim-parcel" }\n```'),
      /another repository/,
    );
    await breaks(
      'docs/readme-installation',
      installation('```toml\n[dependencies]\ncim-parcel = { path = "../cim-parcel" }\n```'),
      /already there/,
    );
    await breaks('docs/readme-installation', installation('```console\ncargo install cim-parcel\n```'), /no binary/);
    await breaks(
      'docs/readme-installation',
      installation('```toml\n[dependencies]\ncim-other = "1.1"\n```'),
      /no section or block/,
    );
    await breaks('docs/readme-installation', installation('<!-- cargo add cim-parcel -->'), /no section or block/);
  });
  test('prose that says it cannot be got, and any version', async () => {
    const page = (text: string) => ready.with('README.md', (old) => old.replace(/```toml[\s\S]*?```/, text));
    await breaks(
      'docs/readme-installation',
      page('You cannot `cargo add cim-parcel` yet, since it is not published.'),
      /no section or block says how to get cim-parcel/,
    );
    await holds('docs/readme-installation', page('Run `cargo add cim-parcel`.'));
    await holds(
      'docs/readme-installation',
      page('```toml\n[dependencies]\ncim-parcel = "*"\n```'),
      /takes any version/,
    );
  });
  test('a registry does not have what is not published', () =>
    breaks(
      'docs/readme-installation',
      ready.with('Cargo.toml', (old) => old.replace('[package]\n', '[package]\npublish = false\n')),
      /no registry has it/,
      { also: ['docs/', 'cargo/', 'structure/', 'api/', 'ci/release'] },
    ));
  test('a module without a crate', () =>
    doesNotApply('docs/readme-installation', noCrate, /no Cargo.toml/, everything));
});

describe('docs/readme-api-links', () => {
  const link = (text: string) =>
    ready.with('README.md', (old) => old.replace('[API documentation](https://docs.rs/cim-parcel)', text));
  test('docs.rs, a badge to it, a page in the repository', async () => {
    await holds('docs/readme-api-links', ready, /docs\.rs/);
    await holds(
      'docs/readme-api-links',
      link('[![docs](https://img.shields.io/docsrs/cim-parcel)](https://docs.rs/cim_parcel/latest)'),
    );
    await holds('docs/readme-api-links', link('[API](docs/api.md#parcel)').with('docs/api.md', '# API\n\nA parcel.\n'));
    await holds('docs/readme-api-links', link('[API reference](doc/)').with('doc/index.md', '# API\n'));
    await holds('docs/readme-api-links', link('[docs](https://cim-example.github.io/cim-parcel/)'));
  });
  test("none, a dead one, another crate's", async () => {
    await breaks('docs/readme-api-links', link('Run `cargo doc --open`.'), /no link to docs.rs/);
    await breaks('docs/readme-api-links', link('[API](docs/api.md)'), /not there: docs\/api.md/);
    await breaks('docs/readme-api-links', link('[serde](https://docs.rs/serde)'), /no link to docs.rs/);
    await breaks('docs/readme-api-links', link('[NATS documentation](https://docs.nats.io)'), /no link to docs.rs/);
    await breaks(
      'docs/readme-api-links',
      link('![docs](https://img.shields.io/docsrs/cim-parcel)'),
      /no link to docs.rs/,
    );
  });
  test.each([
    '[API](Cargo.toml)',
    '[API reference](.github/workflows/ci.yml)',
    '[API](README.md#api)',
    '[](https://docs.rs/cim-parcel)',
    '[API documentation](http://localhost:8080/cim-parcel/doc/)',
    '[API documentation](https://example.com/cim-parcel/docs)',
  ])('what nobody can read as one: %s', async (text) => {
    await breaks('docs/readme-api-links', link(text), /no link to docs.rs/);
  });
  test('code that holds the documentation is for a person', () =>
    reviews('docs/readme-api-links', link('[API](src/lib.rs)'), /src\/lib\.rs/));
  test('a template that nobody filled in is none', async () => {
    const template =
      '# Parcel API\n\nThe API provides commands for {domain purpose}.\n\n```rust\nuse cim_parcel::Parcel;\n```\n\n- `id`: Unique id\n- `field1`: Description\n- `field2`: Description\n';
    const page = link('[API](docs/api.md)').with('docs/api.md', template);
    await breaks('docs/readme-api-links', page, /a template that nobody filled in: docs\/api.md/);
    await holds(
      'docs/readme-api-links',
      ready.with('README.md', (old) => `${old}\n[API](docs/api.md)\n`).with('docs/api.md', template),
      /docs\.rs[\s\S]*a template that nobody/,
    );
  });
  test('documentation of something, a person decides', () =>
    reviews(
      'docs/readme-api-links',
      link('[Documentation](docs/guide.md)').with('docs/guide.md', '# Guide\n'),
      /may hold the API/,
    ));
  test('other dead links are notes', () =>
    holds(
      'docs/readme-api-links',
      ready.with('README.md', (old) => `${old}\nSee [more](docs/more%20of%20it.md).\n`),
      /leads to no file.*more of it/,
    ));
  test('a module without a crate', () => doesNotApply('docs/readme-api-links', noCrate, /no Cargo.toml/, everything));
});

describe('docs/readme-license', () => {
  const licence = (text: string) => ready.with('README.md', (old) => old.replace('MIT, see [LICENSE](LICENSE).', text));
  test('a section, a badge, a link that name it', async () => {
    await holds('docs/readme-license', ready, /section names MIT/);
    await holds(
      'docs/readme-license',
      ready.with('README.md', (old) =>
        old.replace(
          /## License[\s\S]*/,
          '[![License: MIT](https://img.shields.io/badge/License-MIT-green.svg)](LICENSE)\n',
        ),
      ),
      /badge names MIT/,
    );
    await holds('docs/readme-license', licence('MIT, see [COPYING](COPYING.md).'), /leads to no file/);
    await holds('docs/readme-license', licence('MIT, see [LICENSE](../../LICENSE).'), /leads to no file/);
    await holds(
      'docs/readme-license',
      licence('MIT.\n\nAny contribution, as defined in the Apache-2.0 license, shall be licensed as above.'),
    );
  });
  test.each([
    'This module is not released under MIT; all rights reserved.',
    'Formerly MIT; what it will be is not decided.',
    'Developed at MIT, see [LICENSE](LICENSE).',
  ])('what it is not, was, or comes from: %s', async (text) => {
    await breaks('docs/readme-license', licence(text), /no section, badge or link names the licence/);
  });
  test('none, no name, another licence', async () => {
    await breaks(
      'docs/readme-license',
      ready.with('README.md', (old) => old.replace(/## License[\s\S]*/, '')),
      /no section, badge or link names/,
    );
    await breaks('docs/readme-license', licence('See [LICENSE](LICENSE).'), /no section, badge or link names/);
    await breaks(
      'docs/readme-license',
      licence('Copyright 2025 Ada. All rights reserved.'),
      /README\.md:\d+ reserves all rights, but package\.license says/,
    );
    await breaks('docs/readme-license', licence('Apache-2.0'), /names Apache-2.0, but package.license says MIT/);
    await breaks('docs/readme-license', licence('MIT OR Apache-2.0'), /names Apache-2.0, but/);
  });
  test('one of two licences that the manifest offers', () =>
    breaks(
      'docs/readme-license',
      ready.with('Cargo.toml', (old) => old.replace('license = "MIT"', 'license = "MIT OR Apache-2.0"')),
      /README\.md:\d+ names MIT only, and package\.license says MIT OR Apache-2\.0/,
      { also: ['files/license'] },
    ));
  test('a badge that crates.io fills', () =>
    opens('docs/readme-license', licence('![license](https://img.shields.io/crates/l/cim-parcel)'), /not looked at/));
});

describe('docs/readme-usage', () => {
  const usage = (text: string) => ready.with('README.md', (old) => old.replace(/```rust[\s\S]*?```/, text));
  const rust = (code: string) => usage(`\`\`\`rust\n${code}\n\`\`\``);
  test('a block that imports or names the crate', async () => {
    await holds('docs/readme-usage', ready, /a Rust block uses the crate/);
    await holds('docs/readme-usage', rust('use cim_parcel::*;\nlet parcel = Parcel::register("a", "b")?;'));
    await holds('docs/readme-usage', rust('# use cim_parcel as post;\nlet parcel: post::Parcel = todo();'));
    await holds('docs/readme-usage', rust('use cim_parcel::Parcel;\nlet x = ...;'), /does not parse/);
  });
  test('a function that is not public', () =>
    breaks(
      'docs/readme-usage',
      rust('use cim_parcel::Parcel;\nParcel::weigh("a");').with('src/parcel.rs', (old) =>
        old.replace('impl Parcel {', 'impl Parcel {\n    fn weigh(_: &str) {}\n'),
      ),
      /cim_parcel::Parcel::weigh is not in the public API/,
    ));
  test('an attribute behind another may be read by that one', async () => {
    const code = (attributes: string) =>
      rust(`use cim_parcel::Parcel;\n${attributes}\nstruct S(Parcel);\nfn f() { g(); }`);
    await holds('docs/readme-usage', code('#[cim_parcel::Parcel]\n#[cim_parcel::shape(x)]'));
    await breaks('docs/readme-usage', code('#[cim_parcel::shape(x)]'), /cim_parcel::shape is not in the public API/);
  });
  test('imports alone are for a person', async () => {
    await reviews('docs/readme-usage', rust('use cim_parcel::Parcel; // that is all'), /none does anything with it/);
    await reviews('docs/readme-usage', rust('use cim_parcel;\nfn main() {}'), /none does anything with it/);
  });
  test('none, only imports that are not there, functions that are not there', async () => {
    await breaks('docs/readme-usage', usage('Ask us.'), /no Rust block that uses the crate/);
    await breaks('docs/readme-usage', rust('let a = 1;'), /none of 1 Rust blocks/);
    await breaks(
      'docs/readme-usage',
      rust('use cim_parcel::{Parcel, Depot};'),
      /README\.md:18 cim_parcel::Depot is not in the public API/,
    );
    await breaks(
      'docs/readme-usage',
      rust('use cim_parcel::Parcel;\n\nParcel::open("a")?;'),
      /cim_parcel::Parcel::open is not in/,
    );
    await breaks('docs/readme-usage', rust('use cim_parcel::prelude::*;'), /cim_parcel::prelude is not/);
    await breaks(
      'docs/readme-usage',
      rust('use cim_parcel::*;\nParcel::open("a")?;'),
      /cim_parcel::Parcel::open is not in/,
    );
  });
  test('a program calls a type that its only glob does not bring', () =>
    breaks(
      'docs/readme-usage',
      rust('use cim_parcel::*;\n\nfn main() { let parcel = Parcel::register("a", "b"); Kind::Heavy.weigh(); }'),
      /README\.md:20 cim_parcel::Kind is not in the public API/,
    ));
  test.each([
    ['of the standard library', 'fn main() { String::from("a"); HashMap::new(); }'],
    ['that a reader puts in', 'fn main() { MyDepot::new(); }'],
    [
      'that the program declares',
      '#[derive(Builder)]\nstruct Depot;\nfn main() { Depot::new(); DepotBuilder::new(); }',
    ],
    ['that is a parameter', 'fn fill<Filler: Default>() { Filler::default(); }\nfn main() {}'],
    ['that a macro may declare', 'kinds! { Kind }\nfn main() { Kind::new(); }'],
    ['that another glob may bring', 'use other::*;\nfn main() { Kind::new(); }'],
    ['of a piece that is no program', 'Kind::new();'],
  ])('a type %s', async (_, code) => {
    await holds(
      'docs/readme-usage',
      rust(`use cim_parcel::*;\n// shows it\nlet it = Parcel::register("a", "b");\n${code}`),
    );
  });
  test('a type that the crate itself takes from another, or hands on from one', async () => {
    const program = rust('use cim_parcel::*;\nfn main() { Parcel::register(Kind::new(), "b"); }');
    const lib = (text: string) => program.with('src/lib.rs', (old) => `${old}\n${text}\n`);
    await holds('docs/readme-usage', lib('#[allow(unused_imports)]\nuse serde::Kind;'));
    await holds('docs/readme-usage', lib('pub use serde::*;'));
    await breaks('docs/readme-usage', lib(''), /cim_parcel::Kind is not in the public API/);
  });
  test('a block without imports goes on with those of the page', async () => {
    const goesOn = (code: string) => ready.with('README.md', (old) => `${old}\n\`\`\`rust\n${code}\n\`\`\`\n`);
    await breaks(
      'docs/readme-usage',
      goesOn('Parcel::open("a");'),
      /cim_parcel::parcel::Parcel::open is not in|cim_parcel::Parcel::open is not in/,
    );
    await holds('docs/readme-usage', goesOn('Parcel::register("a", "b");\nOther::open("a");'));
    await holds('docs/readme-usage', goesOn('struct Parcel;\nParcel::open("a");'));
    await holds('docs/readme-usage', goesOn('use other::Thing;\nParcel::open("a");'));
  });
  test('names in comments, strings, other crates and blocks on migration are none of it', () =>
    holds(
      'docs/readme-usage',
      ready
        .with('README.md', (old) => `${old}\n## Migrating from 0.9\n\n\`\`\`rust\nuse cim_parcel::Old;\n\`\`\`\n`)
        .with('README.md', (old) =>
          old.replace(
            'use cim_parcel::{',
            '// cim_parcel::Gone\nlet x = "cim_parcel::Gone";\nuse serde::Gone;\nuse cim_parcel::{',
          ),
        ),
    ));
  test('a tool shows its binary', async () => {
    const also = {
      also: ['deploy/', 'structure/', 'testing/', 'security/', 'api/', 'performance/', 'docs/', 'cargo/'],
    };
    const tool = ready.with('src/main.rs', '//! A tool.\nfn main() {}\n');
    await holds(
      'docs/readme-usage',
      tool.with('README.md', (old) => old.replace(/```rust[\s\S]*?```/, '```console\n$ cim-parcel --weigh 3\n```')),
      /cim-parcel --weigh 3/,
      also,
    );
    await breaks(
      'docs/readme-usage',
      tool.with('README.md', (old) => old.replace(/```rust[\s\S]*?```/, '```console\n$ ls\n```')),
      /no console block runs cim-parcel/,
      also,
    );
  });
  test('a workspace whose only published crate is a tool', () =>
    holds(
      'docs/readme-usage',
      moduleOf({
        'Cargo.toml': '[workspace]\nmembers = ["tool", "inner"]\n',
        'tool/Cargo.toml': '[package]\nname = "tool"\nversion = "0.1.0"\n',
        'tool/src/main.rs': 'fn main() {}',
        'inner/Cargo.toml': '[package]\nname = "inner"\nversion = "0.1.0"\npublish = false\n',
        'inner/src/lib.rs': '',
        'README.md': '# Tool\n\n```rust\nlet a = 1;\n```\n\n```console\n$ tool --help\n```\n',
      }),
      /tool --help/,
    ));
  test('a module without a crate', () => doesNotApply('docs/readme-usage', noCrate, /no Cargo.toml/, everything));
});

describe('docs/public-api', () => {
  const overlap = { also: ['structure/', 'cargo/', 'testing/', 'api/', 'docs/'] };
  test('everything has a doc comment', async () => {
    const item = await holds('docs/public-api', ready, /of \d+ public items are documented/);
    expect(item.metrics?.documented).toBe(item.metrics?.total);
  });
  test('a public item without one, and comments that are none', async () => {
    const lib = (text: string) => ready.with('src/lib.rs', (old) => `${old}\n${text}\n`);
    await breaks('docs/public-api', lib('pub fn weigh() {}'), /function cim_parcel::weigh has no doc comment/, overlap);
    await breaks(
      'docs/public-api',
      lib('// Weighs.\npub fn weigh() {} // weighs'),
      /weigh has no doc comment/,
      overlap,
    );
    await breaks(
      'docs/public-api',
      lib('/// A case.\npub enum Case { /// One.\n One { height: u8 } }'),
      /height has no doc comment/,
      overlap,
    );
    await breaks('docs/public-api', lib('///\npub fn weigh() {}'), /weigh says nothing/, overlap);
    await breaks('docs/public-api', lib('/// ...\npub fn weigh() {}'), /weigh says nothing/, overlap);
    const included = lib('#[doc = include_str!("weigh.md")]\npub fn weigh() {}');
    await breaks('docs/public-api', included.with('src/weigh.md', '\n'), /weigh says nothing/, overlap);
    await holds('docs/public-api', included.with('src/weigh.md', 'Weighs.\n'), undefined, overlap);
    await reviews(
      'docs/public-api',
      lib('/// A part.\npub mod gone;'),
      /module gone was not seen: it has no file/,
      overlap,
    );
    await breaks(
      'docs/public-api',
      lib('/// TODO: document this,\n/// soon\npub fn weigh() {}'),
      /weigh says nothing/,
      overlap,
    );
    await holds('docs/public-api', lib('/// TODO: round.\n///\n/// Weighs.\npub fn weigh() {}'), undefined, overlap);
    await holds('docs/public-api', lib('#[doc = "Weighs."]\npub fn weigh() {}\nfn private() {}'), undefined, overlap);
  });
  test('what an unknown macro writes is for a person', () =>
    reviews(
      'docs/public-api',
      ready.with('src/lib.rs', (old) => `${old}\nelsewhere::make_items! { Crate }\n`),
      /was not seen/,
      overlap,
    ));
  test('a module without a library', () =>
    doesNotApply(
      'docs/public-api',
      noCrate
        .with('Cargo.toml', '[package]\nname = "cim-parcel"\nversion = "1.1.0"\n')
        .with('src/main.rs', 'fn main() {}\n'),
      /no library target/,
      everything,
    ));
});

describe('docs/changelog', () => {
  const log = (change: (old: string) => string) => ready.with('CHANGELOG.md', change);
  const tags = { also: ['git/'] };
  test('an entry for each tag and the manifest, newest first', async () => {
    await holds('docs/changelog', ready, /2 entries, none missing for 2 release tags/);
    await holds(
      'docs/changelog',
      log((old) => old.replace('# Changelog\n', '# Changelog\n\n## [Unreleased]\n')),
    );
    const text = String(ready.content['CHANGELOG.md']);
    await holds('docs/changelog', ready.without('CHANGELOG.md').with('HISTORY.md', text), /is not called CHANGELOG/, {
      also: ['git/', 'docs/'],
    });
  });
  test('none, a missing version, an empty entry, the wrong order', async () => {
    await breaks('docs/changelog', ready.without('CHANGELOG.md'), /no CHANGELOG/, tags);
    await breaks(
      'docs/changelog',
      log((old) => old.replace(/## \[1\.0\.0\][\s\S]*/, '')),
      /no entry for 1\.0\.0 \(tag v1\.0\.0\)/,
      tags,
    );
    await breaks(
      'docs/changelog',
      log((old) => old.replace('- First release.', '- TODO')),
      /the entry for 1\.0\.0 says nothing/,
      tags,
    );
    for (const line of [
      'Released 2025-02-01',
      '[Compare](https://e.org/compare/a...b)',
      '**Full Changelog**: https://e.org/a',
    ])
      await breaks(
        'docs/changelog',
        log((old) => old.replace('- First release.', line)),
        /the entry for 1\.0\.0 says nothing/,
        tags,
      );
    await breaks(
      'docs/changelog',
      log((old) => `${old}\n## [1.0.5] - 2025-02-10\n\n- Fix.\n`),
      /"1\.0\.5 - 2025-02-10" stands below|1\.0\.5/,
      tags,
    );
    await breaks('docs/changelog', ready.with('CHANGELOG.md', '# Changelog\n'), /2 versions are missing/, tags);
  });
  test('an untagged version may wait under Unreleased, if that says something', async () => {
    const next = ready
      .with('Cargo.toml', (old) => old.replace('version = "1.1.0"', 'version = "1.2.0"'))
      .withGit(
        readyHistory.commit('chore: 1.2.0', { 'Cargo.toml': '[package]\nname = "cim-parcel"\nversion = "1.2.0"\n' })
          .git,
      );
    const also = { also: ['git/', 'docs/', 'cim-yaml/', 'cargo/', 'api/'] };
    await breaks('docs/changelog', next, /no entry for 1\.2\.0 \(Cargo\.toml\)/, also);
    await holds(
      'docs/changelog',
      next.with('CHANGELOG.md', (old) => old.replace('# Changelog\n', '# Changelog\n\n## Unreleased\n\n- Weighs.\n')),
      undefined,
      also,
    );
  });
  test('members of a workspace have their own', async () => {
    const member = (name: string) => `[package]\nname = "${name}"\nversion = "0.2.0"\nedition = "2021"\n`;
    const files = {
      'Cargo.toml': '[workspace]\nmembers = ["a", "b"]\n',
      'a/Cargo.toml': member('a'),
      'a/src/lib.rs': '',
      'a/CHANGELOG.md': '# Changelog\n\n## 0.2.0\n\n- A.\n',
      'b/Cargo.toml': member('b'),
      'b/src/lib.rs': '',
    };
    const history = new TestHistory().commit('feat: a', files).tag('a-v0.2.0').git;
    await breaks('docs/changelog', moduleOf(files, history), /b\/Cargo\.toml:3 no entry for b 0\.2\.0/);
    await holds('docs/changelog', moduleOf({ ...files, 'b/CHANGELOG.md': '# 0.2.0\n\n- B.\n' }, history));
  });
  test('without git, and in a clone that may lack tags', async () => {
    await opens('docs/changelog', moduleOf(ready.content), /not in a git repository/);
    await opens('docs/changelog', ready.withGit(readyHistory.shallow(1).git), /--unshallow/, {
      also: ['testing/coverage', 'git/', 'docs/', 'api/', 'maintenance/'],
    });
  });
});
