/** The one attribute of .gitattributes that matters to an audit: which files GitHub takes for generated. */
import { compilePattern } from './ignore-patterns.ts';

interface Line {
  readonly generated: boolean;
  matches(path: string): boolean;
}

const TRUE = /^linguist-generated(?:=(?!false$|0$)\S*)?$/;
const FALSE = /^(?:[-!]linguist-generated|linguist-generated=(?:false|0))$/;

/** The .gitattributes files of a tree, each in force from its folder on. */
export class GeneratedFiles {
  readonly #byFolder = new Map<string, readonly Line[]>();

  /** @param folder relative to the root, `''` for the root itself */
  add(folder: string, text: string): void {
    const lines = text.split('\n').flatMap((raw): Line[] => {
      const match = /^\s*("(?:[^"\\]|\\.)*"|[^\s"#]\S*)\s+(.*?)\s*$/.exec(raw.replace(/\r$/, ''));
      const states = (match?.[2] ?? '').split(/\s+/).filter((word) => TRUE.test(word) || FALSE.test(word));
      const last = states.at(-1);
      const written = match?.[1] ?? '';
      // Attributes know neither negation nor patterns for folders alone.
      if (last === undefined || written.startsWith('!') || written.endsWith('/')) return [];
      const pattern = written.startsWith('"') ? written.slice(1, -1).replace(/\\(["\\])/g, '$1') : written;
      return [{ generated: TRUE.test(last), matches: compilePattern(pattern) }];
    });
    if (lines.length > 0) this.#byFolder.set(folder, lines);
  }

  /** @param path relative to the root */
  has(path: string): boolean {
    if (this.#byFolder.size === 0) return false;
    for (let end = path.lastIndexOf('/'); ; end = path.lastIndexOf('/', end - 1)) {
      const folder = end < 0 ? '' : path.slice(0, end);
      const relative = end < 0 ? path : path.slice(end + 1);
      const last = this.#byFolder.get(folder)?.findLast((line) => line.matches(relative));
      if (last) return last.generated;
      if (end < 0) return false;
    }
  }
}
