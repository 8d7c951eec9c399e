import { afterAll, describe, test } from 'vitest';
import { locked, writeAdvisoryDb } from '../advisory-db.ts';
import { breaks, doesNotApply, holds, opens, ready } from '../harness.ts';

const { folder, remove } = writeAdvisoryDb([
  { crate: 'parcel-box', id: 'RUSTSEC-2024-0001', date: '2026-01-12', patched: '>= 1.2.0' },
]);
afterAll(remove);

/** A module in production is asked the other maintenance items too. */
const moved = { also: ['maintenance/', 'security/audit', 'files/', 'cargo/', 'deploy/', 'cim-yaml/'] };
const production = ready
  .with('cim.yaml', (old) => old.replace('"development"', '"production"'))
  .under({ advisoryDb: folder });

describe('maintenance/security-updates', () => {
  test('asks modules in production only', () =>
    doesNotApply('maintenance/security-updates', ready, /status is development/));
  test('no cim.yaml', () =>
    doesNotApply('maintenance/security-updates', ready.without('cim.yaml'), /no cim\.yaml says/, {
      also: ['cim-yaml/', 'maintenance/'],
    }));
  test('an advisory of three days ago', () =>
    breaks(
      'maintenance/security-updates',
      production.with('Cargo.lock', locked('parcel-box', '1.1.0')),
      /Cargo\.lock:4 parcel-box 1\.1\.0: RUSTSEC-2024-0001 of 2026-01-12/,
      moved,
    ));
  test('two days are left to react', () =>
    holds(
      'maintenance/security-updates',
      production.with('Cargo.lock', locked('parcel-box', '1.1.0')).under({ today: '2026-01-14' }),
      /RUSTSEC-2024-0001/,
      moved,
    ));
  test('a fixed version', () =>
    holds(
      'maintenance/security-updates',
      production.with('Cargo.lock', locked('parcel-box', '1.2.0')),
      /no advisory older/,
      moved,
    ));
  test('no database', () =>
    opens(
      'maintenance/security-updates',
      ready.with('cim.yaml', (old) => old.replace('"development"', '"production"')),
      /--advisory-db/,
      moved,
    ));
});
