import { describe, test } from 'vitest';
import { doesNotApply, opens, ready } from '../harness.ts';

const production = ready.with('cim.yaml', (old) => old.replace('"development"', '"production"'));
const moved = { also: ['maintenance/'] };

describe('what needs GitHub or older APIs', () => {
  test('maintenance/bug-fixes', async () => {
    await opens('maintenance/bug-fixes', production, /only GitHub knows which bugs are open/, moved);
    await doesNotApply('maintenance/bug-fixes', ready, /status is development/);
  });
  test('maintenance/feature-requests', async () => {
    await opens('maintenance/feature-requests', production, /only GitHub knows/, moved);
    await doesNotApply('maintenance/feature-requests', ready, /status is development/);
  });
  test('maintenance/breaking-changes', async () => {
    await opens('maintenance/breaking-changes', production, /does not compare releases/, moved);
    await doesNotApply('maintenance/breaking-changes', ready, /status is development/);
  });
  test('maintenance/deprecation', async () => {
    await opens('maintenance/deprecation', production, /does not compare releases/, moved);
    await doesNotApply('maintenance/deprecation', ready, /status is development/);
  });
});
