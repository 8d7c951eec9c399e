/** Texts made to be read slowly, wrongly, or into something else: each where a model reads it. */
import { describe } from 'vitest';
import { type Attack, attacks, listsItsCases } from './harness.ts';
import type { Content } from './place.ts';

/** A ready module with these files changed. */
const changed = (
  name: string,
  content: Content | ((read: (path: string) => string) => Content),
  expected: Attack['expect'] = {},
): Attack => ({
  name,
  build: (place) => {
    place.ready();
    place.write(typeof content === 'function' ? content((path) => place.read(path)) : content);
    place.commit();
  },
  expect: expected,
});

const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghij'
  .split('')
  .map((key, at) => `${key}: &${key} [${Array(9).fill(`*${'abcdefghij'[at]}`).join(',')}]`)
  .join('\n')}\n`;
const workflow = (body: string) => `on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n${body}`;
const yamlEverywhere = (text: string): Content => ({
  'cim.yaml': text,
  '.github/workflows/ci.yml': text,
  '.cim-ready.yaml': text,
  '.github/settings.yml': text,
  '.github/dependabot.yml': text,
});

describe('YAML', () => {
  attacks([
    changed('aliases that grow without end', yamlEverywhere(bomb)),
    changed('an alias of itself', yamlEverywhere('a: &a [*a]\nb: &b { <<: *b }\n')),
    changed('200,000 brackets', yamlEverywhere('['.repeat(200_000))),
    changed(
      '10,000 levels of indentation',
      yamlEverywhere(Array.from({ length: 1_300 }, (_, at) => `${' '.repeat(at)}a:`).join('\n')),
    ),
    changed(
      'merge keys and tags that make objects',
      yamlEverywhere(
        'a: !!js/function "() => process.exit(9)"\nb: !!python/object/apply:os.system ["id"]\nc: !!binary "////"\n<<: [{ name: x }, { name: y }]\n__proto__: { polluted: yes }\nconstructor: { prototype: { polluted: yes } }\n',
      ),
    ),
    changed('100,000 keys, all the same', yamlEverywhere('name: x\n'.repeat(100_000)), { memory: 700 }),
    changed(
      'numbers, dates and nulls where texts belong',
      yamlEverywhere(
        'name: 1e999\ntype: ~\nversion: 2001-12-14\ndescription: .nan\nmaintainers: 0x7fffffffffffffffffffffff\nkeywords: [!!null x, 1_0, 0o17]\njobs: 7\non: { push: 3 }\n',
      ),
    ),
    changed(
      'anchors, comments and quotes that do not end',
      yamlEverywhere(`# ${'x'.repeat(500_000)}\na: "${'\\'.repeat(99_999)}\n`),
    ),
    changed('50,000 documents', yamlEverywhere('---\na: 1\n'.repeat(50_000))),
  ]);
});

describe('TOML and JSON', () => {
  attacks([
    changed(
      'nested 100,000 deep',
      {
        'Cargo.toml': `a = ${'['.repeat(100_000)}`,
        'deny.toml': `a = ${'{b='.repeat(50_000)}`,
        'flake.lock': '['.repeat(100_000),
        'rust-toolchain.toml': `${'['.repeat(10_000)}`,
      },
      { items: { 'cargo/metadata': /^fail: .*Cargo\.toml does not load/ } },
    ),
    changed('keys of 50,000 dots', {
      'Cargo.toml': `[package]\nname = "x"\nversion = "1.0.0"\n${'a.'.repeat(50_000)}b = 1\n`,
    }),
    changed('100,000 tables', (read) => ({
      'Cargo.toml': `${read('Cargo.toml')}\n${Array.from({ length: 100_000 }, (_, at) => `[package.metadata.t${at}]`).join('\n')}`,
    })),
    changed(
      'duplicate keys and tables',
      (read) => ({ 'Cargo.toml': `${read('Cargo.toml')}\n[package]\nname = "other"\n` }),
      { items: { 'cargo/metadata': /^fail: .*Cargo\.toml does not load/ } },
    ),
    changed('huge numbers and wrong kinds of values', {
      'Cargo.toml':
        '[package]\nname = ["x"]\nversion = 99999999999999999999999999\nedition = 2021.0\nkeywords = {a=1}\nlicense = 1979-05-27\n[features]\na = "b"\n[dependencies]\nx = [1]\n"" = {}\n',
    }),
    changed('features and members in a ring', {
      'Cargo.toml':
        '[package]\nname = "x"\nversion = "1.0.0"\nworkspace = "."\n[features]\na = ["b"]\nb = ["a", "a/b", "dep:", "?/"]\n[workspace]\nmembers = ["."]\n[workspace.dependencies]\ny = { workspace = true }\n[dependencies]\ny = { workspace = true, path = "." }\n',
    }),
    changed('globs of members driven to their worst', (read) => ({
      'Cargo.toml': `${read('Cargo.toml')}\n[workspace]\nmembers = ["${'*a'.repeat(3_000)}*", "${'**/'.repeat(500)}b", "[${'a-z'.repeat(5_000)}"]\n`,
    })),
    changed('names and versions that steer the terminal', {
      'Cargo.toml':
        '[package]\nname = "x\\u001b[2J"\nversion = "1.0.0\\u0007<img src=x onerror=alert(1)>"\ndescription = "\\u202e\\u001b]0;owned\\u0007"\nrepository = "javascript:alert(1)"\nedition = "2021"\n',
    }),
    changed('JSON of depth, duplicate keys and huge numbers', {
      '.github/rulesets/main.json': `{"enforcement":"active","enforcement":"off","rules":${'['.repeat(50_000)}`,
      '.github/rulesets/other.json': `{"rules":[{"type":"pull_request","parameters":{"required_approving_review_count":1e999}}],"__proto__":{"x":1}}`,
      'coverage.json': `{"data":[{"files":[{"filename":"src/lib.rs","segments":[[99999999999999999999,-1,1e400,true,true,true]]}]}]}`,
      'tarpaulin-report.json': `{"files":${'{"a":'.repeat(20_000)}`,
      'flake.lock': `{"nodes":{"root":{"inputs":${'{"a":'.repeat(20_000)}`,
    }),
    changed(
      'a lock file of 200,000 packages',
      {
        'Cargo.lock': `version = 3\n${Array.from({ length: 200_000 }, (_, at) => `[[package]]\nname="p${at}"\nversion="1.0.0"\n`).join('')}`,
      },
      { memory: 500 },
    ),
  ]);
});

describe('Markdown and HTML', () => {
  const page = (name: string, text: string): Attack =>
    changed(name, (read) => ({
      'README.md': `${read('README.md')}\n${text}`,
      'CHANGELOG.md': `${read('CHANGELOG.md')}\n${text}`,
      'SECURITY.md': text,
      'docs/adr/0002-x.md': text,
      'src/lib.rs': `//! ${text.slice(0, 100_000).replaceAll('\n', '\n//! ').replaceAll('\r', '')}\n${read('src/lib.rs')}`,
    }));
  attacks([
    page('100,000 levels of quotes', '>'.repeat(100_000)),
    page(
      'lists in lists',
      Array.from({ length: 2_000 }, (_, at) => `${' '.repeat(at * 2)}- a`)
        .join('\n')
        .slice(0, 2_000_000),
    ),
    page('brackets that never close', `${'['.repeat(100_000)}${'![x]('.repeat(50_000)}`),
    page('emphasis of stars', `${'*a **b '.repeat(60_000)}${'_*'.repeat(60_000)}`),
    page('backticks of every length', Array.from({ length: 800 }, (_, at) => '`'.repeat(at + 1)).join('a')),
    page(
      'a table of 20,000 cells in a row',
      `|${'a|'.repeat(20_000)}\n|${'-|'.repeat(20_000)}\n${`|${'b|'.repeat(50)}\n`.repeat(2_000)}`,
    ),
    page(
      'script and markup',
      '<script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(1)><!-- <![CDATA[ ]]> --><iframe src=javascript:alert(1)>\n# <img src=x onerror=alert(1)>\n[x](javascript:alert(1)) <a href="data:text/html,x">y</a>\n',
    ),
    page(
      'tags and comments that do not end',
      `${'<a '.repeat(40_000)}${'<!--'.repeat(40_000)}${'<![CDATA['.repeat(10_000)}`,
    ),
    page(
      'entities and link definitions',
      `${'&amp;&#x41;&#0;&#99999999;'.repeat(20_000)}\n${Array.from({ length: 20_000 }, (_, at) => `[${at}]: <${at}> "t"`).join('\n')}\n`,
    ),
    changed('a README of one line of 7 MB', { 'README.md': `# x ${'a b '.repeat(1_800_000)}` }, { memory: 700 }),
  ]);
});

describe('Rust', () => {
  const code = (name: string, text: string, expected: Attack['expect'] = {}): Attack =>
    changed(name, (read) => ({ 'src/lib.rs': `${read('src/lib.rs')}\n${text}` }), expected);
  attacks([
    code('blocks 10,000 deep', `pub fn deep() { ${'{'.repeat(10_000)}${'}'.repeat(10_000)} }`),
    code(
      'types and generics 10,000 deep',
      `pub fn deep(x: ${'Option<'.repeat(10_000)}u8${'>'.repeat(10_000)}) {}\npub type T = ${'&'.repeat(10_000)}u8;\npub type U = ${'('.repeat(10_000)}u8${')'.repeat(10_000)};`,
    ),
    code('modules 5,000 deep', `${'pub mod a {'.repeat(5_000)}${'}'.repeat(5_000)}`),
    code(
      'expressions 10,000 deep',
      `pub fn deep() -> u8 { ${'('.repeat(10_000)}1${')'.repeat(10_000)} + ${'!'.repeat(10_000)}1 + ${'a.b('.repeat(10_000)}${')'.repeat(10_000)} ${'|| '.repeat(10_000)} 1 }`,
    ),
    code(
      'use trees 5,000 deep and wide',
      `use ${'a::{'.repeat(5_000)}b${'}'.repeat(5_000)};\nuse c::{${'d as e, '.repeat(50_000)}};`,
    ),
    code(
      'macros in macros',
      `macro_rules! m { ${'($($x:tt)*) => { m!{ $($x)* $($x)* } };'.repeat(2_000)} }\nm!{ ${'m!{'.repeat(5_000)}${'}'.repeat(5_000)} }`,
    ),
    code('a string that does not end', `pub const S: &str = "${'x'.repeat(500_000)}`),
    code(
      'a raw string, a comment and a char that do not end',
      `pub const S: &str = r${'#'.repeat(300)}"${'x"#'.repeat(50_000)}\n/* /* /* '`,
    ),
    code('comments 50,000 deep', `${'/*'.repeat(50_000)}${'*/'.repeat(50_000)}`),
    code(
      'imports in a ring of globs',
      Array.from(
        { length: 300 },
        (_, at) =>
          `pub mod m${at} { pub use super::m${(at + 1) % 300}::*; pub use super::m${(at + 7) % 300}::*; pub struct S${at}; }`,
      ).join('\n'),
    ),
    code(
      'modules that name each other and themselves',
      '#[path = "lib.rs"]\npub mod me;\npub mod error2 { #[path = "../lib.rs"] pub mod up; }\npub use self::me::me::me::me as us;\n',
    ),
    code(
      '20,000 functions that call each other',
      Array.from(
        { length: 20_000 },
        (_, at) => `pub fn f${at}() { f${(at * 7) % 20_000}(); f${(at + 1) % 20_000}() }`,
      ).join('\n'),
      { memory: 700 },
    ),
    code(
      'attributes and cfgs without end',
      `#[cfg(${'any('.repeat(5_000)}test${')'.repeat(5_000)})]\npub fn a() {}\n${'#[cfg_attr(all(), '.repeat(2_000)}doc = "x"${')]'.repeat(2_000)}\npub fn b() {}`,
    ),
    code(
      'names that are confusable or steer the terminal',
      'pub fn \u202eevil\u2066() { todo!() }\npub fn а() { panic!("\u001b[2J\u001b]0;owned\u0007") }\n/// \u001b[31m <img src=x onerror=alert(1)>\npub struct Ünsafe;',
    ),
    changed(
      'one line of 7 MB of code',
      (read) => ({
        'src/lib.rs': `${read('src/lib.rs').replaceAll('\n', ' \n')}\n${'pub fn a(){x()} '.repeat(430_000)}`,
      }),
      { memory: 500 },
    ),
    code('20,000 unsafe implementations on one line', `struct A;${'unsafe impl Send for A {} '.repeat(20_000)}`),
    code('20,000 unsafe implementations', `struct A;\n${'unsafe impl Send for A {}\n'.repeat(20_000)}`),
    {
      ...changed(
        'a line of 50 MB, with the limit at 64',
        (read) => ({ 'src/lib.rs': `${read('src/lib.rs')}\n// ${'x'.repeat(50 * 2 ** 20)}\n` }),
        { memory: 600 },
      ),
      args: ['--max-file-size', '64'],
    },
  ]);
});

describe('CI, shell, Docker and Nix', () => {
  attacks([
    changed('workflow expressions 5,000 deep', {
      '.github/workflows/ci.yml': workflow(
        `    if: \${{ ${'('.repeat(5_000)}true${')'.repeat(5_000)} && ${'!'.repeat(5_000)}false }}\n    steps:\n      - run: cargo test \${{ ${'format('.repeat(2_000)} }}\n`,
      ),
    }),
    changed('workflow expressions that print', {
      '.github/workflows/ci.yml': workflow(
        '    steps:\n      - name: "\\e[2J::error::owned"\n        run: "cargo test ${{ github.event.issue.title }} \\u001b]0;x\\u0007"\n        continue-on-error: ${{ secrets.X }}\n',
      ),
    }),
    changed('a matrix of 10^9 jobs', {
      '.github/workflows/ci.yml': workflow(
        `    strategy:\n      matrix:\n${'abcdefghi'
          .split('')
          .map((key) => `        ${key}: [0,1,2,3,4,5,6,7,8,9]`)
          .join('\n')}\n    steps:\n      - run: cargo test --\${{ matrix.a }}\n`,
      ),
    }),
    changed('jobs and reusable workflows in a ring', {
      '.github/workflows/ci.yml':
        'on: [push, workflow_call]\njobs:\n  a: { needs: b, uses: ./.github/workflows/ci.yml }\n  b: { needs: a, uses: ./.github/workflows/../workflows/ci.yml }\n',
      '.github/actions/x/action.yml': 'runs: { using: composite, steps: [{ uses: ./.github/actions/x }] }',
    }),
    changed('shell that nests without end', {
      '.github/workflows/ci.yml': workflow(
        `    steps:\n      - run: "${'$('.repeat(5_000)}cargo test${')'.repeat(5_000)}"\n      - run: |\n          ${'if true; then '.repeat(5_000)}cargo test\n      - run: "${'((('.repeat(5_000)} <<A <<B <<C"\n`,
      ),
      'test.sh': `${'eval "'.repeat(20_000)}`,
    }),
    changed('make and just targets in a ring', {
      Makefile: `${Array.from({ length: 3_000 }, (_, at) => `t${at}: t${(at + 1) % 3_000} t${(at + 2) % 3_000}`).join('\n')}\nA = $(A)$(B)\nB = $(A)\ntest: t0 $(A)\n`,
      justfile: `${Array.from({ length: 3_000 }, (_, at) => `t${at}: t${(at + 1) % 3_000} t${(at + 2) % 3_000}`).join('\n')}\n`,
      '.github/workflows/ci.yml': workflow('    steps:\n      - run: make test\n      - run: just t0\n'),
    }),
    changed('white space that is none to a shell', {
      '.github/workflows/ci.yml': workflow(
        '    steps:\n      - run: "cargo\\u00a0test \\u2028 \\ufeff"\n      - run: ./x.sh\n',
      ),
      'x.sh': 'set -e\ncargo test \u00a0\nmake \u000b test\n\u2029',
    }),
    changed('make variables that name each other very often', {
      Makefile: `A = ${'$(B)'.repeat(1_000)}\nB = ${'$(C)'.repeat(1_000)}\nC = ${'$(A)'.repeat(1_000)}\n$(A): $(B)\ntest: $(A)\n\tcargo test $(A)\n${'A += $(A) \\\n'.repeat(50_000)}`,
      '.github/workflows/ci.yml': workflow('    steps:\n      - run: make test\n'),
    }),
    changed('PowerShell of 100,000 lines, of continuations and of quotes', {
      '.github/workflows/ci.yml': workflow(
        `    steps:\n      - shell: pwsh\n        run: |\n${'          cargo x\n'.repeat(100_000)}      - shell: cmd\n        run: |\n${'          a ^\n'.repeat(50_000)}      - shell: pwsh\n        run: ${'\'"a'.repeat(50_000)}\n`,
      ),
    }),
    changed('lines of one piece, 30,000 times each, for every expression', (read) => {
      const pieces = [
        ' ',
        '\t',
        '-',
        '*',
        '#',
        '=',
        '[',
        '"',
        "'",
        '\\',
        '/',
        '@',
        '`',
        '<',
        '(c) ',
        'a ',
        'a.',
        '1.',
        'x=',
        '$(',
        '{{',
      ];
      const words = [
        'copyright ',
        'version ',
        'licensed under ',
        'status: ',
        'feat(',
        '**/',
        '*a',
        '[a-',
        '\u00a0',
        'https://',
        'a@',
        '](',
        '| ',
      ];
      const lines = [...pieces, ...words].map((piece) => piece.repeat(Math.ceil(30_000 / piece.length))).join('\n');
      const paths = [
        'README.md',
        'CHANGELOG.md',
        'SECURITY.md',
        'CONTRIBUTING.md',
        'docs/adr/0002-x.md',
        'docs/x.rst',
        'docs/x.adoc',
      ];
      const others = [
        'Makefile',
        'justfile',
        'Dockerfile',
        'x.sh',
        'flake.nix',
        '.gitattributes',
        'lcov.info',
        'config.env',
        'src/x.rs',
      ];
      const files = [...paths, ...others].map((path) => [path, lines] as const);
      return {
        LICENSE: `${read('LICENSE')}\n${lines}`,
        ...Object.fromEntries(files),
        '.github/workflows/ci.yml': workflow('    steps:\n      - run: make test && just test && ./x.sh\n'),
      };
    }),
    changed(
      'a Dockerfile of one line of 250,000 comment signs',
      { Dockerfile: `FROM a\n${'#'.repeat(250_000)}\n` },
      {
        items: { 'deploy/docker': /^(?:open|notApplicable)/ },
      },
    ),
    changed('a Dockerfile of continuations and nested substitutions', {
      Dockerfile: `FROM \${A:-${'${B:-'.repeat(3_000)}x${'}'.repeat(3_000)}}\nRUN ${'a \\\n'.repeat(50_000)}\nRUN <<EOF\nx\n${'COPY --from=0 . .\n'.repeat(2_000)}`,
    }),
    changed('Nix that nests without end', {
      'flake.nix': `{ outputs = x: ${'{ a = '.repeat(10_000)}1; ${'};'.repeat(10_000)} ${'let a = '.repeat(5_000)} ''\${''\${''\${ }`,
      'default.nix': `${'('.repeat(20_000)}`,
    }),
    {
      // No repository: the patterns would keep git itself busy for ever.
      name: 'ignore files of stars',
      build: (place) => {
        place.ready({
          '.gitignore': `${'*a'.repeat(2_000)}\n${`${'**/'.repeat(300)}x\n`.repeat(50)}!${'?*'.repeat(1_000)}\n`,
          '.gitattributes': `${'*a'.repeat(2_000)} linguist-generated\n`,
          [`${'a'.repeat(200)}/${'a'.repeat(200)}/${'a'.repeat(200)}b`]: '',
        });
      },
    },
    changed('what looks like credentials, 100,000 times', {
      'src/keys.rs': `${'const K: &str = "AKIA'.repeat(50_000)}\n${'password = '.repeat(50_000)}\n${'-----BEGIN RSA PRIVATE KEY-----'.repeat(20_000)}${'a'.repeat(300_000)}=${'b'.repeat(300_000)}`,
    }),
    changed(
      '250,000 credentials, each on its line',
      { 'prod.env': 'password = "hunter2hunter2Zq9"\n'.repeat(250_000) },
      { items: { 'security/no-secrets': /^fail: 25\d{4} credentials/ }, memory: 600 },
    ),
    changed('waivers and attestations of a stranger', {
      '.cim-ready.yaml':
        'waivers:\n  - item: "*"\n    reason: because\n    by: me\n    until: 9999-12-31\n  - item: security/no-secrets\n    file: "**"\n    reason: "\\e[2J"\n    by: <script>\n    until: 2099-01-01\nattestations:\n  - item: review/approval\n    by: x\n    version: 1.1.0\n    date: 2001-01-01\n    evidence: javascript:alert(1)\n__proto__: { x: 1 }\ncritical-paths: ["/etc", "../outside"]\ncoverage: ["../outside/secret.txt", "/etc/passwd", "/dev/zero"]\n',
    }),
    changed('a coverage report of paths of 300,000 folders', {
      'lcov.info': `SF:${'a/'.repeat(300_000)}lib.rs\nDA:1,1\nend_of_record\n`.repeat(10),
    }),
    changed('coverage reports of lies and of depth', {
      'lcov.info': `SF:/etc/passwd\nSF:../outside/secret.txt\nDA:99999999999999999999,1e9\nDA:-1,-1\n${'DA:1,1\n'.repeat(300_000)}`,
      'cobertura.xml': `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]><coverage line-rate="9">&x;${'<package>'.repeat(50_000)}`,
    }),
  ]);
});

listsItsCases('texts', 'Texts');
