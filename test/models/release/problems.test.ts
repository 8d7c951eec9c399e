import { describe, expect, test } from 'vitest';
import { isTagged, releaseNotes, shrinkingTags, wantedTags } from '../../../src/models/release/problems.ts';
import type { Releases, ReleaseTag } from '../../../src/models/release/release.ts';

const tag = (
  name: string,
  version: string,
  more: { crate?: string; onMain?: boolean; bare?: true } = {},
): ReleaseTag => ({
  crate: more.crate,
  version,
  tag: { name, commit: name, onMain: more.onMain ?? true, annotated: true, signed: true } as ReleaseTag['tag'],
  manifest: more.bare ? undefined : { path: 'Cargo.toml', version },
});
const named = (name: string, manifestPath: string) => ({
  ...{ name, manifestPath, version: '1.0.0' },
  ...{ line: 3, inherits: false, published: true },
});
const releases = (tags: ReleaseTag[], packages: Releases['packages'] = []): Releases => ({
  ...{ tags, packages, workspaceVersion: undefined },
  ...{ malformed: [], others: [], lines: [], skippedStates: 0 },
});
const messages = (found: readonly { message: string }[]) => found.map(({ message }) => message);

describe('shrinkingTags', () => {
  const places = new Map([
    ['v0.1.0', 2],
    ['v0.2.0', 1],
    ['v0.1.5', 0],
  ]);
  test('go by the branch, in whatever order tags are listed', () => {
    const found = releases([tag('v0.2.0', '0.2.0'), tag('v0.1.0', '0.1.0')]);
    expect(shrinkingTags(found, (commit) => places.get(commit))).toEqual([]);
    const older = releases([tag('v0.1.5', '0.1.5'), tag('v0.2.0', '0.2.0'), tag('v0.1.0', '0.1.0')]);
    expect(messages(shrinkingTags(older, (commit) => places.get(commit)))).toEqual([
      'tag v0.1.5 stands after v0.2.0 in the history',
    ]);
  });
  test('leave out what is on no line of the branch, and compare each name with itself', () => {
    const found = releases([
      tag('v0.2.0', '0.2.0'),
      tag('v0.1.5', '0.1.5', { crate: 'other' }),
      tag('v0.0.1', '0.0.1'),
    ]);
    expect(shrinkingTags(found, (commit) => places.get(commit))).toEqual([]);
  });
});

describe('releaseNotes', () => {
  test('name tags beside the branch, and those at which there is no manifest', () => {
    const found = releases([
      tag('v0.1.0', '0.1.0', { onMain: false }),
      tag('v0.1.1', '0.1.1', { bare: true }),
      tag('v0.1.2', '0.1.2'),
    ]);
    expect(messages(releaseNotes(found))).toEqual(['not on the main branch: v0.1.0', 'no manifest found at: v0.1.1']);
  });
  test('are none where there is nothing to say', () =>
    expect(releaseNotes(releases([tag('v0.1.0', '0.1.0'), tag('v0.1.1', '0.1.1')]))).toEqual([]));
});

const packages = [named('demo', 'Cargo.toml'), named('demo-macros', 'macros/Cargo.toml')];

describe('wantedTags', () => {
  test('what names no package is the root’s, so that each version is wanted once', () => {
    const step = (version: string) => ({ commit: 'aaaaaa1', version });
    const lines = [
      { crate: 'demo', path: 'Cargo.toml', steps: [step('0.1.0'), step('0.2.0-dev'), step('1.0.0')] },
      { crate: 'former', path: 'Cargo.toml', steps: [step('0.1.0'), step('0.0.9')] },
    ];
    const { wanted, development } = wantedTags({ ...releases([], packages), lines }, []);
    expect(wanted.map(({ crate, version }) => `${crate} ${version}`)).toEqual(['demo 0.1.0', 'demo 0.0.9']);
    expect(development).toBe(1);
  });
  test('the present version is not wanted of the workspace that the root was, nor under a name that it had', () => {
    const steps = ['0.9.0', '1.0.0'].map((version) => ({ commit: 'aaaaaa1', version }));
    const lines = [undefined, 'former'].map((crate) => ({ crate, path: 'Cargo.toml', steps }));
    const { wanted } = wantedTags({ ...releases([], packages), lines }, []);
    expect(wanted.map(({ version }) => version)).toEqual(['0.9.0']);
    const shared = wantedTags({ ...releases([], packages), workspaceVersion: '0.9.0', lines: lines.slice(0, 1) }, []);
    expect(shared.wanted.map(({ version }) => version)).toEqual(['1.0.0']);
  });
});

describe('isTagged', () => {
  test('a member is tagged by a tag of the whole repository, or by its own', () => {
    expect(isTagged(releases([tag('v1.0.0', '1.0.0')], packages), 'demo-macros', '1.0.0')).toBe(true);
    const own = tag('demo-macros-v1.0.0', '1.0.0+1', { crate: 'demo-macros' });
    expect(isTagged(releases([own], packages), 'demo-macros', '1.0.0')).toBe(true);
    expect(isTagged(releases([own], packages), 'demo-macros', '1.0.1')).toBe(false);
  });
  test('what names no package here is tagged by the root’s tags', () => {
    const root = tag('demo-v1.0.0', '1.0.0', { crate: 'demo' });
    expect(isTagged(releases([root], packages), 'former', '1.0.0')).toBe(true);
    expect(isTagged(releases([root], packages), 'demo', '1.0.0')).toBe(true);
  });
  test("the root's tag is none of a member, nor a member's one of the whole", () => {
    const root = tag('demo-v1.0.0', '1.0.0', { crate: 'demo' });
    const member = tag('demo-macros-v1.0.0', '1.0.0', { crate: 'demo-macros' });
    expect(isTagged(releases([root], packages), 'demo-macros', '1.0.0')).toBe(false);
    expect(isTagged(releases([root], packages), undefined, '1.0.0')).toBe(true);
    expect(isTagged(releases([member], packages), undefined, '1.0.0')).toBe(false);
  });
});
