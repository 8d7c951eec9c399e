import { readFileSync } from 'node:fs';
import { describe, test } from 'vitest';
import { breaks, doesNotApply, holds, moduleOf, opens, ready, readyHistory, reviews } from '../harness.ts';

const binary = new Uint8Array([0, 1, 2]);

describe('files/contributing', () => {
  test('how to propose and how to build, wherever GitHub looks', async () => {
    await holds('files/contributing', ready, /how to build or test/);
    const text = ready.content['CONTRIBUTING.md']!;
    await holds('files/contributing', ready.without('CONTRIBUTING.md').with('.github/contributing.md', text));
    await holds('files/contributing', ready.without('CONTRIBUTING.md').with('docs/CONTRIBUTING.md', text));
  });
  test('absent, short, silent on one of the two', async () => {
    await breaks('files/contributing', ready.without('CONTRIBUTING.md'), /no CONTRIBUTING/);
    await breaks(
      'files/contributing',
      ready.with('CONTRIBUTING.md', '# Contributing\n\nOpen a pull request, run `cargo test`.\n'),
      /words, 50 are asked for/,
    );
    await breaks(
      'files/contributing',
      ready.with('CONTRIBUTING.md', (old) => old.replace(/```console[\s\S]*```/, '')),
      /how to build or test/,
    );
    await breaks(
      'files/contributing',
      ready.with('CONTRIBUTING.md', (old) =>
        old.replace(/Open an issue[^.]*\.|Fork[^.]*\./g, 'Be patient with us, all of us have much else to do.'),
      ),
      /how to propose/,
    );
    await breaks('files/contributing', ready.with('CONTRIBUTING.md', ''), /0 words/);
  });
  test('a file that cannot be read', () =>
    opens('files/contributing', ready.with('CONTRIBUTING.md', binary), /binary/));
});

describe('files/code-of-conduct', () => {
  test('a contact', () => holds('files/code-of-conduct', ready, /conduct@cim-parcel\.dev/));
  test('none, a slot, an address that reaches nobody', async () => {
    const contact = (text: string) =>
      ready.with('CODE_OF_CONDUCT.md', (old) => old.replace('conduct@cim-parcel.dev', text));
    await breaks('files/code-of-conduct', ready.without('CODE_OF_CONDUCT.md'), /no CODE_OF_CONDUCT/);
    await breaks('files/code-of-conduct', contact('the maintainers'), /names no e-mail/);
    await breaks(
      'files/code-of-conduct',
      contact('[INSERT CONTACT METHOD]'),
      /not filled in: \[INSERT CONTACT METHOD\]/,
    );
    await breaks('files/code-of-conduct', contact('conduct@example.com'), /names no e-mail/);
    await breaks('files/code-of-conduct', contact('noreply@cim-parcel.dev'), /names no e-mail/);
    await breaks('files/code-of-conduct', ready.with('CODE_OF_CONDUCT.md', '# Code of Conduct\n'), /says nothing/);
    await breaks(
      'files/code-of-conduct',
      ready.with('CODE_OF_CONDUCT.md', '# Code of Conduct\n\nReport bad conduct to ada@cim-parcel.dev.\n'),
      /words are no code of conduct/,
    );
  });
  test('an address that is written out, by itself', async () => {
    const contact = (text: string) =>
      ready.with('CODE_OF_CONDUCT.md', (old) => old.replace('conduct@cim-parcel.dev', text));
    await holds(
      'files/code-of-conduct',
      contact('these:\n\n- ada at cim-parcel.dev\n\nWe answer'),
      /ada at cim-parcel\.dev/,
    );
    await breaks('files/code-of-conduct', contact('us at cim-parcel.dev'), /names no e-mail/);
  });
  test('a code whose contact stands elsewhere', () =>
    opens(
      'files/code-of-conduct',
      ready.with('CODE_OF_CONDUCT.md', (old) =>
        old.replace('conduct@cim-parcel.dev', '[the website, for contacts](https://cim-parcel.dev/code-of-conduct/)'),
      ),
      /leaves the contact to https:\/\/cim-parcel\.dev\/code-of-conduct\//,
    ));
  test('a page that only links another', () =>
    opens(
      'files/code-of-conduct',
      ready.with(
        'CODE_OF_CONDUCT.md',
        '# Code of Conduct\n\nSee [the Rust Code of Conduct](https://www.rust-lang.org/conduct.html).\n',
      ),
      /only links/,
    ));
});

describe('files/security', () => {
  const security = (text: string) => ready.with('SECURITY.md', `# Security\n\n${text}\n`);
  test('an address, a form, private reporting', async () => {
    await holds('files/security', ready, /security@cim-parcel\.dev/);
    await holds('files/security', security('Mail security [at] cim-parcel [dot] dev.'), /e-mail/);
    await holds('files/security', security('Please [report it](https://hackerone.com/cim-parcel) there.'), /hackerone/);
    await holds(
      'files/security',
      security('Open a [draft](https://github.com/cim-example/cim-parcel/security/advisories/new).'),
      /GitHub advisories/,
    );
    await holds('files/security', security("Use GitHub's private vulnerability reporting."), /GitHub advisories/);
  });
  test('none, a slot, a public tracker', async () => {
    await breaks('files/security', ready.without('SECURITY.md'), /no SECURITY/);
    await breaks('files/security', security('Report to [INSERT SECURITY EMAIL].'), /not filled in/);
    await breaks(
      'files/security',
      security('Report it in our [issues](https://github.com/cim-example/cim-parcel/issues).'),
      /names no e-mail/,
    );
    await breaks('files/security', security('We take security seriously.'), /names no e-mail/);
    await breaks('files/security', ready.with('SECURITY.md', ''), /names no e-mail/);
  });
  test.each([
    ['a room where everybody listens', 'Report vulnerabilities in [our Discord](https://discord.gg/parcels), please.'],
    ['the front page of the repository', 'Report vulnerabilities at <https://github.com/cim-example/cim-parcel>.'],
    ['the front page of somebody else', 'Report bugs of the client to <https://github.com/cim-client> instead.'],
    ['where the rules come from', 'We follow the rules of [OWASP](https://owasp.org) for reporting vulnerabilities.'],
  ])('%s is no private way', async (_, text) => {
    await breaks('files/security', ready.with('SECURITY.md', `# Security\n\n${text}\n`), /names no e-mail/);
  });
  test('an address in an image', () =>
    opens(
      'files/security',
      security('Write to ![our contact](contact.gif) to report it.'),
      /in the image contact\.gif/,
    ));
  test('a file that cannot be read', () => opens('files/security', ready.with('SECURITY.md', binary), /binary/));
});

describe('files/license', () => {
  const mit = String(ready.content.LICENSE);
  const spdx = (name: string) =>
    JSON.parse(readFileSync(`node_modules/spdx-license-list/licenses/${name}.json`, 'utf8')).licenseText as string;
  const declare = (module: typeof ready, licence: string) =>
    module.with('Cargo.toml', (old) => old.replace('license = "MIT"', `license = "${licence}"`));
  test('the text, whatever the file is called', async () => {
    await holds('files/license', ready, /the text of MIT/);
    await holds('files/license', ready.without('LICENSE').with('COPYING.txt', mit), undefined, {
      also: ['docs/readme-license'],
    });
  });
  test('both texts for a choice of two, in two files or in one', async () => {
    const also = { also: ['docs/readme-license', 'cargo/'] };
    const both = declare(ready, 'MIT OR Apache-2.0');
    await breaks('files/license', both, /no file holds the text of Apache-2.0/, also);
    await holds('files/license', both.with('LICENSE-APACHE', spdx('Apache-2.0')), undefined, also);
    await holds('files/license', both.with('LICENSE', `${mit}\n\n${spdx('Apache-2.0')}`), undefined, also);
  });
  test('absent, unknown, unfilled, contradicting', async () => {
    const also = { also: ['docs/readme-license', 'cargo/'] };
    await breaks('files/license', ready.without('LICENSE'), /no licence file/, also);
    await breaks('files/license', ready.with('LICENSE', 'All rights reserved'), /neither Apache-2.0 nor MIT/, also);
    await breaks('files/license', ready.with('LICENSE', ''), /neither Apache-2.0 nor MIT/, also);
    await breaks('files/license', ready.with('LICENSE', spdx('GPL-3.0-only')), /the text of GPL-3.0-only/, also);
    await breaks(
      'files/license',
      ready.with('LICENSE', spdx('MIT').replace('<year> <copyright holders>', '[year] [fullname]')),
      /not filled in: \[year\]/,
      also,
    );
    await breaks(
      'files/license',
      declare(ready, 'Apache-2.0'),
      /the text is MIT, but package.license is "Apache-2.0"/,
      also,
    );
    await breaks(
      'files/license',
      ready.with('LICENSE', 'Licensed under either of Apache License, Version 2.0 or MIT license at your option.'),
      /names Apache-2.0 and MIT without its text/,
      also,
    );
  });
  test('terms put on top of the text are for a person', () =>
    reviews(
      'files/license',
      ready.with('LICENSE', `${mit}\n\nThe Software shall not be used to compete with the authors in any way.\n`),
      /compete with the authors/,
    ));
  test('terms that say something else', () =>
    reviews(
      'files/license',
      ready.with('LICENSE', mit.replace('free of charge', 'for a fee')),
      /LICENSE:5 the terms say "for a fee" instead of "free of charge"/,
    ));
  test('a file that cannot be read', () =>
    opens('files/license', ready.with('LICENSE', binary), /binary/, { also: ['docs/readme-license'] }));
});

describe('files/rust-toolchain', () => {
  const channel = (text: string) => ready.with('rust-toolchain.toml', `[toolchain]\nchannel = "${text}"\n`);
  test('a version, a dated nightly, the older file name', async () => {
    await holds('files/rust-toolchain', ready, /pinned to 1\.85/);
    await holds('files/rust-toolchain', channel('1.90'));
    await holds('files/rust-toolchain', channel('nightly-2025-06-01'));
    await holds(
      'files/rust-toolchain',
      ready.without('rust-toolchain.toml').with('rust-toolchain', '\n1.86.0\n\n'),
      /name of today/,
    );
  });
  test('absent, moving, too old, of one machine, unreadable', async () => {
    await breaks('files/rust-toolchain', ready.without('rust-toolchain.toml'), /no rust-toolchain/);
    for (const moving of ['stable', 'nightly', 'beta', '1'])
      await breaks('files/rust-toolchain', channel(moving), /pins no version/);
    await breaks('files/rust-toolchain', channel('1.84.1'), /needs 1\.85/);
    await breaks(
      'files/rust-toolchain',
      ready.with('rust-toolchain.toml', '[toolchain]\npath = "/opt/rust"\n'),
      /one machine/,
    );
    await breaks(
      'files/rust-toolchain',
      ready.with('rust-toolchain.toml', '[toolchain]\n'),
      /names no toolchain.channel/,
    );
    await breaks('files/rust-toolchain', ready.with('rust-toolchain.toml', '[toolchain\n'), /rust-toolchain.toml:1/);
  });
  test('the older name goes before the newer one, as in rustup', () =>
    breaks('files/rust-toolchain', ready.with('rust-toolchain', 'stable\n'), /rust-toolchain:1 channel "stable" pins/));
  test('a dated one that is no day, or older than rust-version', async () => {
    await breaks('files/rust-toolchain', channel('nightly-2025-02-30'), /no day of the calendar/);
    await breaks('files/rust-toolchain', channel('nightly-2024-06-01'), /needs 1\.85/);
    await breaks('files/rust-toolchain', channel('beta-2024-11-01'), /needs 1\.85/);
    await holds('files/rust-toolchain', channel('nightly-2024-12-01'));
    await holds('files/rust-toolchain', channel('beta-2025-01-10'));
  });
  test('a path beside the channel', () =>
    breaks(
      'files/rust-toolchain',
      ready.with('rust-toolchain.toml', '[toolchain]\nchannel = "1.85.0"\npath = "/opt/rust"\n'),
      /which rustup refuses/,
    ));
  test('a module without a crate', () =>
    doesNotApply(
      'files/rust-toolchain',
      ready.without('Cargo.toml', 'src/', 'tests/', 'benches/', 'examples/'),
      /no Cargo.toml/,
      {
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
      },
    ));
});

describe('files/gitignore', () => {
  const tracking = (...paths: string[]) =>
    ready.withGit(readyHistory.commit('chore: files', Object.fromEntries(paths.map((path) => [path, '']))).git);
  test('target/ ignored, nothing tracked that should not be', async () => {
    await holds('files/gitignore', ready, /ignores target\/ \(\/target\)/);
    await holds('files/gitignore', tracking('.env.example', 'src/target/mod.rs', 'certs/root.pem'), undefined, {
      also: ['testing/coverage'],
    });
  });
  test('no file, target/ not ignored or brought back', async () => {
    await breaks('files/gitignore', ready.without('.gitignore'), /no \.gitignore, so target/);
    await breaks('files/gitignore', ready.with('.gitignore', '*.log\n'), /does not ignore target/);
    await breaks('files/gitignore', ready.with('.gitignore', '/target\n!/target\n'), /does not ignore target/);
    await breaks('files/gitignore', ready.with('.gitignore', '# /target\n'), /does not ignore target/);
    await breaks('files/gitignore', ready.with('.gitignore', 'target/*.d\n'), /does not ignore target/);
    await breaks('files/gitignore', ready.with('.gitignore', '/target/debug\n'), /does not ignore target/);
    for (const inside of ['**/target/**', '/target/*'])
      await holds('files/gitignore', ready.with('.gitignore', `${inside}\n`), /ignores target\//);
  });
  test('build output, settings, keys, droppings, and what .gitignore names', async () => {
    await breaks('files/gitignore', tracking('target/debug/x'), /target\/debug\/x: is tracked and is build output/);
    await breaks('files/gitignore', tracking('deploy/.env.production'), /settings of one machine/);
    await holds(
      'files/gitignore',
      tracking('tests/.env'),
      /tests\/\.env: is tracked and holds settings of one machine/,
    );
    await breaks('files/gitignore', tracking('.ssh/id_ed25519'), /private key/);
    await breaks('files/gitignore', tracking('docs/.DS_Store'), /dropping/);
    await breaks('files/gitignore', tracking('.env', 'docs/.DS_Store'), /2 tracked files should not be/);
    const named = ready
      .with('.gitignore', (old) => `${old}*.log\n`)
      .withGit(readyHistory.commit('chore: log', { 'a.log': '' }).git);
    await breaks('files/gitignore', named, /named by \.gitignore:3 \(\*\.log\)/);
    const key = ready
      .with('certs/a.pem', '-----BEGIN PRIVATE KEY-----\n')
      .withGit(readyHistory.commit('chore: key', { 'certs/a.pem': '' }).git);
    await breaks('files/gitignore', key, /certs\/a\.pem: is tracked and is a private key/, { also: ['security/'] });
  });
  test('a key made for tests is a note', () =>
    holds('files/gitignore', tracking('tests/certs/server.p12'), /server\.p12: is tracked and is a private key/));
  test('without git', () => opens('files/gitignore', moduleOf(ready.content), /not in a git repository/));
});
