import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { admits, implies, parseRequirement, parseVersion } from '../../../src/models/cargo/requirement.ts';

const takes = (requirement: string, version: string) => {
  const parsed = parseRequirement(requirement);
  const exact = parseVersion(version);
  if (parsed === undefined || exact === undefined) throw new Error(`${requirement} or ${version} does not parse`);
  return admits(parsed, exact);
};

describe('versions', () => {
  test.each(['1.2.3', '0.0.0', '1.0.0-alpha.1+build.5'])('%s is one', (text) => {
    expect(parseVersion(text)?.raw).toBe(text);
  });
  test.each(['v1.2.3', '=1.2.3', '1.2', '1.2.3.4', ' 1.2.3', '1.2.3 ', '01.2.3', '1.2.3-01', '1.2.x', ''])(
    '%j is none',
    (text) => {
      expect(parseVersion(text)).toBeUndefined();
    },
  );
});

describe('requirements', () => {
  test.each([
    ['1.2', '^1.2'],
    ['=1.2.3', '=1.2.3'],
    [' >= 1, <2 ', '>=1, <2'],
    ['1.*', '1.*'],
    ['1.2.x', '1.2.*'],
    ['*', '*'],
    ['~0.3.1-beta.2+b', '~0.3.1-beta.2'],
  ])('%j is %s to cargo', (text, canonical) => {
    expect(parseRequirement(text)?.canonical).toBe(canonical);
  });

  test.each(['', 'v1.0', '1.0 || 2.0', '>1 <2', '1.0 - 2.0', 'latest', '1.0,', '==1', '1.*.3', '01.2', '^'])(
    '%j is none',
    (text) => {
      expect(parseRequirement(text)).toBeUndefined();
    },
  );

  test.each([
    ['1.2', '1.9.0', true],
    ['1.2', '2.0.0', false],
    ['1.2.3', '1.2.2', false],
    ['0.3', '0.4.0', false],
    ['0.0.3', '0.0.4', false],
    ['~1.2', '1.3.0', false],
    ['=1.2', '1.2.9', true],
    ['>1', '1.5.0', false],
    ['>=1, <1.5', '1.4.9', true],
    ['*', '7.0.0', true],
    ['*', '7.0.0-rc.1', false],
    ['1.2', '1.3.0-alpha', false],
    ['1.3.0-alpha', '1.3.0-beta', true],
  ])('%s takes %s: %s', (requirement, version, expected) => {
    expect(takes(requirement, version)).toBe(expected);
  });

  test('more than 32 comparators are refused, as cargo does', () => {
    expect(parseRequirement(Array(33).fill('>=1').join(', '))).toBeUndefined();
  });

  test('implies: every version of the narrow one is taken by the wide one', () => {
    const of = (text: string) => parseRequirement(text)!;
    expect(implies(of('1.2.3'), of('^1.0'))).toBe(true);
    expect(implies(of('1.0'), of('^1.2'))).toBe(false);
    expect(implies(of('=1.4.2'), of('>=1, <2'))).toBe(true);
  });

  test('property: a caret takes its own version and never the next major', () => {
    const number = fc.nat({ max: 50 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), number, number, (major, minor, patch) => {
        const own = `${major}.${minor}.${patch}`;
        expect(takes(own, own)).toBe(true);
        expect(takes(own, `${major + 1}.0.0`)).toBe(false);
        expect(takes(own, `${major}.${minor + 1}.0`)).toBe(true);
      }),
    );
  });

  test('property: reading never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        parseRequirement(text);
        parseVersion(text);
      }),
    );
  });
});
