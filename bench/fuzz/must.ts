/** @throws Error when it does not hold */
export function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

let counted = { text: '', lines: 1 };

/** Lines count from 1 and lie in the text, as its newlines divide it. */
export function mustLie(line: number | undefined, text: string, what: string): void {
  if (line === undefined) return;
  if (text !== counted.text) counted = { text, lines: text.split(/\r\n|\n|\r/).length };
  const { lines } = counted;
  must(Number.isInteger(line) && line >= 1 && line <= lines + 1, `${what} lies at line ${line} of ${lines}`);
}
