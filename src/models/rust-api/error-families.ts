/** Whether a crate's functions fail in one way: structure/error-handling. */
import { type Evidence, placed } from '../../verdict.ts';
import { grouped } from '../collections/grouped.ts';
import type { ErrorFamily, FallibleFunction } from './fallible.ts';

/** A function as far as its way to fail is told of. */
export type Failing = Pick<FallibleFunction, 'path' | 'line' | 'column' | 'item' | 'error' | 'family'>;

/** Own types, those of std and of dependencies, and what the caller chooses are one way to fail; text and erased types are others. */
const families: Readonly<Record<ErrorFamily, string>> = {
  own: 'error types',
  'own-plain': 'error types',
  foreign: 'error types',
  generic: 'error types',
  unknown: 'error types',
  text: 'strings',
  unit: 'no information',
  erased: 'erased types',
};

/** @returns the functions outside the largest family, and all families in words with their counts */
export function errorFamilies(functions: readonly Failing[]): { minority: Evidence[]; words: string } {
  const byFamily = grouped(functions, ({ family }) => families[family]);
  const sorted = [...byFamily].sort(([, a], [, b]) => b.length - a.length);
  const words = sorted.map(([name, list]) => `${name} (${list.length})`).join(', ');
  const minority = sorted
    .slice(1)
    .flatMap(([name, list]) =>
      list.map(({ item, error, ...place }) => placed(place, `${item} fails with ${name}: ${error}`)),
    );
  return { minority, words };
}
