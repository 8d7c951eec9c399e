import { describe, test } from 'vitest';
import * as harness from '../harness.ts';
import { moduleOf, ready, type TestModule } from '../harness.ts';

/** The table-driven tests want a promise of nothing. */
const quietly =
  (assertion: typeof harness.breaks) =>
  async (id: string, module: TestModule, message: RegExp = /^/, expectation?: harness.Expectation): Promise<void> => {
    await assertion(id, module, message, expectation);
  };
const breaks = quietly(harness.breaks);
const holds = quietly(harness.holds as typeof harness.breaks);
const reviews = quietly(harness.reviews);
const opens = quietly(harness.opens);
const doesNotApply = quietly(harness.doesNotApply);

const CI = '.github/workflows/ci.yml';
const SECURITY = '.github/workflows/security.yml';
const RELEASE = '.github/workflows/release.yml';
const changed = (path: string, from: string | RegExp, to: string) => ready.with(path, (old) => old.replace(from, to));

const manifest = '[package]\nname = "cim-x"\nversion = "0.1.0"\nedition = "2021"\n';
/** A crate with one workflow, given by its trigger and its jobs. */
const withWorkflow = (on: string, jobs: string, more: Record<string, string> = {}) =>
  moduleOf({
    'Cargo.toml': manifest,
    'src/lib.rs': '',
    '.github/workflows/x.yml': `on: ${on}\njobs:\n${jobs}`,
    ...more,
  });
const checkout = '      - uses: actions/checkout@v4\n';
const bare = (steps: string, more = '') => `  a:\n    runs-on: ubuntu-latest\n${more}    steps:\n${steps}`;
const job = (steps: string, more = '') => bare(checkout + steps, more);
const run = (script: string, more = '') => job(`      - run: |\n${script.replace(/^/gm, '          ')}\n${more}`);
const elsewhere = withWorkflow('push', '  a:\n    uses: org/shared/.github/workflows/rust.yml@main\n');
const template = moduleOf({
  'README.md': '# x',
  [CI]: 'on: push\njobs:\n  a:\n    runs-on: x\n    steps: [{run: ls}]\n',
});
const TESTS = ['ci/build-and-test', 'ci/cross-platform', 'testing/ci-passing'];

describe('ci/build-and-test', () => {
  test('holds', () => holds('ci/build-and-test', ready, /ci\.yml:18 `cargo test --all-features` runs on push/));
  test('no workflow', () =>
    breaks('ci/build-and-test', ready.without('.github/workflows/'), /^: no workflow in \.github\/workflows$/m, {
      also: ['ci/', 'security/audit', 'security/sast', 'testing/ci-passing', 'performance/'],
    }));
  test('only on pull requests', () =>
    breaks(
      'ci/build-and-test',
      changed(CI, /push:\n {4}branches: \[main\]/, 'merge_group:'),
      /runs only (on pull|in the merge)/,
      {
        also: ['ci/cross-platform'],
      },
    ));
  test('only to another branch', () =>
    breaks('ci/build-and-test', withWorkflow('{push: {branches: [next]}}', run('cargo test')), /no workflow/));
  test('no Rust', () => doesNotApply('ci/build-and-test', template, /no Cargo.toml/));
  test('elsewhere', () =>
    opens('ci/build-and-test', elsewhere, /x\.yml:4 calls org\/shared\/.* not in this repository/));

  const push = (script: string, more?: string) => withWorkflow('push', run(script, more));
  test.each([
    ['cargo test || true', /\|\| true/],
    ['cargo test | tee log', /tee/],
    ['cargo test &\nsleep 9', /background/],
    ['set +e\ncargo test\necho done', /goes on/],
  ])('masked: %s', (script, reason) => breaks('ci/build-and-test', push(script), reason));
  test('masked by continue-on-error', () =>
    breaks('ci/build-and-test', push('cargo test', '        continue-on-error: true\n'), /continue-on-error/));
  test('masked by continue-on-error of the job', () =>
    breaks(
      'ci/build-and-test',
      withWorkflow('push', job('      - run: cargo test\n', '    continue-on-error: true\n')),
      /job `a`/,
    ));
  test.each([
    'if: false',
    "if: github.event_name == 'pull_request'",
    'if: failure()',
    "if: ${{ runner.os == 'Windows' }}",
  ])('never runs: %s', (condition) =>
    breaks('ci/build-and-test', push('cargo test', `        ${condition}\n`), /no workflow/),
  );
  test.each([
    'if: always()',
    "if: github.ref == 'refs/heads/main'",
    'if: "!contains(github.event.head_commit.message, \'[skip ci]\')"',
    "if: github.actor != 'dependabot[bot]'",
    'if: github.event.repository.fork == false',
    'if: ${{ matrix.os }} != windows',
    '"if": "!cancelled()"',
  ])('runs: %s', (condition) => holds('ci/build-and-test', push('cargo test', `        ${condition}\n`)));
  test('a condition that only the run decides', () =>
    reviews(
      'ci/build-and-test',
      push('cargo test', "        if: steps.x.outputs.rust == 'true'\n"),
      /only if `steps.x.outputs.rust == 'true'`/,
    ));
  test('complementary conditions are joined', () =>
    holds(
      'ci/build-and-test',
      withWorkflow(
        'push',
        job(
          "      - run: cargo test --lib\n        if: vars.FULL == 'no'\n      - run: cargo test\n        if: vars.FULL != 'no'\n",
        ),
      ),
    ));
  test.each([
    'cargo test --no-run',
    'cargo nextest list',
    'cargo test -- --list',
    'echo cargo test',
    '# cargo test',
    'cargo build --tests',
    'cargo install cargo-nextest',
    'make test',
    'cargo llvm-cov report',
  ])('no test command: %s', (script) =>
    script === 'make test'
      ? reviews('ci/build-and-test', push(script), /may run the tests/)
      : breaks('ci/build-and-test', push(script), /no workflow/),
  );
  test.each([
    'cargo t',
    'cargo +nightly --locked test -p cim-x',
    'cargo test -p other -p "cim-*"',
    'cargo test --workspace --exclude other',
    'cargo test --manifest-path ./Cargo.toml',
    'cargo nextest run',
    'cross test --target x',
    'cargo hack test --each-feature',
    'cargo llvm-cov nextest',
    'xvfb-run -a cargo test',
    'nix develop -c cargo test',
    'bash -c "cargo test"',
    'cd src && cargo test',
    'if ! cargo test; then exit 1; fi',
    'cargo test || exit 1',
  ])('a test command: %s', (script) => holds('ci/build-and-test', push(script)));
  test('tarpaulin alone is for a person to judge', () =>
    reviews('ci/build-and-test', push('cargo tarpaulin'), /may run the tests/));

  const following = (script: string, more: Record<string, string>) => withWorkflow('push', run(script), more);
  test('make', () =>
    holds(
      'ci/build-and-test',
      following('make ci', { Makefile: 'ci: test\n\ntest:\n\t@cargo test\n' }),
      /Makefile:4 .* called from/,
    ));
  test('make with -', () =>
    breaks('ci/build-and-test', following('make', { Makefile: 'test:\n\t-cargo test\n' }), /prefix `-`/));
  test('a Makefile nobody calls', () =>
    breaks('ci/build-and-test', following('ls', { Makefile: 'test:\n\tcargo test\n' }), /no workflow/));
  test('just', () =>
    holds(
      'ci/build-and-test',
      following('just ci', { justfile: 'args := "--all"\nci: (t args)\n\nt x:\n    cargo test {{x}}\n' }),
      /cargo test --all/,
    ));
  test('just with -', () =>
    breaks('ci/build-and-test', following('just', { justfile: 't:\n  -cargo test\n' }), /prefix `-`/));
  test('a script', () =>
    holds(
      'ci/build-and-test',
      following('./ci/test.sh', { 'ci/test.sh': '#!/bin/sh\ncargo test\n' }),
      /ci\/test.sh:2/,
    ));
  test('a script that goes on', () =>
    breaks('ci/build-and-test', following('./t.sh', { 't.sh': '#!/bin/sh\ncargo test\necho done\n' }), /goes on/));
  test('a script with set -e', () =>
    holds(
      'ci/build-and-test',
      following('bash t.sh', { 't.sh': 'set -euo pipefail\ncargo test | tee x\necho done\n' }),
    ));
  test('an alias of cargo', () =>
    holds(
      'ci/build-and-test',
      following('cargo ci', { '.cargo/config.toml': '[alias]\nci = "test --workspace"\n' }),
      /cargo test --workspace/,
    ));
  test.each([
    'cargo test -p other',
    'cargo test --workspace --exclude cim-x',
    'cargo test --version',
    'make -n test',
    'make --question test',
    'just --list',
    'just -n test',
  ])('tests nothing of the module: %s', (script) =>
    breaks(
      'ci/build-and-test',
      following(script, { Makefile: 'test:\n\tcargo test\n', justfile: 'test:\n    cargo test\n' }),
      /no workflow/,
    ),
  );
  test.each(['cd made && cargo test', 'cargo test --manifest-path made/Cargo.toml'])(
    'a folder that the run makes first is for a person: %s',
    (script) => reviews('ci/build-and-test', following(script, {}), /in a folder that the repository does not have/),
  );
  test('what runs under WSL is no test on Windows', () =>
    reviews('ci/build-and-test', following('wsl cargo test', {}), /`wsl cargo test` may run the tests/));
  test('a target that make finds made', async () => {
    const tests = { Makefile: 'tests:\n\tcargo test\n', 'tests/a.rs': '' };
    await breaks('ci/build-and-test', following('make tests', tests), /make finds `tests` made, .* not \.PHONY/);
    const phony = { ...tests, Makefile: `.PHONY: tests\n${tests.Makefile}` };
    await holds('ci/build-and-test', following('make tests', phony));
    const forced = { ...tests, Makefile: 'tests: FORCE\n\tcargo test\nFORCE:\n' };
    await holds('ci/build-and-test', following('make tests', forced));
  });
  test('the repository of somebody else', async () => {
    const checkout = (inputs: string, more = '') =>
      withWorkflow(
        'push',
        job(`      - uses: actions/checkout@v4\n        with: {${inputs}}\n      - run: cargo test\n${more}`),
      );
    await reviews('ci/build-and-test', checkout('repository: somebody/else'), /may run the tests/);
    await holds('ci/build-and-test', checkout('repository: somebody/cim-x'));
    await holds('ci/build-and-test', checkout('path: here', '        working-directory: here\n'));
  });
  test('another module with a manifest of its own', () =>
    breaks(
      'ci/build-and-test',
      following('cd fuzz\ncargo test', { 'fuzz/Cargo.toml': `${manifest}[workspace]\n` }),
      /no workflow/,
    ));
  const flake = (checks: string) => `{ outputs = { self, crane }: flakeLib.eachSystem (system: { ${checks} }); }`;
  test('the checks of a flake', () =>
    holds(
      'ci/build-and-test',
      following('nix flake check', {
        'flake.nix': flake('checks = {\n t = craneLib.cargoNextest (args // { x = 1; }); };'),
      }),
      /flake\.nix:2 `cargo nextest run` .*called from/,
    ));
  test('a flake whose checks are of another kind', () =>
    reviews(
      'ci/build-and-test',
      following('nix flake check', { 'flake.nix': flake('checks = { inherit package; };') }),
      /may run the tests/,
    ));
  test('a flake without checks', () =>
    breaks(
      'ci/build-and-test',
      following('nix flake check', { 'flake.nix': flake('devShells = {};') }),
      /no workflow/,
    ));
  test('a composite action that GitHub refuses, for its script names no shell', () =>
    breaks(
      'ci/build-and-test',
      withWorkflow('push', job('      - uses: ./.github/actions/t\n'), {
        '.github/actions/t/action.yml': 'runs:\n  using: composite\n  steps:\n    - run: cargo test\n',
      }),
      /without `shell`/,
    ));
  test('a composite action', () =>
    holds(
      'ci/build-and-test',
      withWorkflow('push', job('      - uses: ./.github/actions/t\n        with: {args: --lib}\n'), {
        '.github/actions/t/action.yml':
          'inputs: {args: {default: --all}}\nruns:\n  using: composite\n  steps:\n    - run: cargo test ${{ inputs.args }}\n      shell: bash\n',
      }),
      /action\.yml:5 `cargo test --lib` \(restricted by --lib\)/,
    ));
  test('a reusable workflow', () =>
    holds(
      'ci/build-and-test',
      withWorkflow('push', '  a:\n    uses: ./.github/workflows/t.yml\n    with: {os: ubuntu-latest}\n', {
        '.github/workflows/t.yml':
          'on: {workflow_call: {inputs: {os: {type: string}}}}\njobs:\n  t:\n    runs-on: ${{ inputs.os }}\n    steps: [{uses: actions/checkout@v4}, {run: cargo test}]\n',
      }),
      /t\.yml:5/,
    ));
  test('a reusable workflow nobody calls', () =>
    breaks('ci/build-and-test', withWorkflow('workflow_call', run('cargo test')), /no workflow/));
  test('filters on paths that let no code through', () =>
    breaks('ci/build-and-test', withWorkflow("{push: {paths: ['docs/**']}}", run('cargo test')), /no workflow/));
  test('filters on paths that let code through are said', () =>
    holds('ci/build-and-test', withWorkflow("{push: {paths: ['src/**']}}", run('cargo test')), /paths filtered/));
  test('a runner that GitHub has taken away', async () => {
    const module = withWorkflow('push', run('cargo test').replace('ubuntu-latest', 'ubuntu-18.04'));
    await breaks('ci/build-and-test', module, /`\w+` asks for the runner ubuntu-18\.04, which GitHub no longer has/);
  });
  test.each(['', '      - uses: dtolnay/rust-toolchain@stable\n', `${checkout}        if: false\n`])(
    'a job that checks nothing out: %s',
    async (steps) => {
      const testing = `${steps}      - run: cargo test && cargo audit\n`;
      const module = withWorkflow('push', bare(testing));
      await breaks('ci/build-and-test', module, /checks no code out/);
      await breaks('ci/cross-platform', module, /checks no code out/);
      await reviews('ci/security-scan', module, /checks no code out/);
      await holds('ci/build-and-test', withWorkflow('push', bare(testing, '    container: ghcr.io/org/x:latest\n')));
      await holds(
        'ci/build-and-test',
        withWorkflow('push', bare(testing).replace('ubuntu-latest', '[self-hosted, linux]')),
      );
    },
  );
  test.each([
    '      - uses: org/prepare@v1\n',
    '      - run: git clone https://github.com/org/cim-x .\n',
    '      - uses: actions/download-artifact@v4\n',
  ])('a job that may get the code in another way: %s', (steps) =>
    holds('ci/build-and-test', withWorkflow('push', bare(`${steps}      - run: cargo test\n`))),
  );
  test('a workflow that does not parse is named, and the others still count', async () => {
    const broken = ready.with('.github/workflows/bad.yml', 'on: push\njobs:\n  a: [');
    await holds('ci/build-and-test', broken, /bad\.yml:3 the workflow is not valid/);
    await breaks('ci/build-and-test', broken.without(CI), /bad\.yml:3 the workflow is not valid/, {
      also: [...TESTS, 'ci/docs', 'performance/'],
    });
  });
  test.each([
    'on: push\n',
    'jobs: {a: {runs-on: x, steps: []}}\n',
    'on: push\njobs: {a: {steps: []}}\n',
    'on: push\njobs: {a: {runs-on: x, needs: b, steps: []}}\n',
  ])('not valid: %j', (text) =>
    breaks('ci/build-and-test', moduleOf({ 'Cargo.toml': manifest, [CI]: text }), /not valid/),
  );
});

describe('ci/cross-platform', () => {
  const matrix = (text: string, steps = '      - run: cargo test\n') =>
    withWorkflow(
      'push',
      `  a:\n    runs-on: \${{ matrix.os }}\n    strategy:\n      matrix: ${text}\n    steps:\n${checkout}${steps}`,
    );
  test('holds', () => holds('ci/cross-platform', ready, /Linux, macOS and Windows/));
  test('a system is missing', () =>
    breaks('ci/cross-platform', changed(CI, ', windows-latest', ''), /do not run on Windows/));
  test('excluded', () =>
    breaks(
      'ci/cross-platform',
      matrix('{os: [ubuntu-latest, macos-latest, windows-latest], exclude: [{os: macos-latest}]}'),
      /not run on macOS/,
    ));
  test('included', () =>
    holds('ci/cross-platform', matrix('{os: [ubuntu-latest], include: [{os: macos-14}, {os: windows-2022}]}')));
  test('left out by a condition', () =>
    breaks(
      'ci/cross-platform',
      matrix(
        '{os: [ubuntu-latest, macos-latest, windows-latest]}',
        "      - run: cargo test\n        if: runner.os != 'Windows'\n",
      ),
      /not run on Windows/,
    ));
  test('what a condition decides is said apart', () =>
    breaks(
      'ci/cross-platform',
      matrix('{os: [ubuntu-latest]}', "      - run: cargo test\n        if: vars.TESTS == 'yes'\n"),
      /tests do not run on macOS and Windows, and on Linux only under conditions/,
    ));
  test('complementary steps are joined', () =>
    holds(
      'ci/cross-platform',
      matrix(
        '{os: [ubuntu-latest, macos-latest, windows-latest]}',
        "      - run: cargo test\n        if: matrix.os != 'windows-latest'\n      - run: cargo test --lib\n        if: startsWith(matrix.os, 'windows')\n",
      ),
      /restricted by --lib/,
    ));
  test('only built elsewhere', () =>
    breaks(
      'ci/cross-platform',
      withWorkflow(
        'push',
        `${run('cargo test')}  b:\n    runs-on: windows-latest\n    steps:\n      - run: cargo build\n`,
      ),
      /macOS and Windows/,
    ));
  test('a matrix that another job makes', () =>
    reviews('ci/cross-platform', matrix('{os: "${{ fromJSON(vars.SYSTEMS) }}"}'), /labels do not tell/));
  test('what may test on one system says nothing of another', () =>
    breaks(
      'ci/cross-platform',
      withWorkflow('push', job('      - run: cargo test\n      - run: cargo tarpaulin\n')),
      /macOS and Windows/,
    ));
  test('what may test on the missing one', () =>
    reviews(
      'ci/cross-platform',
      matrix(
        '{os: [ubuntu-latest, macos-latest, windows-latest]}',
        "      - run: cargo test\n        if: runner.os != 'Windows'\n      - run: cargo xtask test\n        if: runner.os == 'Windows'\n",
      ),
      /no visible test step on Windows/,
    ));
  test('PowerShell forgets all but the last program', () =>
    breaks(
      'ci/cross-platform',
      matrix(
        '{os: [ubuntu-latest, macos-latest, windows-latest]}',
        '      - run: |\n          cargo test\n          cargo build --release\n',
      ),
      /not run on Windows/,
    ));
  test('elsewhere', () => opens('ci/cross-platform', elsewhere, /not in this repository/));
});

describe('ci/security-scan', () => {
  const also = ['security/audit', 'security/sast', 'ci/license-compliance'];
  test('of another module of the repository', () =>
    breaks(
      'ci/security-scan',
      withWorkflow(
        'push',
        job('      - uses: EmbarkStudios/cargo-deny-action@v2\n        with: {manifest-path: tools/Cargo.toml}\n'),
        { 'tools/Cargo.toml': '[package]\nname = "tools"\nversion = "0.1.0"\n[workspace]\n' },
      ),
      /no workflow runs a security scanner/,
    ));
  test('holds', () => holds('ci/security-scan', ready, /cargo deny|cargo-deny/));
  test('without', () =>
    breaks('ci/security-scan', ready.without(SECURITY), /no workflow runs a security scanner/, { also }));
  test.each([
    'cargo audit',
    'cargo deny check',
    'cargo deny check advisories bans',
    'cargo-deny --all-features check',
    'osv-scanner -r .',
    'trivy fs .',
    'semgrep ci',
    'snyk test',
  ])('%s', (script) => holds('ci/security-scan', withWorkflow('push', run(script))));
  test.each([
    'cargo deny check licenses',
    'cargo install cargo-audit',
    'cargo audit --version',
    'cargo deny init',
    'echo trivy',
  ])('none: %s', (script) => breaks('ci/security-scan', withWorkflow('push', run(script)), /no workflow/));
  test.each([
    'actions-rs/audit-check@v1',
    'google/osv-scanner-action/osv-scanner-action@v2',
    'ossf/scorecard-action@v2',
    'aquasecurity/trivy-action@0.28.0',
  ])('action %s', (uses) =>
    holds('ci/security-scan', withWorkflow('{schedule: [{cron: "0 0 * * *"}]}', job(`      - uses: ${uses}\n`))),
  );
  test('CodeQL only set up', () =>
    breaks(
      'ci/security-scan',
      withWorkflow('push', job('      - uses: github/codeql-action/init@v3\n')),
      /no workflow/,
    ));
  test('by hand only', () =>
    breaks(
      'ci/security-scan',
      withWorkflow('workflow_dispatch', run('cargo audit')),
      /only when it is started by hand/,
    ));
  test('masked', () => reviews('ci/security-scan', withWorkflow('push', run('cargo audit || true')), /nothing heeds/));
  test('elsewhere', () => opens('ci/security-scan', elsewhere, /not in this repository/));
});

describe('ci/license-compliance', () => {
  test('holds', () => holds('ci/license-compliance', ready, /licenses/));
  test('without the table', () =>
    breaks(
      'ci/license-compliance',
      changed('deny.toml', '[licenses]', '[other]'),
      /security\.yml:13 .* deny.toml has no \[licenses\] table/,
    ));
  test('the configuration that the command names, wherever it stands among the options', async () => {
    const deny = (options: string) =>
      withWorkflow('push', run(`cargo deny ${options}`), { 'ci/deny.toml': '[licenses]\nallow = ["MIT"]\n' });
    for (const options of ['--config ci/deny.toml check licenses', 'check --config=ci/deny.toml licenses'])
      await breaks('ci/license-compliance', deny(options).with('ci/deny.toml', '[bans]\n'), /ci\/deny\.toml has no/);
    await breaks('ci/license-compliance', deny('--all-features check licenses'), /there is no deny\.toml/);
  });
  test('without deny.toml', () => breaks('ci/license-compliance', ready.without('deny.toml'), /there is no deny.toml/));
  test('only advisories', () =>
    breaks(
      'ci/license-compliance',
      withWorkflow('push', run('cargo deny check advisories'), { 'deny.toml': '[licenses]\n' }),
      /no workflow/,
    ));
  test.each(['reuse lint', 'cargo about generate about.hbs', 'fossa analyze', 'pipx run reuse lint'])('%s', (script) =>
    holds('ci/license-compliance', withWorkflow('push', run(script))),
  );
  test('dependency review needs a list', async () => {
    const using = (inputs: string) =>
      withWorkflow('pull_request', job(`      - uses: actions/dependency-review-action@v4\n${inputs}`));
    await breaks('ci/license-compliance', using(''), /no workflow/);
    await holds('ci/license-compliance', using('        with: {allow-licenses: MIT}\n'));
    const more = (input: string) => using(`        with: {allow-licenses: MIT, ${input}}\n`);
    await breaks('ci/license-compliance', more('license-check: false'), /license-check is false/);
    await breaks('ci/license-compliance', more('warn-only: true'), /it only warns/);
  });
  test('elsewhere', () => opens('ci/license-compliance', elsewhere, /not in this repository/));
});

describe('a program of the module', () => {
  test.each([
    ['ci/security-scan', 'cargo xtask audit'],
    ['ci/license-compliance', 'cargo run --quiet -p tasks -- check deny --licenses-only'],
    ['ci/docs', 'cargo xtask docs'],
    ['ci/release', 'cargo xtask publish'],
    ['security/audit', 'cargo run -p tasks -- check deny'],
  ])('may do what it is asked for: %s by %s', async (id, script) => {
    await reviews(
      id,
      withWorkflow('push', run(script)),
      /starts a program of the module: whether that runs .* is not seen/,
    );
    for (const other of ['cargo xtask lint', 'cargo run --release -- serve', `${script} --help`, 'cargo build'])
      await breaks(id, withWorkflow('push', run(other)), /no workflow runs/);
  });
});

describe('ci/docs', () => {
  test('holds', () => holds('ci/docs', ready, /cargo doc/));
  test('without', () =>
    breaks('ci/docs', changed(CI, 'cargo doc --no-deps', 'cargo test --doc'), /no workflow runs `cargo doc`/));
  test.each(['cargo d', 'mdbook build docs', 'cargo +nightly rustdoc -- -D warnings', 'cargo hack doc'])(
    '%s',
    (script) => holds('ci/docs', withWorkflow('push', run(script))),
  );
  test('of several occasions the push is told', () =>
    holds('ci/docs', withWorkflow('[pull_request, schedule, push]', run('cargo doc')), /cargo doc runs on push/));
  test('a deployment of what is called documentation', () =>
    holds(
      'ci/docs',
      withWorkflow(
        'push',
        job('      - uses: peaceiris/actions-gh-pages@v4\n        with: { publish_dir: ./target/doc }\n'),
      ),
    ));
  test('a deployment of a site, which may be the program itself', () =>
    reviews(
      'ci/docs',
      withWorkflow('push', job('      - uses: actions/deploy-pages@v4\n')),
      /actions\/deploy-pages publishes a site: whether that is documentation is not seen/,
    ));
  test('no Rust', () => doesNotApply('ci/docs', template, /no Cargo.toml/));
  test('elsewhere', () => opens('ci/docs', elsewhere, /not in this repository/));
});

describe('ci/release', () => {
  test('holds', () => holds('ci/release', ready, /cargo publish runs on a tag/));
  test('a dry run', () =>
    breaks(
      'ci/release',
      changed(RELEASE, 'cargo publish', 'cargo publish --dry-run'),
      /no workflow runs anything that publishes/,
    ));
  test('by hand', () =>
    breaks('ci/release', withWorkflow('workflow_dispatch', run('cargo publish')), /only when it is started by hand/));
  test('on pull requests', () =>
    breaks('ci/release', withWorkflow('pull_request', run('cargo publish')), /only on pull requests/));
  test.each(['-p other', '--manifest-path tools/Cargo.toml'])('of another package: %s', (args) =>
    breaks(
      'ci/release',
      withWorkflow('release', run(`cargo publish ${args}`), {
        'tools/Cargo.toml': '[package]\nname = "tools"\nversion = "0.1.0"\n[workspace]\n',
      }),
      /no workflow/,
    ),
  );
  test('of what cargo refuses to publish', () =>
    breaks(
      'ci/release',
      withWorkflow('release', run('cargo publish'), { 'Cargo.toml': `${manifest}publish = false\n` }),
      /no workflow/,
    ));
  test('skipped on every tag', () =>
    breaks(
      'ci/release',
      withWorkflow("{push: {tags: ['v*']}}", run('cargo publish', "        if: github.ref == 'refs/heads/main'\n")),
      /no workflow/,
    ));
  test.each([
    ['cim-cli-', true],
    ['cim-gone-', false],
  ])('of the package that the tag names: %s', async (prefix, isMember) => {
    const workspace = withWorkflow(
      "{push: {tags: ['*']}}",
      run('cargo publish', `        if: startsWith(github.ref_name, '${prefix}')\n`),
      {
        'Cargo.toml': `${manifest}[workspace]\nmembers = ["cli"]\n`,
        'cli/Cargo.toml': '[package]\nname = "cim-cli"\nversion = "0.1.0"\n',
        'cli/src/main.rs': 'fn main() {}\n',
      },
    );
    await (isMember ? holds : breaks)('ci/release', workspace, isMember ? /runs on a tag/ : /no workflow/);
  });
  test.each([
    'cargo publish -p cim-x',
    'release-plz release',
    'cargo release --execute',
    'gh release create v1',
    'npx semantic-release',
  ])('%s', (script) => holds('ci/release', withWorkflow('release', run(script))));
  test.each(['cargo release', 'gh release view', 'release-plz update', 'cargo package'])('none: %s', (script) =>
    breaks('ci/release', withWorkflow('release', run(script)), /no workflow/),
  );
  test.each(['release-plz/action@v0.5', 'softprops/action-gh-release@v2', 'actions/create-release@v1'])(
    'action %s',
    (uses) =>
      holds('ci/release', withWorkflow("{push: {tags: ['v[0-9]+.[0-9]+.[0-9]+']}}", job(`      - uses: ${uses}\n`))),
  );
  test('only the pull request of release-plz', () =>
    breaks(
      'ci/release',
      withWorkflow('push', job('      - uses: release-plz/action@v0.5\n        with: {command: release-pr}\n')),
      /no workflow/,
    ));
  test('a new version is no doubt', () =>
    holds(
      'ci/release',
      withWorkflow('push', run('cargo publish', "        if: steps.v.outputs.new == 'true'\n")),
      /if `steps.v.outputs.new == 'true'`/,
    ));
  test('elsewhere', () => opens('ci/release', elsewhere, /not in this repository/));
});

describe('ci/registry-notification', () => {
  test('holds', () => holds('ci/registry-notification', ready, /repository dispatch to cim-example\/cim/));
  test('to another repository', () =>
    breaks(
      'ci/registry-notification',
      changed(RELEASE, 'cim-example/cim', 'cim-example/website'),
      /no workflow runs a repository dispatch/,
    ));
  test.each([
    'curl -X POST https://api.github.com/repos/thecowboyai/cim/dispatches -d "{}"',
    'curl --json "{}" "$GITHUB_API_URL/repos/thecowboyai/cim/dispatches"',
    'gh api --method POST /repos/thecowboyai/cim/dispatches',
    'gh api repos/thecowboyai/cim/dispatches -f event_type=x',
    'nats pub "cim.module.commit.$NAME" "{}"',
  ])('%s', (script) => holds('ci/registry-notification', withWorkflow('release', run(script))));
  test.each([
    'nats pub other.subject x',
    'nats pub --help cim.module.x',
    'curl https://api.github.com/repos/a/cim',
    'curl https://api.github.com/repos/a/cim/dispatches',
    'curl -X POST https://a.dev/repos/a/cim/dispatches -d "{}"',
    'curl -X POST https://a.dev -d "see https://api.github.com/repos/a/cim/dispatches"',
    'gh api repos/a/cim/dispatches',
    'echo -X POST https://api.github.com/repos/a/cim/dispatches',
    'echo cim.module.x',
  ])('none: %s', (script) => breaks('ci/registry-notification', withWorkflow('push', run(script)), /no workflow/));
  test('a dispatch of no event', () =>
    breaks(
      'ci/registry-notification',
      changed(RELEASE, '          event-type: module-released\n', ''),
      /no workflow runs a repository dispatch/,
    ));
  test('an action for NATS', () =>
    holds(
      'ci/registry-notification',
      withWorkflow(
        'push',
        job(
          '      - uses: org/nats-publish-action@v1\n        with: {subject: "cim.module.commit.${{ github.sha }}"}\n',
        ),
      ),
    ));
  test('on pull requests only', () =>
    breaks(
      'ci/registry-notification',
      withWorkflow('pull_request', run('nats pub cim.module.x y')),
      /only on pull requests/,
    ));
  test('elsewhere', () => opens('ci/registry-notification', elsewhere, /not in this repository/));
});

describe('testing/ci-passing', () => {
  test('GitHub alone knows', () => opens('testing/ci-passing', ready, /only GitHub knows/));
  test('no test command', () =>
    breaks('testing/ci-passing', withWorkflow('push', run('cargo build')), /no workflow runs a test command/));
  test('only masked ones', () =>
    breaks('testing/ci-passing', withWorkflow('push', run('cargo test || true')), /masked/));
  test('tests on pull requests are tests', () =>
    opens('testing/ci-passing', withWorkflow('pull_request', run('cargo test')), /only GitHub knows/));
  test('what may run tests is for a person to judge', () =>
    reviews('testing/ci-passing', withWorkflow('push', run('cargo xtask ci')), /may run the tests/));
});

describe('security/audit, by CI', () => {
  test('holds', () => holds('security/audit', ready, /cargo-deny-action/));
  test('without a lock file', () =>
    holds('security/audit', withWorkflow('push', run('cargo audit')), /cargo audit.*\n.*no Cargo.lock is tracked/));
  test('Snyk does not read a lock file of cargo', () =>
    breaks('security/audit', withWorkflow('push', run('snyk test')), /no workflow runs an audit/));
  test('no Rust', () => doesNotApply('security/audit', template, /no Cargo.toml/));
});

describe('security/sast', () => {
  test('holds', () => holds('security/sast', ready, /CodeQL/));
  test('nothing', () =>
    breaks('security/sast', withWorkflow('push', run('cargo clippy')), /no workflow runs a static analyser/));
  test('CodeQL of other languages only', async () => {
    const analysis = (init: string) =>
      withWorkflow(
        'push',
        job(`      - uses: github/codeql-action/init@v3\n${init}      - uses: github/codeql-action/analyze@v3\n`),
      );
    const of = (languages: string) => analysis(`        with: {languages: ${languages}}\n`);
    await breaks(
      'security/sast',
      of('"javascript, go"'),
      /no workflow runs a static analyser of Rust[\s\S]*looks at javascript, go here/,
    );
    await holds('security/sast', of('"go,rust"'), /CodeQL/);
    await holds('security/sast', of('"${{ vars.LANGUAGES }}"'), /CodeQL/);
    await holds('security/sast', analysis(''), /CodeQL/);
    await holds('ci/security-scan', of('javascript'), /CodeQL/);
  });
  test('only clippy', () =>
    reviews(
      'security/sast',
      withWorkflow('push', run('cargo clippy --all -- -D warnings')),
      /no static analyser but clippy/,
    ));
  test('cargo-geiger', () => holds('security/sast', withWorkflow('push', run('cargo geiger')), /cargo-geiger/));
  test('masked', () => reviews('security/sast', withWorkflow('push', run('semgrep ci || true')), /nothing heeds/));
  test('elsewhere', () => opens('security/sast', elsewhere, /not in this repository/));
  test('clippy here and who knows what elsewhere', () =>
    reviews(
      'security/sast',
      withWorkflow(
        'push',
        `${run('cargo clippy -- -D warnings')}  b:\n    uses: org/shared/.github/workflows/rust.yml@main\n`,
      ),
      /no static analyser but clippy[\s\S]*not in this repository/,
    ));
});
