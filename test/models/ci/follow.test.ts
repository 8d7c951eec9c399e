import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildsBenches, cargoCommand, testsRun } from '../../../src/models/ci/cargo-command.ts';
import { within } from '../../../src/models/ci/folder.ts';
import { Follower } from '../../../src/models/ci/follow.ts';
import { parseJustfile } from '../../../src/models/ci/justfile.ts';
import { expand, parseMakefile, ruleFor } from '../../../src/models/ci/makefile.ts';
import { shellOptions } from '../../../src/models/ci/wrapper.ts';

const place = { path: 'x.yml', line: 1, column: 1 };
const site = {
  place,
  chain: [],
  mask: undefined,
  asked: [],
  folder: '',
  variables: new Map<string, string>(),
  depth: 0,
};
const follow = (script: string, files: Record<string, string> = {}) =>
  new Follower((path) => files[path], 'Linux')
    .script(script, { errexit: true, pipefail: false }, () => place, site)
    .map(
      ({ argv, place: at, mask }) =>
        `${argv.join(' ')}${at.path === 'x.yml' ? '' : ` @${at.path}:${at.line}`}${mask === undefined ? '' : ' masked'}`,
    );

describe('programs that start others', () => {
  it.each([
    ['sudo -u me env A=1 cargo test', 'cargo test'],
    ['timeout -k 5 600 cargo test', 'cargo test'],
    ['xvfb-run --auto-servernum -s "-screen 0" cargo test', 'cargo test'],
    ['rustup run nightly cargo test', 'cargo test'],
    ['bash -euo pipefail -c "cargo test | tee x"', 'cargo test'],
    ['sh -c "cargo test; true"', 'cargo test masked'],
    ['nix develop .#ci --command cargo test', 'cargo test'],
    ['nix develop -c bash -c "cargo test"', 'cargo test'],
    ['nix-shell --run "cargo test"', 'cargo test'],
    ['nix run nixpkgs#cargo-nextest -- run', 'cargo-nextest run'],
    ['mise exec rust@1 -- cargo test', 'cargo test'],
    ['bash <<EOF\ncargo test\nEOF', 'cargo test'],
    ['time cargo test', 'cargo test'],
  ])('%s', (script, expected) => {
    expect(follow(script)).toContain(expected);
  });
  it('goes through scripts that start scripts, and not round and round', () => {
    const files = { 'a.sh': './b.sh\n', 'b.sh': 'set -e\nmake -f c.mk\n./a.sh\n', 'c.mk': 'all:\n\tcargo test\n' };
    expect(follow('./a.sh', files)).toEqual(['cargo test @c.mk:2', './b.sh @a.sh:1']);
  });
  it.each(['echo cargo test', 'ssh host cargo test', 'nix develop', 'sudo', 'bash -c', 'timeout 5'])(
    'but not: %s',
    (script) => {
      expect(follow(script).some((line) => line.startsWith('cargo'))).toBe(false);
    },
  );
});

describe('make', () => {
  it('bears very many rules, continuations and patterns, up to a bound', () => {
    expect(parseMakefile('a: b\n\tx\n'.repeat(50_000)).rules.get('a')?.recipe.length).toBe(50_000);
    expect(parseMakefile(`A = ${'b \\\n'.repeat(100_000)}\ntest:\n`).rules.size).toBe(1);
    expect(() => parseMakefile(`${'a '.repeat(900)}: ${'b '.repeat(900)}`)).toThrow(/too many rules/);
    const makefile = parseMakefile(`${Array.from({ length: 20_000 }, (_, at) => `t${at}:`).join('\n')}\np-%:\n`);
    for (let at = 0; at < 20_000; at++) ruleFor(makefile, `x${at}`);
    expect(ruleFor(makefile, 'p-q')?.stem).toBe('q');
  });

  it('fills in variables that name each other many times, up to a bound', () => {
    const doubled = '$(B)'.repeat(300);
    const { variables } = parseMakefile(`A = ${doubled}\nB = ${doubled.replaceAll('B', 'C')}\nC = $(A)\n`);
    expect(expand('$(A)', variables).length).toBeLessThan(300_000);
    expect(expand('$(X) $@ $$', new Map([['X', 'y']]), 'z')).toBe('y z $');
  });

  it('runs prerequisites first, fills in variables, joins lines and knows prefixes', () => {
    const Makefile =
      'CARGO ?= cargo\nFLAGS := --all\n.PHONY: all\nall: build test ## help\nbuild: ; @$(CARGO) build\ntest:\n\t@echo x # y\n\t-$(CARGO) test \\\n\t  ${FLAGS}\n\tcd a && $(MAKE) b\n';
    expect(follow('make', { Makefile })).toEqual([
      'cargo build @Makefile:5',
      'echo x @Makefile:7',
      'cargo test --all @Makefile:8 masked',
      'make b @Makefile:10',
    ]);
  });
  it('takes folders, files, variables and several targets', () => {
    const files = { 'a/Makefile': 't:\n\tcargo $(X) test\n', 'b.mk': 'include c.mk\n', 'c.mk': 'u:\n\tcargo bench\n' };
    expect(follow('make -C a X=-v t', files)).toEqual(['cargo -v test @a/Makefile:2']);
    expect(follow('make -f b.mk u u', files)).toEqual(['cargo bench @c.mk:2', 'cargo bench @c.mk:2']);
    expect(follow('make nothing', files)).toEqual(['make nothing']);
  });
  it('runs each line in a shell of its own, which goes on after a failure', () => {
    const Makefile = 'SHELL := /bin/bash\nt:\n\tcargo test; echo done\n\tcargo test | tee x\n';
    expect(follow('make t', { Makefile })[0]).toBe('cargo test @Makefile:3 masked');
    const strict = Makefile.replace('t:', '.SHELLFLAGS := -euo pipefail -c\nt:');
    expect(follow('make t', { Makefile: strict }).some((line) => line.endsWith('masked'))).toBe(false);
  });
  it('finds the rule of a pattern', () => {
    const makefile = parseMakefile('test-%: prep\n\tcargo test -p $*\n');
    expect(ruleFor(makefile, 'test-core')).toMatchObject({ stem: 'core' });
    expect(ruleFor(makefile, 'test-')).toBeUndefined();
    expect(follow('make test-core', { Makefile: 'test-%:\n\tcargo test -p $*\n' })).toEqual([
      'cargo test -p core @Makefile:2',
    ]);
  });
  it('leaves what a function makes', () => {
    expect(
      expand(
        '$(shell ls) $$HOME ${A} $(NONE)x',
        new Map([
          ['A', '$(B)'],
          ['B', 'b'],
        ]),
      ),
    ).toBe('\u27eamake\u27eb $HOME b x');
  });
});

describe('just', () => {
  it('runs dependencies, arguments, aliases and recipes of the system', () => {
    const justfile =
      'alias t := test\nset shell := ["bash", "-euc"]\n\n# all\nci: fmt (test "--all") && done\nfmt:\n    cargo fmt\ntest *args="--lib":\n    cargo test {{args}}\ndone:\n    @echo done\n[windows]\nos:\n    cargo test win\n[linux]\nos:\n    cargo test linux\n';
    expect(follow('just ci', { justfile })).toEqual([
      'cargo fmt @justfile:7',
      'cargo test --all @justfile:9',
      'echo done @justfile:11',
    ]);
    expect(follow('just t', { justfile })).toEqual(['cargo test --lib @justfile:9']);
    expect(follow('just fmt os', { justfile })).toEqual(['cargo fmt @justfile:7', 'cargo test linux @justfile:17']);
  });
  it('runs a recipe that is a script as one', () => {
    const justfile = 't:\n    #!/usr/bin/env bash\n    set -e\n    cargo test\n    echo done\n';
    expect(follow('just', { justfile })).toEqual(['cargo test @justfile:4', 'echo done @justfile:5']);
    expect(follow('just', { justfile: justfile.replace('    set -e\n', '') })[0]).toMatch(/masked/);
  });
});

describe('cargo', () => {
  const tests = (line: string) => {
    const command = cargoCommand(line.split(' '));
    return command === undefined ? undefined : testsRun(command);
  };
  it.each([
    ['cargo test', []],
    ['cargo +nightly -q --locked t --all-features', []],
    ['cargo --config a=b test --features x', []],
    ['cargo test -p a --lib', ['--lib', '-p']],
    ['cargo test some_name', ['the filter `some_name`']],
    ['cargo nextest run --profile ci', []],
    ['cargo-nextest nextest run', []],
    ['cargo hack --feature-powerset test', []],
    ['cargo hack nextest run', []],
    ['cargo llvm-cov --lcov --output-path x', []],
    ['cross test --target x', []],
    ['cargo miri test', []],
    ['cargo nextest list', undefined],
    ['cargo llvm-cov report', undefined],
    ['cargo llvm-cov show-env', undefined],
    ['cargo test --no-run', undefined],
    ['cargo build --tests', undefined],
    ['cargo miri setup', undefined],
    ['cargo tarpaulin', undefined],
    ['cargo install cargo-nextest', undefined],
    ['rustc --test', undefined],
  ])('%s', (line, expected) => {
    expect(tests(line)).toEqual(expected);
  });
  it.each([
    ['cargo bench', true],
    ['cargo build --benches', true],
    ['cargo test --all-targets', true],
    ['cargo clippy --all-targets', false],
    ['cargo check --benches', false],
  ])('benches: %s', (line, expected) => {
    const command = cargoCommand(line.split(' '));
    expect(command !== undefined && buildsBenches(command)).toBe(expected);
  });
});

describe('the shell of a step', () => {
  it.each([
    [undefined, false, 'posix -e'],
    [undefined, true, 'windows'],
    ['bash', true, 'posix -e pipefail'],
    ['sh', false, 'posix -e'],
    ['bash {0}', false, 'posix'],
    ['bash -leo pipefail {0}', false, 'posix -e pipefail'],
    ['nix develop -c bash -e {0}', false, 'posix -e'],
    ['pwsh', false, 'windows'],
    ['python', false, undefined],
  ])('%s', (shell, windows, expected) => {
    const options = shellOptions(shell, windows);
    const text =
      options &&
      [options.kind, ...(options.errexit ? ['-e'] : []), ...(options.pipefail ? ['pipefail'] : [])].join(' ');
    expect(text).toBe(expected);
  });
});

it('joins folders and never leads out', () => {
  expect(within('a/b', '../c')).toBe('a/c');
  expect(within('a', '../../b')).toBeUndefined();
  expect(within('', '/etc')).toBeUndefined();
  expect(within('a', '$X')).toBeUndefined();
});

it('never throws, whatever a Makefile or a justfile holds', () => {
  const piece = fc.constantFrom(
    'a',
    ':',
    '=',
    '\n',
    '\t',
    '\\\n',
    '$(',
    ')',
    '{{',
    '}}',
    '#',
    '@',
    '-',
    '%',
    'a: b',
    ' ',
    '[linux]\n',
    'include ',
    ';',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 40 }), (pieces) => {
      const text = pieces.join('');
      parseMakefile(text);
      parseJustfile(text);
      follow('make a; just a; ./s.sh', { Makefile: text, justfile: text, 's.sh': text });
    }),
  );
});

it('a justfile of very many lines and continuations', () => {
  const { recipes } = parseJustfile(
    `test:\n${'    a \\\n'.repeat(50_000)}\n\nmore:\n${'    cargo test\n'.repeat(50_000)}`,
  );
  expect(recipes.map(({ name, lines }) => `${name} ${lines.length}`)).toEqual(['test 1', 'more 50000']);
});
