/** Reads the repository's own file. What is wrong in it is said with its place, and then nothing of it counts. */

import { repositoryFileSchema } from '../schema/repository-file.ts';
import type { Settings } from '../settings.ts';
import { readConfig } from './config.ts';
import type { Placed } from './decisions.ts';
import { noOwnFile, type OwnFile, repositoryFileName } from './own-file.ts';

/**
 * @param text the file's text
 * @param allowed whether waivers and attestations are to be read at all
 */
export function readOwnFile(text: string, allowed: Pick<Settings, 'waivers' | 'attestations'>): OwnFile {
  const config = readConfig(text, repositoryFileSchema);
  const path = repositoryFileName;
  if (config.value === undefined) {
    const notes = config.problems.map(({ message, ...place }) => ({ message, path, ...place, note: true as const }));
    const summary = { message: `${path} is not used, since it has mistakes`, path, note: true as const };
    return { ...noOwnFile, notes: [summary, ...notes] };
  }
  const { value, placeOf } = config;
  const placed = <T>(list: readonly T[], key: string): Placed<T>[] =>
    list.map((entry, index) => ({ ...entry, line: placeOf(key, String(index)).line }));
  const counts = [
    [value.waivers.length, 'waiver', 'waivers'],
    [value.attestations.length, 'attestation', 'attestations'],
    [value['critical-paths'].length, 'critical path', 'critical paths'],
    [value.coverage.length, 'coverage report', 'coverage reports'],
  ] as const;
  const said = counts
    .filter(([count]) => count > 0)
    .map(([count, one, many]) => `${count} ${count === 1 ? one : many}`);
  const ignored = [
    ...(allowed.waivers === false && value.waivers.length > 0 ? ['waivers'] : []),
    ...(allowed.attestations === false && value.attestations.length > 0 ? ['attestations'] : []),
  ];
  const but = ignored.length === 0 ? '' : `; its ${ignored.join(' and ')} are ignored as asked`;
  const message = `the repository's own ${path} adds ${said.length === 0 ? 'nothing' : said.join(', ')}${but}`;
  return {
    file: path,
    waivers: allowed.waivers === false ? [] : placed(value.waivers, 'waivers'),
    attestations: allowed.attestations === false ? [] : placed(value.attestations, 'attestations'),
    criticalPaths: value['critical-paths'],
    coverage: value.coverage,
    notes: [{ message, path, note: true }],
  };
}
