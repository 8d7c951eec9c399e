import { describe, expect, test } from 'vitest';
import { categoryProblem, keywordProblem } from '../../../src/models/cargo/crates-io.ts';

describe('categories', () => {
  test.each(['asynchronous', 'science::bioinformatics::genomics', 'no-std::no-alloc'])('%s is known', (slug) => {
    expect(categoryProblem(slug)).toBeUndefined();
  });
  test('an unknown one is named, with the slug that was meant', () => {
    expect(categoryProblem('event-sourcing')).toBe('`event-sourcing` is no category of crates.io');
    expect(categoryProblem('Data Structures')).toMatch(/`data-structures` is$/);
  });
});

describe('keywords', () => {
  test.each(['cim', '3d', 'c++', 'event_sourcing'])('%s is taken', (keyword) => {
    expect(keywordProblem(keyword)).toBeUndefined();
  });
  test.each([
    ['', /empty/],
    ['-x', /begin with a letter or digit/],
    ['event sourcing', /contains ` `/],
    ['über', /begin with/],
    ['a-very-long-keyword-indeed', /longer than 20/],
  ])('%j is not', (keyword, message) => {
    expect(keywordProblem(keyword)).toMatch(message);
  });
});
