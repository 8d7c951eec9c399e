import { describe, expect, test } from 'vitest';
import { KINDS } from '../../../src/models/secrets/kinds/index.ts';
import { scanSecrets } from '../../../src/models/secrets/scan.ts';
import { expandSample } from './samples.ts';

const kindsIn = (sample: string) => scanSecrets(expandSample(sample)).findings.map(({ kind }) => kind);
const vendorOf = new Map(KINDS.map(({ id, vendor }) => [id, vendor]));

describe('every kind of credential', () => {
  test('has its own id, keywords, samples of both sorts and exactly one expression', () => {
    expect(new Set(KINDS.map(({ id }) => id)).size).toBe(KINDS.length);
    for (const kind of KINDS) {
      expect(kind.id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
      expect(kind.keywords.length, kind.id).toBeGreaterThan(0);
      expect(kind.real.length * kind.fake.length, kind.id).toBeGreaterThan(0);
      expect((kind.token === undefined) !== (kind.value === undefined), kind.id).toBe(true);
    }
  });

  test.each(KINDS.map((kind) => [kind.id, kind] as const))('%s: its real samples are found', (_, kind) => {
    for (const sample of kind.real) {
      const vendors = kindsIn(sample).map((id) => vendorOf.get(id) ?? id);
      expect(vendors, expandSample(sample)).toContain(kind.vendor);
    }
  });

  test.each(KINDS.map((kind) => [kind.id, kind] as const))('%s: its fake samples are not', (_, kind) => {
    for (const sample of kind.fake) expect(kindsIn(sample), sample).not.toContain(kind.id);
  });

  test('no sample in the table is a token as it stands', () => {
    for (const { real } of KINDS) for (const sample of real) expect(scanSecrets(sample).findings).toEqual([]);
  });
});
