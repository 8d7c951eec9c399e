/** Waivers and attestations over findings: what counts, what is only shown, what is complained about. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyDecisions, type DecisionContext } from '../../src/decisions/decisions.ts';
import { fingerprintOf } from '../../src/fingerprint.ts';
import { countItems, exitCode, isWaived, type Report, type ReportItem } from '../../src/report.ts';
import type { Attestation, Waiver } from '../../src/schema/repository-file.ts';
import { sample } from '../sample-report.ts';

const context: DecisionContext = {
  today: '2026-01-15',
  moduleVersion: '1.2.3',
  maxWaiverDays: 180,
  // As files have it, `''` and `.` are folders that are there.
  exists: (path) => ['docs/review.md', '', '.'].includes(path),
  known: new Set(['docs/a', 'docs/b', 'docs/c']),
};
const failing: ReportItem = {
  id: 'docs/a',
  text: 'a',
  verdict: 'fail',
  evidence: [
    { message: 'two problems' },
    { message: 'one', path: 'src/a.rs', line: 1 },
    { message: 'two', path: 'docs/b.md', line: 9 },
    { message: 'by the way', note: true },
  ],
};
const toReview: ReportItem = { id: 'docs/b', text: 'b', verdict: 'review', evidence: [{ message: 'look at it' }] };
const waiver: Waiver & { line: number } = { item: 'docs/a', reason: 'later', by: '@m', until: '2026-03-01', line: 3 };
const word: Attestation & { line: number } = {
  item: 'docs/b',
  by: '@i',
  date: '2026-01-10',
  version: '1.2.0',
  evidence: 'docs/review.md',
  line: 7,
};
const decide = (
  item: ReportItem,
  waivers: Waiver[],
  attestations: Attestation[] = [],
  over: Partial<DecisionContext> = {},
) => {
  const { items, notes } = applyDecisions(
    [item],
    { file: '.cim-ready.yaml', waivers, attestations },
    { ...context, ...over },
  );
  return { item: items[0] as ReportItem, notes: notes.map(({ line, message }) => `${line}: ${message}`) };
};

describe('a waiver', () => {
  test('of the whole item covers every finding, notes aside', () => {
    const { item, notes } = decide(failing, [waiver]);
    expect(item.waiver?.state).toBe('holds');
    expect(isWaived(item)).toBe(true);
    expect(item.verdict).toBe('fail');
    expect(item.evidence.map(({ waived }) => waived)).toEqual([undefined, true, true, undefined]);
    expect(notes).toEqual([]);
  });

  test('of some findings waives in part, and the item still fails', () => {
    for (const some of [{ path: 'src/**' }, { fingerprint: fingerprintOf('docs/a', failing.evidence[1]!) }]) {
      const { item } = decide(failing, [{ ...waiver, ...some }]);
      expect(item.waiver?.state).toBe('partial');
      expect(isWaived(item)).toBe(false);
      expect(item.evidence.map(({ waived }) => waived)).toEqual([undefined, true, undefined, undefined]);
    }
  });

  test('two of them together can cover all', () => {
    const { item } = decide(failing, [
      { ...waiver, path: 'src/**' },
      { ...waiver, path: 'docs/*.md' },
    ]);
    expect(isWaived(item)).toBe(true);
  });

  test('holds on its last day and is expired on the next, and says so', () => {
    expect(decide(failing, [{ ...waiver, until: '2026-01-15' }]).item.waiver?.state).toBe('holds');
    const { item, notes } = decide(failing, [{ ...waiver, until: '2026-01-14' }]);
    expect([item.waiver?.state, isWaived(item)]).toEqual(['expired', false]);
    expect(notes).toEqual(['3: waiver of docs/a: expired on 2026-01-14, so the finding counts again']);
  });

  test('that reaches further than allowed is not applied', () => {
    expect(decide(failing, [{ ...waiver, until: '2026-07-14' }]).item.waiver?.state).toBe('holds');
    const { item, notes } = decide(failing, [{ ...waiver, until: '2026-07-15' }]);
    expect([item.waiver?.state, isWaived(item)]).toEqual(['too-long', false]);
    expect(notes[0]).toMatch(/more than the 180 days allowed/);
  });

  test('an expired one beside one that holds does not spoil it', () => {
    const { item, notes } = decide(failing, [{ ...waiver, until: '2025-01-01' }, waiver]);
    expect(isWaived(item)).toBe(true);
    expect(notes).toHaveLength(1);
  });

  test('that meets nothing is unused, with its line', () => {
    expect(decide(toReview, [{ ...waiver, item: 'docs/b' }]).notes).toEqual([
      '3: unused waiver: docs/b does not fail (review)',
    ]);
    const { item, notes } = decide(failing, [{ ...waiver, path: 'nowhere/**' }]);
    expect(notes).toEqual(['3: unused waiver: no finding of docs/a matches it']);
    expect(item.waiver).toBeUndefined();
    expect(decide(failing, [{ ...waiver, item: 'docs/zzz' }]).notes).toEqual(['3: there is no item docs/zzz']);
    expect(decide(failing, [{ ...waiver, item: 'docs/c' }]).notes).toEqual([]);
  });

  test('a path waiver does not cover a finding without a path', () => {
    const bare = { ...failing, evidence: [{ message: 'no file' }] };
    expect(isWaived(decide(bare, [{ ...waiver, path: '**' }]).item)).toBe(false);
    expect(isWaived(decide(bare, [waiver]).item)).toBe(true);
  });
});

describe('an attestation', () => {
  test('turns review into pass, and only that', () => {
    const { item } = decide(toReview, [], [word]);
    expect([item.verdict, item.attestation?.state]).toEqual(['pass', 'holds']);
    for (const verdict of ['open', 'notApplicable', 'error'] as const) {
      const { item: other, notes } = decide({ ...toReview, verdict }, [], [word]);
      expect([other.verdict, other.attestation]).toEqual([verdict, undefined]);
      expect(notes[0]).toMatch(/^7: unused attestation/);
    }
  });

  test('against a failure is contradicted', () => {
    const { item, notes } = decide(failing, [], [{ ...word, item: 'docs/a' }]);
    expect([item.verdict, item.attestation?.state]).toEqual(['fail', 'contradicted']);
    expect(notes[0]).toMatch(/now finds a failure/);
  });

  test('holds for its minor version, not for others, not for a module without one, not before its date', () => {
    const state = (version: string, over: Partial<DecisionContext> = {}, date = word.date) =>
      decide(toReview, [], [{ ...word, version, date }], over).item.attestation?.state;
    expect(state('1.2.9')).toBe('holds');
    expect(state('1.3.0')).toBe('outdated');
    expect(state('2.2.0')).toBe('outdated');
    expect(state('1.2.0', { moduleVersion: undefined })).toBe('outdated');
    expect(state('1.2.0', {}, '2026-01-16')).toBe('outdated');
  });

  test('needs evidence: an https link, or a path that exists', () => {
    const state = (evidence: string) => decide(toReview, [], [{ ...word, evidence }]).item.attestation?.state;
    expect(state('https://example.org/review/1')).toBe('holds');
    expect(state('docs/review.md#results')).toBe('holds');
    for (const none of [
      'docs/gone.md',
      'http://example.org',
      'https://localhost',
      'trust me',
      '../docs/review.md',
      '.',
      './',
      './.',
      '#here',
      '/',
    ])
      expect(state(none), none).toBe('unresolved');
  });

  test('the newest of several counts', () => {
    const old = { ...word, version: '1.1.0', date: '2025-01-01' };
    expect(decide(toReview, [], [word, old]).item.attestation?.state).toBe('holds');
    expect(decide(toReview, [], [old, word]).item.attestation?.state).toBe('holds');
  });
});

describe('what can be said of any decisions', () => {
  const waivers = fc.array(
    fc.record({
      item: fc.constantFrom('docs/a', 'docs/b', 'docs/x'),
      reason: fc.string(),
      by: fc.string(),
      until: fc.constantFrom('2025-01-01', '2026-01-15', '2026-02-01', '2036-01-01'),
      path: fc.constantFrom('**', 'src/*', '', '['),
    }),
  );
  test('no waiver makes an item pass or takes evidence away; each is either at work or complained about', () => {
    fc.assert(
      fc.property(waivers, (list) => {
        const { items, notes } = applyDecisions(
          [failing, toReview],
          { file: 'f', waivers: list, attestations: [] },
          context,
        );
        expect(items.map(({ verdict }) => verdict)).toEqual(['fail', 'review']);
        expect(items[0]?.evidence.map(({ message }) => message)).toEqual(
          failing.evidence.map(({ message }) => message),
        );
        if (list.length > 0 && items[0]?.waiver === undefined) expect(notes.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('counts and exit codes', () => {
  const report = (items: ReportItem[]): Report => ({ ...sample, items, summary: countItems(items) });
  const waived = decide(failing, [waiver]).item;
  test('a waived or advisory failure fails no run; an error and an open item do so by --strict only', () => {
    expect(exitCode([report([failing])], false)).toBe(1);
    expect(exitCode([report([waived])], true)).toBe(0);
    expect(exitCode([report([{ ...failing, level: 'advisory' }])], true)).toBe(0);
    for (const verdict of ['open', 'review', 'error'] as const) {
      expect(exitCode([report([{ ...toReview, verdict }])], false)).toBe(0);
      expect(exitCode([report([{ ...toReview, verdict }])], true)).toBe(1);
    }
  });
  test('waived is neither pass nor fail', () => {
    expect(countItems([failing, waived, decide(toReview, [], [word]).item])).toMatchObject({
      items: 3,
      applicable: 3,
      fail: 1,
      waived: 1,
      pass: 1,
      attested: 1,
    });
  });
});
