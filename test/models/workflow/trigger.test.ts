import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesPattern, passesFilter, sampleOf } from '../../../src/models/workflow/filter.ts';
import { admits, firings, parseTriggers } from '../../../src/models/workflow/trigger.ts';
import { parseYaml } from '../../../src/models/yaml/yaml.ts';

describe('patterns', () => {
  it.each([
    ['main', 'main', true],
    ['main', 'maintenance', false],
    ['feature/*', 'feature/a', true],
    ['feature/*', 'feature/a/b', false],
    ['feature/**', 'feature/a/b', true],
    ['*', 'a/b', false],
    ['**', 'a/b', true],
    ['v*', 'v1.2.3', true],
    ['v[12].[0-9]+.[0-9]+', 'v1.10.1', true],
    ['v[12].[0-9]+.[0-9]+', 'v3.1.1', false],
    ['*.jsx?', 'a.js', true],
    ['*.jsx?', 'a.jsx', true],
    ['**.js', 'src/a.js', true],
    ['docs/**', 'docs', false],
    ['**/docs/**', 'a/docs/b.md', true],
    ['**/README.md', 'README.md', true],
    ['a\\*', 'a*', true],
    ['[', 'x', false],
  ])('%s and %s: %s', (pattern, name, expected) => {
    expect(matchesPattern(pattern, name)).toBe(expected);
  });
  it('takes the last that matches', () => {
    expect(passesFilter(['releases/**', '!releases/**-alpha'], 'releases/1-alpha')).toBe(false);
    expect(passesFilter(['!a', 'a'], 'a')).toBe(true);
    expect(passesFilter(['!a'], 'b')).toBe(false);
  });
  it.each([
    ['v*', 'v1.2.3'],
    ['v[0-9]+.[0-9]+.[0-9]+', 'v1.1.1'],
    ['**', '1.2.3'],
    ['cargo-*/v?', undefined],
  ])('an example of %s', (pattern, sample) => {
    if (sample !== undefined) expect(sampleOf(pattern)).toBe(sample);
    const made = sampleOf(pattern);
    if (made !== undefined) expect(matchesPattern(pattern, made)).toBe(true);
  });
  it('never hangs', () => {
    expect(matchesPattern('*a'.repeat(200), 'a'.repeat(5_000))).toBe(true);
    fc.assert(fc.property(fc.string(), fc.string(), (pattern, name) => void matchesPattern(pattern, name)));
  });
});

const occasions = (on: string, mains = ['main'], tags = ['v1.2.3', '1.2.3']) => {
  const root = parseYaml(on).documents[0]?.root;
  return root === undefined
    ? []
    : firings(parseTriggers(root), mains, tags).map(({ occasion }) => `${occasion.kind} ${occasion.refName}`);
};

describe('when a workflow starts', () => {
  it.each([
    ['push', ['push main', 'tag v1.2.3']],
    ['[push, pull_request]', ['push main', 'tag v1.2.3', 'pull_request 1/merge']],
    ['{push: }', ['push main', 'tag v1.2.3']],
    ['{push: {branches: [main]}}', ['push main']],
    ['{push: {branches: ["**"]}}', ['push main']],
    ['{push: {branches: [develop, "release-*"]}}', []],
    ['{push: {branches-ignore: [main]}}', []],
    ['{push: {branches-ignore: [gh-pages]}}', ['push main']],
    ['{push: {branches: ["**", "!main"]}}', []],
    ['{push: {tags: ["v*"]}}', ['tag v1.2.3']],
    ['{push: {tags: ["[0-9]+.*"]}}', ['tag 1.2.3']],
    ['{push: {tags: ["x-v[0-9]+.[0-9]+"]}}', ['tag x-v1.1']],
    ['{push: {tags-ignore: ["**"]}}', []],
    ['{push: {branches: [main], tags: ["v*"]}}', ['push main', 'tag v1.2.3']],
    ['{release: {types: [published]}}', ['release v1.2.3']],
    ['{release: {types: [deleted]}}', []],
    ['{schedule: [{cron: x}]}', ['schedule main']],
    ['workflow_dispatch', ['by hand main']],
    ['workflow_call', []],
    ['issue_comment', []],
  ])('%s', (on, expected) => {
    expect(occasions(on)).toEqual(expected);
  });
  it('takes any of the names that the main branch may have', () => {
    expect(occasions('{push: {branches: [master]}}', ['main', 'master'])).toEqual(['push master']);
  });
  it('filters paths', () => {
    const filter = { patterns: ['**.rs', '!docs/**'], ignore: false };
    expect(admits(filter, 'src/lib.rs')).toBe(true);
    expect(admits(filter, 'docs/x.rs')).toBe(false);
    expect(admits({ patterns: ['docs/**'], ignore: true }, 'src/lib.rs')).toBe(true);
  });
});
