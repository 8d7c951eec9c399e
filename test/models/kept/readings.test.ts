import { expect, test } from 'vitest';
import { Readings } from '../../../src/models/kept/readings.ts';
import { Texts } from '../../../src/models/kept/texts.ts';
import { memoryStore } from '../../memory-store.ts';

test('a text is read once by each reader, and in later runs not at all', async () => {
  const written = new Map<string, string>();
  const runs: string[] = [];
  const length = (text: string) => () => {
    runs.push(text);
    return text.length;
  };
  const first = new Readings(memoryStore(written));
  expect(await first.of('length', 'abc', length('abc'))).toBe(3);
  expect(await first.of('length', 'abc', length('abc'))).toBe(3);
  expect(await first.of('words', 'abc', () => 1)).toBe(1);
  first.write();
  const later = new Readings(memoryStore(written));
  expect(await later.of('length', 'abc', length('abc'))).toBe(3);
  expect(await later.of('length', 'abcd', length('abcd'))).toBe(4);
  expect(runs).toEqual(['abc', 'abcd']);
});

test('without a store every text is read again', async () => {
  const readings = new Readings(undefined);
  let runs = 0;
  for (let time = 0; time < 2; time++) await readings.of('count', 'abc', () => ++runs);
  expect(runs).toBe(2);
});

test('texts are steady until one reads otherwise than before', () => {
  let text: string | undefined = 'a';
  const texts = new Texts(() => text, memoryStore());
  const before = texts.digest('x');
  expect([texts.text('x'), texts.steady, texts.digest('x')]).toEqual(['a', true, before]);
  text = undefined;
  expect([texts.text('x'), texts.steady, texts.digest('x')]).toEqual([undefined, false, null]);
});
