/** The code beside findings: the right lines, bounded, and never a credential. */
import { describe, expect, test } from 'vitest';
import { excerptsOf } from '../src/excerpts.ts';
import { countItems, type Report, type ReportEvidence } from '../src/report.ts';
import { memoryFiles } from '../src/sources/files.ts';
import { sample } from './sample-report.ts';

const reportOn = (...evidence: Omit<ReportEvidence, 'message'>[]): Report => {
  const items = [
    { id: 'docs/x', text: 'x', verdict: 'fail' as const, evidence: evidence.map((one) => ({ message: 'm', ...one })) },
  ];
  return { ...sample, items, summary: countItems(items) };
};
const numbered = (count: number) => Array.from({ length: count }, (_, n) => `line ${n + 1}`).join('\n');
const excerpts = (files: Record<string, string | Uint8Array>, ...evidence: Omit<ReportEvidence, 'message'>[]) =>
  excerptsOf(reportOn(...evidence), { files: memoryFiles(files) });

// Put together here, so that this file holds none.
const key = `AKIA${'Q7ZK4M2XW5NB3VTL'}`;
const pem = ['-----BEGIN RSA ', 'PRIVATE KEY-----'].join('');

describe('excerptsOf', () => {
  test('the lines around, at both ends of a file, and over several lines', () => {
    const found = excerpts(
      { a: numbered(20) },
      { path: 'a', line: 1, column: 1 },
      { path: 'a', line: 10, endLine: 11 },
      { path: 'a', line: 20 },
    );
    expect(found.get('a:1')).toEqual({ first: 1, lines: ['line 1', 'line 2', 'line 3'] });
    expect(found.get('a:10')).toMatchObject({ first: 8, lines: { length: 6 } });
    expect(found.get('a:20')).toEqual({ first: 18, lines: ['line 18', 'line 19', 'line 20'] });
  });

  test('nothing for a line or a file that is not there, a binary, evidence without a place', () => {
    const found = excerpts(
      { a: 'x', bin: new Uint8Array([0, 1]) },
      { path: 'a', line: 9 },
      { path: 'gone', line: 1 },
      { path: 'bin', line: 1, column: 1 },
      { path: 'a' },
      { path: 'a', line: 1 }, // the file as a whole
      {},
    );
    expect(found.size).toBe(0);
  });

  test('a long line is cut', () => {
    expect(
      excerpts({ a: 'x'.repeat(9000) }, { path: 'a', line: 1, column: 1 }).get('a:1')?.lines[0]?.length,
    ).toBeLessThan(300);
  });

  test('a line with a credential is not shown, whichever item points near it', () => {
    const text = `let a = 1;\nlet key = "${key}";\nlet b = 2;\n`;
    const shown = excerpts({ 'src/a.rs': text }, { path: 'src/a.rs', line: 1, column: 1 }).get('src/a.rs:1')?.lines;
    expect(shown?.join('\n')).not.toContain(key);
    expect(shown).toContain('let b = 2;');
  });

  test('a private key is hidden to its end', () => {
    const body = Array.from({ length: 8 }, (_, n) => `MIIEpAIBAAKCAQEA${'u7Vbq2xZ'.repeat(5)}${n}`);
    const text = [pem, ...body, pem.replace('BEGIN', 'END'), 'after'].join('\n');
    const shown = excerpts({ 'k.pem': text }, { path: 'k.pem', line: 6 }, { path: 'k.pem', line: 10 });
    expect([...shown.values()].flatMap(({ lines }) => lines).join('\n')).not.toMatch(/MII|u7Vbq/);
    expect(shown.get('k.pem:10')?.lines).toContain('after');
  });
});
