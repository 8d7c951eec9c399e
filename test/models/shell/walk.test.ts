import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { invocationsOf } from '../../../src/models/shell/walk.ts';

const DEFAULT = { errexit: true, pipefail: false };
const BASH = { errexit: true, pipefail: true };
const PLAIN = { errexit: false, pipefail: false };

const all = (script: string, options = DEFAULT, variables: Record<string, string> = {}) =>
  invocationsOf(script, options, new Map(Object.entries(variables))).invocations;
const argvs = (script: string, variables: Record<string, string> = {}) =>
  all(script, DEFAULT, variables).map(({ argv }) => argv.join(' '));
const tests = (script: string, options = DEFAULT) => all(script, options).filter(({ argv }) => argv[0] === 'cargo');
const mask = (script: string, options = DEFAULT) => {
  const found = tests(script, options);
  expect(found, script).toHaveLength(1);
  return found[0]?.mask;
};

describe('splitting', () => {
  it.each([
    ['cargo test --all', ['cargo test --all']],
    ['cargo build && cargo test; echo "a; b"', ['cargo build', 'cargo test', 'echo a; b']],
    ["echo 'cargo test'", ['echo cargo test']],
    ['cargo\u00a0test', ['cargo\u00a0test']],
    ['cargo test \u00a0\u2028\ufeff\v', ['cargo test \u00a0\u2028\ufeff\v']],
    ['# cargo test\necho x # cargo test', ['echo x']],
    ['cargo test \\\n  --workspace \\\n  --locked', ['cargo test --workspace --locked']],
    ['RUSTFLAGS="-D warnings" cargo test', ['cargo test']],
    ['cargo test > out.txt 2>&1', ['cargo test']],
    ['cat <<EOF > x\ncargo test\nEOF\necho y', ['cat', 'echo y']],
    ['(cd sub && cargo test)', ['cargo test']],
    ['if true; then\n cargo test\nfi', ['true', 'cargo test']],
    ['for f in a b; do cargo test -p $f; done', ['cargo test -p $f']],
    ['for f in a; do cargo test -p $f; done', ['cargo test -p a']],
    ['x=$(cargo test)', ['cargo test']],
    ['cargo test > >(tee log)', ['tee log', 'cargo test'].slice(1)],
    ['f() { cargo test "$@"; }\nf --lib', ['cargo test --lib']],
    ['exit 0\ncargo test', []],
    ['FLAGS="--all --locked"\ncargo test $FLAGS', ['cargo test --all --locked']],
    ['cargo test $NOTHING ${X:-y}', ['cargo test $NOTHING y']],
    ['case "$X" in a) cargo test;; esac', ['cargo test']],
    ['while read -r l; do cargo test; done < list', ['cargo test']],
  ])('%j', (script, expected) => {
    expect(argvs(script)).toEqual(expected);
  });

  it('fills in known variables, and drops empty ones', () => {
    expect(argvs('$CARGO test $EMPTY --x', { CARGO: 'cross', EMPTY: '' })).toEqual(['cross test --x']);
  });

  it('counts lines from zero, here-documents and continuations included', () => {
    expect(all('cat <<EOF\na\nEOF\n\ncargo \\\n test\nls').map(({ line }) => line)).toEqual([0, 4, 6]);
  });

  it('knows the folder that a script went to', () => {
    expect(all('cd a\ncd b\ncargo test').at(-1)?.folder).toBe('a/b');
    expect(all('cd "$X"\ncargo test').at(-1)?.folder).toBeUndefined();
    expect(all('(cd a && x)\ncargo test').at(-1)?.folder).toBe('');
  });
});

describe('what masks a failure', () => {
  it.each([
    ['cargo test || true', /\|\| true/],
    ['cargo test || echo failed', /\|\| echo failed/],
    ['cargo test | tee log', /tee/],
    ['cargo test &', /background/],
    ['set +e\ncargo test\necho done', /goes on/],
    ['! cargo test', /!/],
    ["trap 'exit 0' EXIT\ncargo test", /trap 'exit 0'/],
    ["trap 'echo bye; exit 0' INT ERR\ncargo test", /takes its failure away/],
    ['bye() { rm -rf x; exit 0; }\ntrap bye 0\ncargo test', /trap 'bye'/],
    ['trap -- \'{ exit "0"; }\' SIGEXIT\n(cargo test)', /trap/],
    ['if cargo test; then echo ok; fi', /steers/],
    ['echo "$(cargo test)"', /put into/],
    ['cargo test && echo ok\necho done', /&&/],
    ['(cargo test; true) || exit 1', /.+/],
    ['{ cargo test; } || true', /true/],
    ['cargo test || STATUS=1', /STATUS/],
    ['cargo test || exit 0', /exit 0/],
    ['f() { cargo test; echo; }\nf || true', /true/],
    ['set +e\ncargo test\nexit 0', /goes on/],
    ['while cargo test; do :; done', /steers/],
    ['set +e\ncargo test\nif [ $? -ne 0 ]; then echo bad; fi', /goes on/],
  ])('%j is masked', (script, reason) => {
    expect(mask(script)).toMatch(reason);
  });

  it.each([
    'cargo test',
    'cargo test\necho done',
    'set -o pipefail\ncargo test | tee log',
    'cargo test || exit 1',
    'cargo test || { echo failed; exit 1; }',
    'die() { echo "$1"; exit 1; }\ncargo test || die no',
    'if ! cargo test; then\n echo failed\n exit 1\nfi',
    'if cargo test; then echo ok; else exit 1; fi',
    'cargo test && echo ok',
    'echo a && cargo test\necho b',
    'OUT=$(cargo test)',
    'set +e\ncargo test\nSTATUS=$?\necho\nexit $STATUS',
    'cargo test || FAILED=1\necho\nif [ -n "$FAILED" ]; then exit 1; fi',
    'cargo test || FAILED=1\nexit $FAILED',
    'set +e\ncargo test\nif [ $? -ne 0 ]; then exit 1; fi',
    'set +e\ncargo test',
    '(cd x && cargo test)\necho',
    'for x in a b; do cargo test; done',
    "trap 'rm -rf x' EXIT\ncargo test",
    "trap 'exit 0' INT\ncargo test",
    "trap 'exit 0' EXIT\ntrap - EXIT\ncargo test",
    "trap 'exit $?' EXIT\ncargo test",
    "trap 'exit 1; exit 0' ERR\ncargo test",
    "trap '(exit 0); test -f x && exit 0' EXIT\ncargo test",
    "cargo test\ntrap 'exit 0' EXIT",
  ])('%j is not', (script) => {
    expect(mask(script)).toBeUndefined();
  });

  it('depends on the options that the script starts with', () => {
    expect(mask('cargo test | tee log', BASH)).toBeUndefined();
    expect(mask('cargo test\necho done', PLAIN)).toMatch(/goes on/);
    expect(mask('cargo test', PLAIN)).toBeUndefined();
    expect(mask('set -e\ncargo test\necho', PLAIN)).toBeUndefined();
    expect(mask('(cargo test; echo)\necho', PLAIN)).toMatch(/goes on/);
    expect(mask('echo | cargo test', DEFAULT)).toBeUndefined();
  });
});

describe('conditions', () => {
  it('decides what is known and keeps what is not', () => {
    const script = 'if [ "$OS" = "linux" ]; then cargo test --a; else cargo test --b; fi';
    expect(tests(`OS=linux\n${script}`).map(({ argv, asked }) => [argv.at(-1), asked.length])).toEqual([['--a', 0]]);
    expect(tests(`OS=mac\n${script}`).map(({ argv, asked }) => [argv.at(-1), asked.length])).toEqual([['--b', 0]]);
    const open = tests(script).map(({ asked }) => asked[0]);
    expect(open.map((asked) => asked?.holds)).toEqual([true, false]);
    expect(open[0]?.text).toBe(open[1]?.text);
  });

  it('asks nothing of a command that is there only because another went well', () => {
    expect(tests('mkdir x && cargo test')[0]?.asked).toEqual([]);
    expect(tests('[ -f x ] && cargo test')[0]?.asked).toEqual([{ text: '[ -f x ]', holds: true }]);
    expect(tests('[ a = b ] && cargo test')).toEqual([]);
    expect(tests('[[ a == b ]] || cargo test')[0]?.asked).toEqual([]);
    expect(tests('false && cargo test')).toEqual([]);
  });

  it('ends where every way ends', () => {
    expect(tests('if [ -f x ]; then exit 0; else exit 0; fi\ncargo test')).toEqual([]);
    expect(tests('if [ -f x ]; then exit 0; fi\ncargo test')[0]?.asked).toEqual([{ text: '[ -f x ]', holds: false }]);
    expect(tests('if [ ! -f x ]; then exit 1; fi\ncargo test')[0]?.asked).toEqual([]);
  });
});

it('never throws or hangs, whatever the script', () => {
  const piece = fc.constantFrom(
    'cargo test',
    ' ',
    '\n',
    ';',
    '&&',
    '||',
    '|',
    '&',
    '(',
    ')',
    '{ ',
    ' }',
    '$(',
    '`',
    '"',
    "'",
    '\\',
    '#',
    '<<EOF\n',
    'EOF\n',
    'if ',
    'then ',
    'else ',
    'fi',
    'for x in a; do ',
    'done',
    'case x in ',
    'esac',
    ';;',
    '$x',
    '${',
    '! ',
    'set -e',
    'f() ',
    '>',
    '2>&1',
    'while ',
    '$((',
    '<(',
  );
  fc.assert(
    fc.property(
      fc.array(fc.oneof({ weight: 5, arbitrary: piece }, { weight: 1, arbitrary: fc.string() }), { maxLength: 60 }),
      (pieces) => {
        const { invocations } = invocationsOf(pieces.join(''), DEFAULT);
        for (const { line } of invocations) expect(line).toBeGreaterThanOrEqual(0);
      },
    ),
    { numRuns: 500 },
  );
});

it.each(['(', '{ ', '$(', 'if true; then ', '"$('])('bears deep nesting of %j', (piece) => {
  expect(() => invocationsOf(piece.repeat(3_000), DEFAULT)).not.toThrow();
});

it('a script that may end early in very many places asks for each once, and beyond a bound for something unknown', () => {
  const asked = (lines: readonly string[]) =>
    all(`${lines.join('\n')}\ncargo test`)
      .at(-1)
      ?.asked.map(({ text }) => text);
  const same = Array.from({ length: 300 }, () => 'if [ -z "$A" ]; then exit 0; fi');
  expect(asked(same)).toHaveLength(1);
  const many = Array.from({ length: 300 }, (_, at) => `if [ -z "$A${at}" ]; then exit 0; fi`);
  expect(asked(many)).toHaveLength(41);
  expect(asked(many)?.at(-1)).toBe('a condition of the script');
});
