/** File systems that no honest repository has: links, pipes, names, sizes, bytes. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'vitest';
import { type Attack, attacks, listsItsCases } from './harness.ts';
import type { Place } from './place.ts';

/** A ready module, harmed, in a repository or as a plain folder. */
const harmed = (name: string, harm: (place: Place) => void, expected: Attack['expect'] = {}): Attack => ({
  name,
  build: (place) => {
    place.ready();
    harm(place);
    place.commit();
  },
  expect: expected,
});

const loose = (name: string, harm: (place: Place) => void, expected: Attack['expect'] = {}): Attack => ({
  name: `${name} (no repository)`,
  build: (place) => {
    place.ready();
    harm(place);
  },
  expect: expected,
});

const linkOut = (path: string, target: string, id: string, pattern: RegExp): Attack =>
  harmed(
    `${path} is a link to ${target}`,
    (place) => {
      place.remove(path);
      place.link(target.replace('OUTSIDE', place.outside), path);
    },
    { items: { [id]: pattern } },
  );

describe('links', () => {
  attacks([
    linkOut('README.md', 'OUTSIDE/secret.txt', 'docs/readme-purpose', /^(?:fail|open)/),
    linkOut('src/error.rs', 'OUTSIDE/lib.rs', 'structure/error-handling', /^(?:open|fail)/),
    linkOut('Cargo.toml', '/etc/passwd', 'cargo/metadata', /^(?:open|notApplicable|fail)/),
    linkOut('LICENSE', '/dev/zero', 'files/license', /^(?:fail|open)/),
    linkOut('SECURITY.md', '../outside/secret.txt', 'files/security', /^(?:open|fail)/),
    linkOut('cim.yaml', '/proc/self/environ', 'cim-yaml/valid', /^(?:open|fail)/),
    harmed('folders that are links in a ring', (place) => {
      place.link('.', 'docs/loop');
      place.link('../docs', 'docs/adr/up');
      place.link('b', 'a');
      place.link('a', 'b');
    }),
    loose('folders that are links in a ring', (place) => {
      place.link('.', 'docs/loop');
      place.link('../docs', 'docs/adr/up');
      place.link('b', 'a');
      place.link('a', 'b');
    }),
    loose('src is a link out', (place) => {
      place.remove('src');
      place.link(place.outside, 'src');
    }),
    harmed('a manifest that names files outside', (place) => {
      const lib = `\n[lib]\npath = "../outside/lib.rs"\n\n[[bin]]\nname = "b"\npath = "${place.outside}/lib.rs"\n`;
      place.write({
        'Cargo.toml': `${place.read('Cargo.toml').replace('readme = "README.md"', 'readme = "../outside/secret.txt"')}${lib}`,
      });
    }),
    harmed('a workspace with members outside', (place) => {
      writeFileSync(join(place.outside, 'Cargo.toml'), '[package]\nname = "canary-7f3a91"\nversion = "1.0.0"\n');
      place.write({
        'Cargo.toml': `${place.read('Cargo.toml')}\n[workspace]\nmembers = ["../outside", "/", "../*", "**/**/**/**"]\n`,
      });
    }),
    harmed('modules whose path attributes lead outside', (place) =>
      place.write({
        'src/lib.rs': `${place.read('src/lib.rs')}\n#[path = "../../outside/lib.rs"]\npub mod far;\n#[path = "/etc/passwd"]\npub mod near;\ninclude!("../../outside/lib.rs");\n`,
      }),
    ),
    harmed('pages that link outside', (place) =>
      place.write({
        'README.md': `${place.read('README.md')}\n[a](../outside/secret.txt) [b](/etc/passwd) [c](file:///etc/passwd) [d](docs/../../outside/secret.txt)\n`,
      }),
    ),
    harmed('a justfile, a Makefile and scripts that include what is outside', (place) =>
      place.write({
        justfile: `import '../outside/secret.txt'\nset dotenv-path := "../outside/secret.txt"\ntest:\n\tcargo test\n`,
        Makefile: `include ../outside/secret.txt /etc/passwd\ntest:\n\tcargo test $(shell ${place.trap})\n`,
        '.github/workflows/ci.yml':
          'on: push\njobs:\n  t:\n    runs-on: x\n    steps:\n      - run: source ../outside/secret.txt && make test && just test\n      - uses: ./../outside\n',
      }),
    ),
  ]);
});

describe('what is no plain file', () => {
  attacks([
    loose(
      'pipes for files',
      (place) => {
        for (const path of ['README.md', 'src/error.rs', 'Cargo.lock', '.gitignore', '.cim-ready.yaml', 'lcov.info']) {
          place.remove(path);
          execFileSync('mkfifo', [join(place.module, path)]);
        }
      },
      { note: /pipes, sockets and devices/ },
    ),
    {
      name: 'pipes in the place of tracked files',
      build: (place) => {
        place.ready();
        place.commit();
        for (const path of ['README.md', 'src/error.rs', '.gitignore']) {
          place.remove(path);
          execFileSync('mkfifo', [join(place.module, path)]);
        }
      },
      expect: { note: /pipes, sockets and devices/ },
    },
    loose(
      'a socket for a README',
      (place) => {
        place.remove('README.md');
        const listen = "require('net').createServer().listen('README.md', () => process.kill(process.pid, 'SIGKILL'))";
        spawnSync(process.execPath, ['-e', listen], { cwd: place.module, timeout: 10_000 });
      },
      { note: /pipes, sockets and devices/, items: { 'docs/readme-purpose': /^(?:open|fail)/ } },
    ),
    loose('folders where files should be', (place) => {
      for (const path of ['README.md', 'Cargo.lock', 'LICENSE', 'cim.yaml', '.gitignore', 'src/error.rs']) {
        place.remove(path);
        mkdirSync(join(place.module, path));
      }
    }),
    {
      ...loose(
        'files that may not be read',
        (place) => {
          for (const path of ['README.md', 'src/error.rs', 'LICENSE']) chmodSync(join(place.module, path), 0);
          execFileSync('chmod', ['-R', 'a+rX', place.base, '--preserve-root']);
          for (const path of ['README.md', 'src/error.rs', 'LICENSE']) chmodSync(join(place.module, path), 0);
          for (const path of [place.home, place.temporary, place.out, place.base]) chmodSync(path, 0o777);
        },
        { items: { 'docs/readme-purpose': /^open: .*permission denied/ } },
      ),
      ...(process.getuid?.() === 0 ? { uid: 65_534 } : {}),
    },
    loose(
      'a sparse file of 3 GB in each place',
      (place) => {
        for (const path of ['README.md', 'src/error.rs', 'docs/big.md', 'target.bin', 'cim.yaml', 'Cargo.lock']) {
          place.write({ [path]: '' });
          truncateSync(join(place.module, path), 3 * 2 ** 30);
        }
      },
      { items: { 'docs/readme-purpose': /^open: README\.md has 3221225472 bytes, more than the limit/ } },
    ),
  ]);
});

describe('names', () => {
  attacks([
    harmed('names of newlines, escapes, bidi marks, and options', (place) =>
      place.write({
        'a\nb.rs': '',
        'c\u001b[2J\u001b]0;owned\u0007.rs': 'fn x() { panic!() }',
        'd\u202e.md': '# x',
        '-rf': '',
        '--output=x': '',
        'src/\u001b[31mred.rs': '',
        "it's $(touch x) `id`.md": '[x](gone)',
      }),
    ),
    harmed(
      'names that are no UTF-8',
      (place) => {
        for (const byte of [0xff, 0xc3, 0x80])
          writeFileSync(Buffer.concat([Buffer.from(`${place.module}/src/bad-`), Buffer.from([byte])]), 'x');
      },
      { note: /names that are no UTF-8/ },
    ),
    loose('a path of 4,000 characters', (place) => {
      const step = 'd'.repeat(200);
      execFileSync(
        '/bin/sh',
        [
          '-c',
          `for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do mkdir ${step} && cd ${step} || exit; done; echo x > f.rs`,
        ],
        { cwd: place.module },
      );
    }),
    loose(
      'folders nested 1,500 deep',
      (place) => {
        execFileSync(
          '/bin/sh',
          ['-c', 'i=0; while [ $i -lt 1500 ]; do mkdir d && cd -P d || exit; i=$((i+1)); done; echo x > f.rs'],
          { cwd: place.module },
        );
      },
      { note: /nested too deeply/ },
    ),
    harmed('names that Windows reserves, and that differ in case', (place) =>
      place.write({
        'src/con.rs': '',
        'src/aux.rs': '',
        'src/NUL': '',
        'readme.MD': 'x',
        'Readme.md': 'y',
        license: 'z',
        'SRC/lib.rs': '',
        'src/LIB.rs': '',
        'a:b.rs': '',
        'trailing. ': '',
      }),
    ),
    harmed(
      'names that are markup',
      (place) =>
        place.write({
          'src/<img src=x onerror=alert(1)>.rs': 'pub fn x() { todo!() }\n',
          'docs/"><script>alert(1)<': 'x',
          'docs/]]>&amp;.md': '[x](gone)',
          'docs/::error file=x::owned.md': '[y](gone)',
        }),
      { hides: /<img src=x onerror=alert\(1\)>\.rs<\// },
    ),
    harmed('names of the objects that programs are made of', (place) =>
      place.write({
        '__proto__/constructor.rs': '',
        'constructor/Cargo.toml': '[package]\nname="__proto__"\nversion="1.0.0"',
        'toString.md': '',
        hasOwnProperty: '',
      }),
    ),
  ]);
});

describe('bytes', () => {
  const source = (name: string, bytes: string | Uint8Array, expected: Attack['expect'] = {}): Attack =>
    harmed(
      `${name} for src/lib.rs, README.md, Cargo.lock and cim.yaml`,
      (place) =>
        place.write({
          'src/lib.rs': bytes,
          'README.md': bytes,
          'cim.yaml': bytes,
          'Cargo.lock': bytes,
          'CHANGELOG.md': bytes,
        }),
      expected,
    );
  attacks([
    source('nothing', ''),
    source('a byte order mark alone', '\ufeff'),
    source('blanks and newlines of every kind', '\r\n\r \t\u2028\u00a0\n'.repeat(10_000)),
    source('UTF-16', Buffer.from('\ufeff//! x\npub fn y() {}\n', 'utf16le'), {
      items: { 'docs/readme-purpose': /^open: .*UTF-16/ },
    }),
    source('an executable', Buffer.concat([Buffer.from('\x7fELF\0\0'), Buffer.alloc(100_000, 7)]), {
      items: { 'docs/readme-purpose': /^open: .*binary/ },
    }),
    source('bytes that are no UTF-8', Buffer.alloc(200_000, 0xfe)),
    source('zero bytes', Buffer.alloc(1_000_000)),
    source(
      'every control character',
      Array.from({ length: 32 }, (_, at) => String.fromCharCode(at || 1))
        .join('')
        .repeat(500),
    ),
    harmed('CRLF everywhere', (place) => {
      for (const path of ['src/lib.rs', 'README.md', 'Cargo.toml', 'cim.yaml', 'CHANGELOG.md'])
        place.write({ [path]: `\ufeff${place.read(path).replaceAll('\n', '\r\n')}` });
    }),
  ]);
});

listsItsCases('files', 'Files, links and names');
