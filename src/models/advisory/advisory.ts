/** One advisory of the RustSec database: TOML front matter in Markdown (advisory-db, "Advisory Format"). */
import { parseToml, stringOf, stringsOf, tableOf } from '../toml/toml.ts';
import { parseRange, type VersionRange } from './version-range.ts';

/** `unmaintained`, `unsound` and `notice` warn; anything else of the kind is not shown by cargo-audit either. */
type Informational = 'unmaintained' | 'unsound' | 'notice' | 'other';

export interface Advisory {
  readonly id: string;
  readonly package: string;
  readonly title: string;
  /** Day of publication, YYYY-MM-DD. */
  readonly date: string;
  /** Undefined for a vulnerability. */
  readonly informational: Informational | undefined;
  readonly withdrawn: boolean;
  /** As the database writes it, for messages. */
  readonly patched: readonly string[];
  /** Versions that have the flaw are those that lie in none of these. */
  readonly safe: readonly VersionRange[];
}

const FRONT_MATTER = /^\s*```toml\r?\n([\s\S]*?)\r?\n```/;

/** Reads an advisory; undefined for a text that is none. */
export function parseAdvisory(text: string): Advisory | undefined {
  const front = FRONT_MATTER.exec(text);
  const result = front === null ? undefined : parseToml(front[1]!);
  if (!result?.ok) return undefined;
  const { value } = result.document;
  const meta = tableOf(value.advisory);
  const versions = tableOf(value.versions);
  const id = stringOf(meta?.id);
  const crate = stringOf(meta?.package);
  const patched = stringsOf(versions?.patched);
  if (meta === undefined || id === undefined || crate === undefined || patched === undefined) return undefined;
  const ranges = [...patched, ...(stringsOf(versions?.unaffected) ?? [])].map(parseRange);
  if (ranges.includes(undefined)) return undefined;
  return {
    id,
    package: crate,
    title: /^#\s+(.+)$/m.exec(text.slice(front![0].length))?.[1]?.trim() ?? id,
    date: (stringOf(meta.date) ?? '').slice(0, 10),
    informational: informationalOf(stringOf(meta.informational)),
    withdrawn: meta.withdrawn !== undefined,
    patched,
    safe: ranges.filter((range): range is VersionRange => range !== undefined),
  };
}

function informationalOf(word: string | undefined): Informational | undefined {
  if (word === undefined) return undefined;
  return word === 'unmaintained' || word === 'unsound' || word === 'notice' ? word : 'other';
}
