/** Lines of a text by offset, found in the logarithm of their number: for texts of which many places are told. */

/** @returns the line and column of an offset, both counted from 1; only a line feed ends a line */
export function placeFinder(text: string): (offset: number) => { line: number; column: number } {
  let starts: number[] | undefined;
  return (offset) => {
    if (starts === undefined) {
      starts = [0];
      for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    }
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= offset) low = middle + 1;
      else high = middle;
    }
    return { line: low, column: offset - starts[low - 1]! + 1 };
  };
}

/** @returns the line that holds an offset, counted from 1 */
export function lineFinder(text: string): (offset: number) => number {
  const find = placeFinder(text);
  return (offset) => find(offset).line;
}
