import { describe, expect, it } from 'vitest';
import { expandMatrix } from '../../../src/models/workflow/matrix.ts';
import { retiredRunner, systemOf } from '../../../src/models/workflow/runner.ts';
import { isUnknown, mapOf, textOfValue, unknown } from '../../../src/models/workflow/value.ts';
import { parseYaml } from '../../../src/models/yaml/yaml.ts';

const scope = {
  context: (name: string) => (name === 'matrix' ? mapOf([['os', 'macos-14']]) : unknown(name)),
  status: () => true,
};
const yaml = (text: string) => parseYaml(text).documents[0]?.root;
const cells = (text: string) =>
  expandMatrix(yaml(text), scope).cells.map((cell) =>
    [...cell.entries].map(([key, value]) => `${key}=${isUnknown(value) ? '?' : textOfValue(value)}`).join(' '),
  );

describe('the cells of a matrix', () => {
  it('is the product of the lists', () => {
    expect(cells('{os: [a, b], rust: [1, 2]}')).toEqual(['os=a rust=1', 'os=a rust=2', 'os=b rust=1', 'os=b rust=2']);
  });
  it('loses what is excluded, by all that the exclusion names', () => {
    expect(cells('{os: [a, b], rust: [1, 2], exclude: [{os: a, rust: 2}, {os: b}]}')).toEqual(['os=a rust=1']);
  });
  it('excludes by a part of a mapping', () => {
    expect(cells('{job: [{os: a, n: 1}, {os: b, n: 1}], exclude: [{job: {os: a}}]}')).toHaveLength(1);
  });
  // The example of GitHub's own documentation.
  it('extends and adds by include', () => {
    const text = `
      fruit: [apple, pear]
      animal: [cat, dog]
      include:
        - color: green
        - color: pink
          animal: cat
        - fruit: apple
          shape: circle
        - fruit: banana
        - fruit: banana
          animal: cat
    `;
    expect(cells(text)).toEqual([
      'fruit=apple animal=cat color=pink shape=circle',
      'fruit=apple animal=dog color=green shape=circle',
      'fruit=pear animal=cat color=pink',
      'fruit=pear animal=dog color=green',
      'fruit=banana',
      'fruit=banana animal=cat',
    ]);
  });
  it('is made of inclusions alone', () => {
    expect(cells('{include: [{os: a}, {os: b}]}')).toEqual(['os=a', 'os=b']);
  });
  it('reads JSON, and says when it cannot know', () => {
    expect(cells(`{os: "\${{ fromJSON('[\\"a\\", \\"b\\"]') }}"}`)).toEqual(['os=a', 'os=b']);
    expect(cells('{os: "${{ fromJSON(needs.x.outputs.y) }}", n: [1]}')).toEqual(['os=? n=1']);
    expect(expandMatrix(yaml('"${{ fromJSON(needs.x.outputs.y) }}"'), scope).open).toBeDefined();
    expect(expandMatrix(yaml('{a: [1]}'), scope).open).toBeUndefined();
  });
  it('has one cell without a matrix, and never more than GitHub starts', () => {
    expect(expandMatrix(undefined, scope).cells).toHaveLength(1);
    const list = `[${Array.from({ length: 40 }, (_, n) => n)}]`;
    expect(cells(`{a: ${list}, b: ${list}, c: ${list}, d: ${list}}`)).toHaveLength(256);
  });
});

describe('the system of a runner', () => {
  it.each([
    ['ubuntu-latest', 'Linux'],
    ['macos-15-intel', 'macOS'],
    ['windows-11-arm', 'Windows'],
    ['[self-hosted, linux, x64]', 'Linux'],
    ['{group: big, labels: windows-2022-8core}', 'Windows'],
    ['"${{ matrix.os }}"', 'macOS'],
    ['buildjet-4vcpu-ubuntu-2204', 'Linux'],
    ['aarch64-darwin', 'macOS'],
    ['big-machine', undefined],
    ['twins', undefined],
    ['"${{ vars.RUNNER }}"', undefined],
  ])('%s', (runsOn, system) => {
    expect(systemOf(yaml(runsOn), undefined, scope)).toBe(system);
  });
  it('is Linux in a container', () => {
    expect(systemOf(yaml('big'), yaml('rust:1'), scope)).toBe('Linux');
    expect(systemOf(yaml('windows-latest'), yaml('{image: ""}'), scope)).toBe('Windows');
  });
});

describe('a runner that GitHub has taken away', () => {
  it.each(['ubuntu-18.04', '[ubuntu-20.04]', 'macos-11', 'macos-12-xlarge', 'windows-2019'])('%s', (runsOn) => {
    expect(retiredRunner(yaml(runsOn), scope)).toBe(runsOn.replace(/[[\]]/g, ''));
  });
  it.each([
    ...['ubuntu-latest', 'ubuntu-22.04', 'macos-14', 'macos-15-intel', 'windows-2022', 'ubuntu-20.04-big'],
    ...['[self-hosted, ubuntu-18.04]', '{group: old, labels: ubuntu-18.04}', '"${{ vars.RUNNER }}"'],
  ])('%s is none', (runsOn) => {
    expect(retiredRunner(yaml(runsOn), scope)).toBeUndefined();
  });
});
