import { expect, test } from 'vitest';
import { CleanFiles } from '../../../src/models/secrets/clean-files.ts';
import { type Searched, searchFiles } from '../../../src/models/secrets/search.ts';
import { memoryStore } from '../../memory-store.ts';

const key = `AKIA${'J7QX2MZP4KTN6WVB'}`;
const clean = { path: 'a.toml', text: 'name = "demo"\n' };
const dirty = { path: 'b.toml', text: `aws_access_key_id = "${key}"\n` };

/** How often the second run searches, and what it finds. */
function again(first: readonly Searched[], second: readonly Searched[]) {
  const store = memoryStore();
  searchFiles(first, new CleanFiles(store));
  let searched = 0;
  const counting = new CleanFiles(store);
  const unlessClean = counting.unlessClean.bind(counting);
  counting.unlessClean = (path, text, search, isClean) =>
    unlessClean(
      path,
      text,
      () => {
        searched += 1;
        return search();
      },
      isClean,
    );
  const { found, searched: counted } = searchFiles(second, counting);
  return { searched, counted, found: found.map(({ path, line }) => `${path}:${line}`) };
}

test('a file without credentials is not searched twice, and counts as searched', () => {
  expect(again([clean], [clean])).toEqual({ searched: 0, counted: 1, found: [] });
});
test('a file with one is searched every time', () => {
  expect(again([clean, dirty], [clean, dirty])).toEqual({ searched: 1, counted: 2, found: ['b.toml:1'] });
});
test('a file that changes is searched', () => {
  expect(again([clean], [{ ...clean, text: dirty.text }]).found).toEqual(['a.toml:1']);
});
test('the same text at another path is searched: what counts there may not count here', () => {
  expect(again([clean], [{ ...clean, path: 'c.rs' }]).searched).toBe(1);
});
test('what is known of files that are gone is forgotten', () => {
  const store = memoryStore();
  searchFiles([clean], new CleanFiles(store));
  searchFiles([], new CleanFiles(store));
  const files = new CleanFiles(store);
  expect(
    files.unlessClean(
      clean.path,
      clean.text,
      () => 'searched',
      () => true,
    ),
  ).toBe('searched');
});
test('without a store every file is searched', () => {
  expect(searchFiles([clean, dirty]).found).toHaveLength(1);
});
