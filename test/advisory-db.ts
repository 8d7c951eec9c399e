/** A RustSec database of our own, on disk for as long as a test file runs. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TestAdvisory {
  readonly crate: string;
  readonly id: string;
  readonly date?: string;
  readonly informational?: string;
  readonly patched?: string;
}

/** @returns the folder, and what takes it away again */
export function writeAdvisoryDb(advisories: readonly TestAdvisory[]): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'advisory-db-'));
  for (const { crate, id, date = '2024-02-03', informational, patched } of advisories) {
    mkdirSync(join(folder, 'crates', crate), { recursive: true });
    const kind = informational === undefined ? '' : `informational = "${informational}"\n`;
    const versions = `[versions]\npatched = [${patched === undefined ? '' : JSON.stringify(patched)}]\n`;
    const front = `[advisory]\nid = "${id}"\npackage = "${crate}"\ndate = "${date}"\n${kind}\n${versions}`;
    writeFileSync(join(folder, 'crates', crate, `${id}.md`), `\`\`\`toml\n${front}\`\`\`\n\n# Hole in ${crate}\n`);
  }
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

/** A Cargo.lock with one package of crates.io. */
export const locked = (name: string, version: string): string =>
  `version = 4\n\n[[package]]\nname = "${name}"\nversion = "${version}"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\n`;
