import { describe, test } from 'vitest';
import { breaks, doesNotApply, holds, moduleOf, opens, ready, readyHistory, reviews } from '../harness.ts';

const REPORT = 'lcov.info';
const lcov = (files: Record<string, string>) =>
  Object.entries(files)
    .map(([file, hits]) => `SF:${file}\n${[...hits].map((hit, n) => `DA:${n + 1},${hit}\n`).join('')}end_of_record\n`)
    .join('');
const all = (hits: string) => lcov({ 'src/parcel.rs': hits, 'src/error.rs': '1', 'src/events.rs': '1' });
const reported = (text: string) => ready.with(REPORT, text);
const later = readyHistory.commit('fix: more', { 'src/lib.rs': 'changed' });

describe('testing/coverage', () => {
  test('holds', () => holds('testing/coverage', ready, /lcov\.info: 9\d(\.\d)? % of the lines are covered/));
  test('below', () => breaks('testing/coverage', reported(all('1100')), /lcov\.info: 66\.6 % .* 80 % are asked for/));
  test('just below is cut, not rounded', () =>
    breaks('testing/coverage', reported(all('1'.repeat(797) + '0'.repeat(200))), /79\.9 %/));
  test('exactly', () => holds('testing/coverage', reported(all('110')), /80 %/));
  test('more is asked for', () => breaks('testing/coverage', ready.under({ coverage: 99 }), /99 % are asked for/));
  test('less cannot be asked for', () =>
    breaks('testing/coverage', reported(all('1100')).under({ coverage: 50 }), /80 % are asked for/));
  test('none', () => opens('testing/coverage', ready.without(REPORT), /no coverage report/));
  test('an old one cannot pass', () =>
    opens('testing/coverage', ready.withGit(later.git), /of another state[\s\S]*older than the last change/, {
      also: ['git/', 'docs/', 'api/stability', 'maintenance/'],
    }));
  test('an old one can fail', () =>
    breaks('testing/coverage', reported(all('10')).withGit(later.git), /older than the last change/, {
      also: ['git/', 'docs/', 'api/stability', 'maintenance/'],
    }));
  test('one that names what is gone cannot pass', () =>
    opens(
      'testing/coverage',
      reported(`${all('1')}${lcov({ 'src/gone.rs': '1' })}`),
      /names src\/gone\.rs, which does not exist/,
    ));
  test('one that names lines behind the end of a file cannot pass', () =>
    opens('testing/coverage', reported(all('1'.repeat(500))), /names line 500 of src\/parcel\.rs, which has \d+/));
  test('without git nobody knows its age', () =>
    opens('testing/coverage', moduleOf(ready.content), /nobody can tell whether it is older/));
  test('tests do not count as covered code', () =>
    breaks('testing/coverage', reported(all('1000') + lcov({ 'tests/life.rs': '1'.repeat(90) })), /% of the lines/));
  test('code of others does not count', () =>
    breaks(
      'testing/coverage',
      reported(all('1000') + lcov({ '/home/a/.cargo/registry/src/x/lib.rs': '1'.repeat(90) })),
      /% of the/,
    ));
  test('one that leaves most of the code out', () =>
    reviews('testing/coverage', reported(lcov({ 'src/error.rs': '11' })), /names only \d of \d source files/));
  test('of two current ones the worse counts', () =>
    breaks(
      'testing/coverage',
      ready
        .with(
          'cobertura.xml',
          '<coverage><class filename="src/parcel.rs"><line number="1" hits="0"/></class></coverage>',
        )
        .withGit(readyHistory.commit('chore: measure', { 'cobertura.xml': 'x' }).git),
      /cobertura\.xml: 0 %/,
      { also: ['git/', 'docs/', 'api/stability', 'maintenance/'] },
    ));
  test('one that does not parse', () =>
    breaks(
      'testing/coverage',
      reported('SF:src/lib.rs\nDA:x\nend_of_record\n'),
      /lcov\.info:2 no coverage report that can be read/,
    ));
  test('a file of another kind is no report', () =>
    opens('testing/coverage', ready.without(REPORT).with('coverage.json', '{"a": 1}'), /no coverage report/));
  test('no Rust', () => doesNotApply('testing/coverage', moduleOf({ 'README.md': '# x' }), /no Cargo.toml/));
});
