/** Name and version of a Cargo.toml, from as little of it as can be: histories hold thousands of manifests, some of 160 kB. */
import { booleanOf, parseToml, stringOf, type TomlTable, tableOf } from '../toml/toml.ts';

export interface ManifestVersion {
  readonly name: string | undefined;
  readonly version: string | undefined;
  /** `version.workspace = true`. */
  readonly inherits: boolean;
  /** `[workspace.package] version`. */
  readonly workspaceVersion: string | undefined;
}

const decoder = new TextDecoder();
const HEADERS = ['[package]', '[workspace.package]'];
const MULTILINE = ['"""', "'''"];

/** Reads many manifests, most of which say the same in the tables that matter. */
export class ManifestVersions {
  readonly #known = new Map<string, TomlTable | undefined>();

  /** @returns undefined for what is no TOML */
  read(bytes: Uint8Array): ManifestVersion | undefined {
    const found = this.#fromTables(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    if (found !== undefined && (found.version ?? found.workspaceVersion) !== undefined) return found;
    const read = parseToml(decoder.decode(bytes));
    return read.ok ? describe(read.document.value) : undefined;
  }

  /**
   * From the two tables that can say it, when they are written as tables. A line that begins with a header is one in every
   * file that parses, unless a multi-line string is open there: what comes before must have none, or parse by itself.
   */
  #fromTables(bytes: Buffer): ManifestVersion | undefined {
    const tables: Cut[] = [];
    for (const header of HEADERS) {
      const cut = findTable(bytes, header);
      if (cut === undefined) continue;
      if (opensString(bytes, cut.start, tables)) return undefined;
      const table = this.#parse(bytes.toString('utf8', cut.start, cut.end));
      if (table === undefined) return undefined;
      tables.push({ ...cut, table });
    }
    return describe(Object.assign({}, ...tables.map(({ table }) => table)));
  }

  #parse(text: string): TomlTable | undefined {
    if (!this.#known.has(text)) {
      const read = parseToml(text);
      this.#known.set(text, read.ok ? read.document.value : undefined);
    }
    return this.#known.get(text);
  }
}

interface Cut {
  readonly start: number;
  readonly end: number;
  readonly table?: TomlTable;
}

/** True when a multi-line string may begin before a place, outside the tables that have been read. */
function opensString(bytes: Buffer, place: number, read: readonly Cut[]): boolean {
  const isRead = (at: number) => read.some(({ start, end }) => start <= at && at < end);
  return MULTILINE.some((quotes) => {
    for (let at = bytes.indexOf(quotes); at >= 0 && at < place; at = bytes.indexOf(quotes, at + 1))
      if (!isRead(at)) return true;
    return false;
  });
}

function findTable(bytes: Buffer, header: string): Cut | undefined {
  for (let at = bytes.indexOf(header); at >= 0; at = bytes.indexOf(header, at + 1)) {
    if (at > 0 && bytes[at - 1] !== 10) continue;
    const end = bytes.indexOf('\n[', at);
    return { start: at, end: end < 0 ? bytes.length : end };
  }
  return undefined;
}

function describe(manifest: TomlTable): ManifestVersion {
  const own = tableOf(manifest.package) ?? tableOf(manifest.project);
  const shared = tableOf(tableOf(manifest.workspace)?.package);
  return {
    name: stringOf(own?.name),
    version: stringOf(own?.version),
    inherits: booleanOf(tableOf(own?.version)?.workspace) === true,
    workspaceVersion: stringOf(shared?.version),
  };
}
