/** What is to be done first. */
import { expect, test } from 'vitest';
import type { ReportItem } from '../../src/report.ts';
import { nextSteps } from '../../src/reporters/next-steps.ts';
import { clean } from '../sample-report.ts';

const failing = (id: string, message: string, over: Partial<ReportItem> = {}): ReportItem => ({
  ...{ id, text: id, verdict: 'fail', evidence: [{ message }], fix: `mend ${id}` },
  ...over,
});
const order = (...items: ReportItem[]) => nextSteps({ ...clean, items }).map(({ ids }) => ids.join(' '));

test('a leaked credential, then what settles most, then the urgent groups, and last what is advised only', () => {
  expect(
    order(
      failing('docs/adr', 'no record', { level: 'advisory' }),
      failing('git/semver', 'a break'),
      failing('cim-yaml/name', 'there is no cim.yaml'),
      failing('cim-yaml/type', 'there is no cim.yaml'),
      failing('security/no-secrets', '1 credential'),
      failing('security/unsafe', '1 place'),
    ),
  ).toEqual(['security/no-secrets', 'cim-yaml/name cim-yaml/type', 'security/unsafe', 'git/semver', 'docs/adr']);
});

test('what is waived, or does not fail, is no step', () => {
  const waiver = { reason: 'r', by: 'b', until: '2026-02-01', state: 'holds' as const };
  expect(order(failing('a/b', 'x', { waiver }), failing('a/c', 'y', { verdict: 'open' }))).toEqual([]);
});
