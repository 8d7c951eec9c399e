import { parseToml, stringOf, tableOf } from '../toml/toml.ts';

/** What a toolchain file pins. */
export type Toolchain =
  | { kind: 'version'; channel: string; version: string; line: number }
  | { kind: 'dated'; channel: string; newest: string | undefined; line: number }
  | { kind: 'moving'; channel: string; line: number }
  | { kind: 'path'; path: string; line: number }
  | { kind: 'broken'; message: string; line: number };

/** Reads rust-toolchain.toml, or the older rust-toolchain in either of its forms (rustup's book, "Overrides"). */
export function readToolchain(text: string): Toolchain {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 1 && !/[[=]/.test(lines[0]!)) return classify(lines[0]!.trim(), 1);
  const result = parseToml(text);
  if (!result.ok) return { kind: 'broken', message: result.problem.message, line: result.problem.line };
  const table = tableOf(result.document.value.toolchain);
  const line = (key: string) => result.document.places.at(['toolchain', key])?.line ?? 1;
  const channel = stringOf(table?.channel);
  const path = stringOf(table?.path);
  if (channel !== undefined && path !== undefined)
    return { kind: 'broken', message: 'names a channel and a path, which rustup refuses', line: line('path') };
  if (channel !== undefined) return classify(channel, line('channel'));
  if (path !== undefined) return { kind: 'path', path, line: line('path') };
  return { kind: 'broken', message: 'names no toolchain.channel', line: 1 };
}

function classify(channel: string, line: number): Toolchain {
  const version = /^(\d+\.\d+(?:\.\d+)?(?:-beta(?:\.\d+)?)?)(?:-[a-z][\w-]*)?$/.exec(channel)?.[1];
  if (version !== undefined) return { kind: 'version', channel, version, line };
  const dated = /^(nightly|beta)-(\d{4})-(\d{2})-(\d{2})(?:-[a-z]|$)/.exec(channel);
  if (dated === null) return { kind: 'moving', channel, line };
  const [year = 0, month = 0, date = 0] = dated.slice(2).map(Number);
  const day = Date.UTC(year, month - 1, date);
  const isDay = month >= 1 && month <= 12 && date >= 1 && day < Date.UTC(year, month, 1);
  if (!isDay) return { kind: 'broken', message: `channel "${channel}" names no day of the calendar`, line };
  return { kind: 'dated', channel, newest: newestOn(day, dated[1] === 'nightly' ? 2 : 1), line };
}

/**
 * The newest version that a dated toolchain can be: stable 1.N came out 42·N days after 1.0 (14 May 2015), beta is one version ahead
 * and nightly two, and numbers change up to a week before the day.
 */
function newestOn(day: number, ahead: number): string | undefined {
  const days = (day - Date.UTC(2015, 4, 14)) / 86_400_000;
  return days < 0 ? undefined : `1.${Math.floor((days + 7) / 42) + ahead}`;
}
/** Whether one Rust version is older than another; parts that are not written count as nought. */
export function isOlder(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.replace(/-.*$/, '').split('.').map(Number));
  for (let at = 0; at < 3; at += 1) {
    const difference = (a![at] ?? 0) - (b![at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
