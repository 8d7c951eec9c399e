/** The repository's own file on the disk: read for a change, and written only when the change does what was asked. */
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../../decisions/config.ts';
import { repositoryFileName } from '../../decisions/own-file.ts';
import type { Sources } from '../../repo.ts';
import { repositoryFileSchema } from '../../schema/repository-file.ts';
import { withFile } from '../../sources/files-view.ts';
import { CannotRun } from '../failure.ts';
import { writeWhole } from '../output.ts';
import type { Terminal } from '../terminal.ts';

const fresh = `# Waivers and attestations of this repository; \`cim-ready schema repository-file\` says what it may hold.
version: 1
`;

/** @returns the file's text, or that of a new one; @throws CannotRun when it is no plain file, or has mistakes */
export function readOwnText(folder: string): string {
  const path = join(folder, repositoryFileName);
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return fresh;
  // A link could make this command write into another place than the module.
  if (!found.isFile()) throw new CannotRun(`${path} is no plain file`);
  const text = readFileSync(path, 'utf8');
  refuseMistakes(text, 'has mistakes; mend them first');
  return text;
}

/** @throws CannotRun with every problem's place */
export function refuseMistakes(text: string, words: string): void {
  const { problems } = readConfig(text, repositoryFileSchema);
  if (problems.length === 0) return;
  const lines = problems.map(
    ({ line, column, message }) => `  ${repositoryFileName}:${line ?? 1}:${column ?? 1}  ${message}`,
  );
  throw new CannotRun([`${repositoryFileName} ${words}`, ...lines].join('\n'));
}

/** The module as it would be with this text in its file. */
export const asIfWritten =
  (text: string) =>
  (sources: Sources): Sources => ({ ...sources, files: withFile(sources.files, repositoryFileName, text) });

/** Writes the file, or prints it for --dry-run. */
export async function keep(
  folder: string,
  text: string,
  dryRun: boolean,
  terminal: Terminal,
  said: string,
): Promise<number> {
  if (dryRun) {
    await terminal.out(text);
    return 0;
  }
  writeWhole(join(folder, repositoryFileName), text);
  terminal.err(`${said} in ${repositoryFileName}, which counts once git tracks it\n`);
  return 0;
}
