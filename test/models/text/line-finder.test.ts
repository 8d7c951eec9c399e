import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineFinder } from '../../../src/models/text/line-finder.ts';

test('the line of every offset is that of the text before it', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'bc', '\n', '\r\n', '\u2028'), { maxLength: 40 }), (pieces) => {
      const text = pieces.join('');
      const lineOf = lineFinder(text);
      for (let offset = 0; offset <= text.length; offset++)
        expect(lineOf(offset)).toBe(text.slice(0, offset).split('\n').length);
    }),
  );
});
