import { describe, test } from 'vitest';
import { breaks, holds, opens, ready } from '../harness.ts';

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
    await breaks('files/code-of-conduct', ready.with('CODE_OF_CONDUCT.md', '# Code of Conduct\n'), /says nothing/);
  });
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
  test('a file that cannot be read', () => opens('files/security', ready.with('SECURITY.md', binary), /binary/));
});
