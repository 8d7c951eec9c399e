import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCoverage, ownCoverage, parseCoverage, percentOf } from '../../../src/models/line-coverage/report.ts';

function counts(text: string): Record<string, [number, number]> | string {
  const parsed = parseCoverage(text);
  if (parsed === undefined) return 'unknown';
  if (!isCoverage(parsed)) return parsed.message;
  return Object.fromEntries([...parsed.files].map(([file, { covered, total }]) => [file, [covered, total]]));
}

describe('lcov', () => {
  it('counts lines once, though a file and a line may stand there several times', () => {
    expect(
      counts('TN:\nSF:a.rs\nDA:1,0\nDA:1,2\nDA:2,0\nend_of_record\nSF:a.rs\nDA:2,1\nDA:3,0\nend_of_record\n'),
    ).toEqual({ 'a.rs': [2, 3] });
  });
  it('takes the sums of a file without lines', () => {
    expect(counts('SF:a.rs\nLF:10\nLH:4\nend_of_record\n')).toEqual({ 'a.rs': [4, 10] });
  });
  it('reads checksums and windows line ends', () => {
    expect(counts('SF:a.rs\r\nDA:1,5,abc==\r\nend_of_record\r\n')).toEqual({ 'a.rs': [1, 1] });
  });
  it.each(['SF:a.rs\nDA:one,2\nend_of_record', 'SF:a.rs\nDA:1,1\n'])('is broken: %j', (text) => {
    expect(typeof counts(text)).toBe('string');
  });
});

describe('Cobertura', () => {
  const wrapped = (inside: string) =>
    `<?xml version="1.0"?>\n<!DOCTYPE coverage SYSTEM "x">\n<coverage line-rate="1">${inside}</coverage>`;
  it('counts the lines of classes, those of methods not twice', () => {
    const method = '<methods><method><lines><line number="1" hits="3"/></lines></method></methods>';
    const lines = '<lines><line number="1" hits="3"/><line number="2" hits="0"></line></lines>';
    expect(counts(wrapped(`<class filename='src/a.rs'>${method}${lines}</class>`))).toEqual({ 'src/a.rs': [1, 2] });
  });
  it('passes over comments, CDATA and signs inside values', () => {
    const noise = '<!-- <class> --><source><![CDATA[</x>]]></source><p a="1 > 0"/>';
    expect(counts(wrapped(`${noise}<class filename="a&amp;b.rs"><line hits="1" number="7"/></class>`))).toEqual({
      'a&b.rs': [1, 1],
    });
  });
  it.each([
    '<class filename="a.rs"><line number="1"/></class>',
    '<class>',
    '</class>',
    '<class filename="a.rs">',
    '<!-- ',
  ])('is broken: %s', (inside) => {
    expect(typeof counts(wrapped(inside))).toBe('string');
  });
  it('says on which line', () => {
    const lineOf = (inside: string) => parseCoverage(wrapped(inside));
    expect(lineOf('\n</class>')).toMatchObject({ message: '</class> closes nothing', line: 4 });
    expect(lineOf('<class>')).toMatchObject({ message: 'a class without filename', line: 3 });
  });
});

describe('JSON', () => {
  it.each([
    ['path', {}],
    ['covered', { covered: '3' }],
    ['coverable', { coverable: null }],
  ])('of tarpaulin, with one file that lacks its %s, is broken', (key, other) => {
    const file = { path: ['/', 'src', 'a.rs'], traces: [], covered: 3, coverable: 4 };
    const lacking = key === 'path' ? { ...file, path: undefined } : { ...file, ...other };
    expect(counts(JSON.stringify({ files: [file, lacking] }))).toMatch(/^a file without path/);
  });
  it('takes a file without traces in a report of tarpaulin like any other', () => {
    const file = { path: ['a.rs'], covered: 3, coverable: 4 };
    expect(counts(JSON.stringify({ files: [file, { ...file, path: ['b.rs'], traces: [] }] }))).toEqual({
      'a.rs': [3, 4],
      'b.rs': [3, 4],
    });
    expect(counts(JSON.stringify({ type: 'another', data: [{ files: [] }] }))).toBe('unknown');
  });
  it('reads tarpaulin', () => {
    const file = { path: ['/', 'home', 'x', 'src', 'a.rs'], content: '', traces: [], covered: 3, coverable: 4 };
    expect(counts(JSON.stringify({ files: [file] }))).toEqual({ '/home/x/src/a.rs': [3, 4] });
  });
  it('reads llvm-cov', () => {
    const data = [{ files: [{ filename: '/x/src/a.rs', summary: { lines: { count: 10, covered: 9, percent: 90 } } }] }];
    expect(counts(JSON.stringify({ type: 'llvm.coverage.json.export', version: '2.0.1', data }))).toEqual({
      '/x/src/a.rs': [9, 10],
    });
  });
  it('does not believe totals alone', () => {
    const text = JSON.stringify({
      type: 'llvm.coverage.json.export',
      data: [{ files: [], totals: { lines: { count: 1, covered: 1 } } }],
    });
    expect(counts(text)).toMatch(/only totals/);
  });
  it('knows what is none', () => {
    expect(counts('{"coverage": 100}')).toBe('unknown');
    expect(counts('{')).toBe('no valid JSON');
    expect(counts('hello')).toBe('unknown');
  });
});

describe('the own code', () => {
  const own = (files: Record<string, [number, number]>, existing: string[], base = '') =>
    ownCoverage(
      {
        format: 'lcov',
        files: new Map(Object.entries(files).map(([path, [covered, total]]) => [path, { covered, total }])),
      },
      (path) => existing.includes(path),
      base,
    );
  it('finds files by the end of an absolute path', () => {
    expect(
      own({ '/git/x/cim-y/src/a.rs': [1, 2], 'C:\\x\\src\\b.rs': [1, 1] }, ['src/a.rs', 'src/b.rs']),
    ).toMatchObject({
      covered: 2,
      total: 3,
      files: ['src/a.rs', 'src/b.rs'],
      gone: [],
    });
  });
  it('tries no ends that are longer than any path', () => {
    const asked: string[] = [];
    const [deep, long] = [`${'a/'.repeat(100_000)}src/a.rs`, `/x/${'a'.repeat(5000)}.rs`];
    const files = new Map([deep, long].map((path) => [path, { covered: 1, total: 1 }]));
    const { files: found, gone } = ownCoverage({ format: 'lcov', files }, (path) => {
      asked.push(path);
      return path === 'src/a.rs';
    });
    expect([found, gone]).toEqual([['src/a.rs'], [long]]);
    expect(Math.max(...asked.map(({ length }) => length))).toBeLessThanOrEqual(4096);
  });
  it('names what is gone, and leaves out tests and the code of others', () => {
    const files = {
      'src/gone.rs': [1, 1],
      'src/a_tests.rs': [9, 9],
      'src/tests.rs': [9, 9],
      '/h/.cargo/registry/x/src/lib.rs': [9, 9],
      'app.js': [9, 9],
    } as const;
    expect(own(files as never, ['src/a_tests.rs', 'src/tests.rs'])).toMatchObject({ total: 1, gone: ['src/gone.rs'] });
  });
  it('takes paths from the folder of the member', () => {
    expect(own({ 'src/lib.rs': [1, 1] }, ['src/lib.rs', 'crates/a/src/lib.rs'], 'crates/a').files).toEqual([
      'crates/a/src/lib.rs',
    ]);
  });
  it('never rounds up', () => {
    expect(percentOf({ covered: 7999, total: 10_000 })).toBe(79.9);
    expect(percentOf({ covered: 0, total: 0 })).toBe(0);
  });
});

it('never throws, and never counts more covered lines than lines', () => {
  const piece = fc.constantFrom(
    'SF:a.rs\n',
    'DA:1,1\n',
    'DA:',
    'LF:3\n',
    'LH:9\n',
    'end_of_record\n',
    '<coverage>',
    '<class filename="x.rs">',
    '<line number="1" hits="1"/>',
    '</class>',
    '{"files":[',
    ']}',
    '<!--',
    '"',
    '>',
    '<',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 20 }), (pieces) => {
      const parsed = parseCoverage(pieces.join(''));
      if (parsed !== undefined && isCoverage(parsed)) {
        for (const { covered, total } of parsed.files.values()) expect(covered).toBeLessThanOrEqual(total);
      }
    }),
  );
});
