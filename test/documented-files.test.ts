/** The examples in docs/ are what the schemas take, and use all that these offer. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { readConfig } from '../src/config.ts';
import { declarativeCheck, policySchema } from '../src/schema/policy.ts';
import { repositoryFileSchema } from '../src/schema/repository-file.ts';

const example = (page: string): string =>
  /```yaml\n([\s\S]*?)```/.exec(readFileSync(join(import.meta.dirname, '..', 'docs', page), 'utf8'))?.[1] ?? '';

test('docs/policy.md: valid, with every key and every kind of check', () => {
  const { value, problems } = readConfig(example('policy.md'), policySchema);
  expect(problems).toEqual([]);
  expect(Object.keys(value ?? {}).sort()).toEqual(Object.keys(policySchema.shape).sort());
  const kinds = declarativeCheck.options.map((option) => Object.keys(option.shape)[0]);
  const used = value?.rules?.map(({ check }) => Object.keys(check)[0]);
  expect(kinds.filter((kind) => !used?.includes(kind))).toEqual([]);
});

test('docs/repository-file.md: valid, with every key, and items that exist', () => {
  const { value, problems } = readConfig(example('repository-file.md'), repositoryFileSchema);
  expect(problems).toEqual([]);
  expect(Object.keys(value ?? {}).sort()).toEqual(Object.keys(repositoryFileSchema.shape).sort());
  const ids = rules.map(({ id }) => id);
  const named = [...(value?.waivers ?? []), ...(value?.attestations ?? [])].map(({ item }) => item);
  expect(named.filter((id) => !ids.includes(id))).toEqual([]);
});
