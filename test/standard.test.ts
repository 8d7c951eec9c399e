/** The rules are the standard: every item once, with its words, in its order, each with its tests. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { groups, rules } from '../rules/index.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Ids in docs/items.md: those in tables, at the head of a list item, or of a paragraph. */
const specified = [...read('docs/items.md').matchAll(/^(?:\| |- )?`([a-z-]+\/[a-z-]+)`(?:: `|[ :])/gm)].map(
  (m) => m[1],
);

describe('the rules and the standard', () => {
  test('every item of the specification has exactly one rule, and the other way round', () => {
    const ids = rules.map((rule) => rule.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !read('docs/items.md').includes(`\`${id}\``))).toEqual([]);
    expect(specified.filter((id) => !ids.includes(id ?? ''))).toEqual([]);
    expect(ids.length).toBe(92);
  });

  test('every checkbox of the standard stands in a rule with its words', () => {
    const texts = rules.map((rule) => rule.text);
    const boxes = [...read('docs/standard.md').matchAll(/^- \[ \] (.+)$/gm)].map((m) => m[1] ?? '');
    const lists = ['Complete README.md with:', 'GitHub Actions workflow for:'];
    expect(boxes.filter((box) => !lists.includes(box) && !texts.includes(box))).toEqual([]);
  });

  test('a rule stands in the file of its group, and every rule says why, how and what to do', () => {
    for (const group of groups) {
      for (const rule of group.rules) {
        expect(rule.id.startsWith(`${group.slug}/`)).toBe(true);
        for (const words of [rule.text, rule.why, rule.how, rule.fix]) expect(words.trim().length).toBeGreaterThan(5);
      }
    }
  });
});

/** What only GitHub can deny, and what only people or a network can grant. */
const withGitHub = ['maintenance/bug-fixes', 'maintenance/feature-requests'];
const withApis = ['maintenance/breaking-changes', 'maintenance/deprecation'];
const neverFails = new Set(['git/protected-main', ...withGitHub, ...withApis]);
const neverPasses = new Set([...withGitHub, ...withApis]);

describe('every rule has tests', () => {
  const folder = join(root, 'test/rules');
  const tests = readdirSync(folder)
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
  const asserted = (verbs: string, id: string) => new RegExp(`\\b(?:${verbs})\\(\\s*['"\`]${id}['"\`]`).test(tests);

  test('one that breaks it, one that holds it, one where it cannot look or does not apply', () => {
    const missing = rules.flatMap(({ id }) => [
      ...(neverFails.has(id) || asserted('breaks|reviews', id) ? [] : [`${id}: breaks`]),
      ...(neverPasses.has(id) || asserted('holds|reviews', id) ? [] : [`${id}: holds`]),
      ...(asserted('opens|doesNotApply', id) ? [] : [`${id}: opens or doesNotApply`]),
    ]);
    expect(missing).toEqual([]);
  });
});
