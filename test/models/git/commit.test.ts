/** Conventional Commits 1.0.0, with the reference parser as a judge. */
import { CommitParser } from 'conventional-commits-parser';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conventionalProblem, parseConventional } from '../../../src/models/git/commit.ts';

describe('headers that are conventional', () => {
  test.each([
    ['feat: add a parcel', { type: 'feat', scope: undefined }],
    ['Fix: Format strings', { type: 'fix', scope: undefined }],
    ['feat(api)!: drop the old name', { type: 'feat', scope: 'api' }],
    ['chore(deps-dev): bump x', { type: 'chore', scope: 'deps-dev' }],
    ['fix(parser, lexer): both', { type: 'fix', scope: 'parser, lexer' }],
    ['refactor!: x', { type: 'refactor', scope: undefined }],
    ['rt: any noun is a type', { type: 'rt', scope: undefined }],
    ['tokio-util: x', { type: 'tokio-util', scope: undefined }],
  ])('%s', (header, parts) => expect(parseConventional(header)).toMatchObject(parts));
});

describe('headers that are not', () => {
  test.each([
    ['Fix format string warnings and update examples', /no type/],
    ['Merge pull request #1 from x/y', /no type/],
    ['feat add: x', /no single word/],
    ['fix : x', /blank between/],
    ['fix:x', /no blank after/],
    ['fix:', /no description/],
    ['feat: ', /no description/],
    ['feat(): x', /empty scope/],
    ['fixup! feat: x', /no single word/],
    ['net/tcp: x', /no single word/],
    ['', /no header/],
  ])('%s', (header, reason) => {
    expect(parseConventional(header)).toBeUndefined();
    expect(conventionalProblem(header)).toMatch(reason);
  });

  test('the list of types can be narrowed', () => {
    expect(conventionalProblem('rt: x', new Set(['feat', 'fix']))).toMatch(/`rt` is not in the list/);
    expect(conventionalProblem('Feat: x', new Set(['feat', 'fix']))).toBeUndefined();
  });
});

test('agrees with the reference parser on one-line headers', () => {
  const parser = new CommitParser({
    headerPattern: /^(\w+)(?:\(([^()]+)\))?(!)?: (.+)$/,
    headerCorrespondence: ['type', 'scope', 'mark', 'subject'],
  });
  const word = fc.stringMatching(/^[A-Za-z]{1,8}$/);
  const header = fc
    .tuple(word, fc.option(word), fc.constantFrom('', '!'), fc.constantFrom(': ', ':', ' : ', ' '), word)
    .map(([type, scope, mark, colon, text]) => `${type}${scope === null ? '' : `(${scope})`}${mark}${colon}${text}`);
  fc.assert(
    fc.property(header, (text) => {
      const judged = parser.parse(text);
      expect(parseConventional(text)?.type).toEqual(judged.type?.toLowerCase());
      expect(parseConventional(text)?.scope).toEqual(judged.scope ?? undefined);
    }),
  );
});
