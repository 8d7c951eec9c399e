/** Gathers what git says of a module's versions: release tags with the manifest at each, and the manifests' history. */
import type { Package } from '../models/cargo/package.ts';
import type { CargoModule } from '../models/cargo/workspace.ts';
import { type ManifestVersion, ManifestVersions } from '../models/release/manifest-version.ts';
import {
  oldestFirst,
  type ReleaseName,
  type Releases,
  type ReleaseTag,
  readTagName,
  type VersionedPackage,
  type VersionLine,
  type VersionStep,
} from '../models/release/release.ts';
import { stringOf, tableOf } from '../models/toml/toml.ts';
import type { FileState, Git, PlacedTag } from './git.ts';

/** Up to as many bytes of one manifest's states are all read; of more, those between two of one version are skipped. */
const READ_ALL = 16 * 1024 * 1024;
const STRIDE = 32;

/**
 * @param cargo the module's packages; undefined for one that is no crate, or whose manifest does not parse
 * @param folder path of the module in its repository, `''` for its root
 * @throws Unavailable when the repository cannot be read
 */
export async function readReleases(git: Git, cargo: CargoModule | undefined, folder: string): Promise<Releases> {
  const packages = (cargo?.packages ?? []).map(versioned);
  const workspaceVersion = stringOf(tableOf(tableOf(cargo?.workspace?.table.workspace)?.package)?.version);
  const reader = new ManifestReader(git, packages, folder);
  // Both may fail: the tags' trouble is told, whichever comes first.
  const reading = reader.readLines();
  reading.catch(() => {});
  const tags = await reader.readTags();
  const { lines, skipped } = await reading;
  return { packages, workspaceVersion, ...tags, lines, skippedStates: skipped };
}

const versioned = ({ name, version, manifestPath, publish }: Package): VersionedPackage => ({
  name,
  version: version?.value,
  manifestPath,
  line: version?.place.line,
  inherits: version !== undefined && version.place.path !== manifestPath,
  published: publish !== false && !(Array.isArray(publish) && publish.length === 0),
});

class ManifestReader {
  readonly #git: Git;
  readonly #packages: readonly VersionedPackage[];
  readonly #prefix: string;
  readonly #sizes = new Map<string, number>();
  readonly #reader = new ManifestVersions();
  readonly #versions = new Map<string, Promise<ManifestVersion | undefined>>();

  constructor(git: Git, packages: readonly VersionedPackage[], folder: string) {
    this.#git = git;
    this.#packages = packages;
    this.#prefix = folder === '' ? '' : `${folder}/`;
  }

  /** The version fields of an object, each read once. */
  #version(name: string): Promise<ManifestVersion | undefined> {
    let version = this.#versions.get(name);
    if (version === undefined) {
      version = this.#git.object(name).then((bytes) => {
        this.#sizes.set(name, bytes?.length ?? 0);
        return bytes && this.#reader.read(bytes);
      });
      this.#versions.set(name, version);
    }
    return version;
  }

  async readTags(): Promise<Pick<Releases, 'tags' | 'malformed' | 'others'>> {
    const crates = new Set(this.#packages.map(({ name }) => name));
    const malformed: { tag: string; problem: string }[] = [];
    const others: string[] = [];
    const tags: Promise<ReleaseTag>[] = [];
    for (const tag of await this.#git.tags()) {
      const read = readTagName(tag.name, crates);
      if (read === undefined) others.push(tag.name);
      else if ('problem' in read) malformed.push({ tag: tag.name, problem: read.problem });
      else tags.push(this.#manifestAt(tag, read).then((manifest) => ({ ...read, tag, manifest })));
    }
    return { tags: await Promise.all(tags), malformed, others };
  }

  async #manifestAt(tag: PlacedTag, { crate, version }: ReleaseName): Promise<ReleaseTag['manifest']> {
    if (tag.commit === undefined) return undefined;
    if (crate === undefined) return this.#sharedManifestAt(tag.commit, version);
    // A crate may have moved since: its folder now, and where crates usually lie.
    const now = this.#packages.find(({ name }) => name === crate)?.manifestPath;
    for (const path of new Set([
      now ?? 'Cargo.toml',
      `${crate}/Cargo.toml`,
      `crates/${crate}/Cargo.toml`,
      'Cargo.toml',
    ])) {
      const found = await this.#version(`${tag.commit}:${this.#prefix}${path}`);
      if (found?.name === crate)
        return { path, version: found.inherits ? await this.#inherited(tag.commit) : found.version };
    }
    return undefined;
  }

  /** For a tag without a crate's name: the root package, else the workspace's version, else a member, best one that bears it. */
  async #sharedManifestAt(commit: string, version: string): Promise<ReleaseTag['manifest']> {
    const root = await this.#version(`${commit}:${this.#prefix}Cargo.toml`);
    const own = root?.version ?? root?.workspaceVersion;
    if (own !== undefined) return { path: 'Cargo.toml', version: own };
    const paths = this.#packages.flatMap(({ manifestPath, name }) => [
      ...[manifestPath, `${name}/Cargo.toml`, `crates/${name}/Cargo.toml`],
    ]);
    const members = await Promise.all(
      [...new Set(paths)].map(async (path) => ({
        path,
        version: (await this.#version(`${commit}:${this.#prefix}${path}`))?.version,
      })),
    );
    const versioned = members.filter((member) => member.version !== undefined);
    return versioned.find((member) => member.version === version) ?? versioned[0];
  }

  async #inherited(commit: string): Promise<string | undefined> {
    return (await this.#version(`${commit}:${this.#prefix}Cargo.toml`))?.workspaceVersion;
  }

  async readLines(): Promise<{ lines: VersionLine[]; skipped: number }> {
    // Without a crate there is no manifest whose past could matter.
    const members = this.#packages.map(({ manifestPath }) => manifestPath);
    const paths = members.length === 0 ? [] : [...new Set(['Cargo.toml', ...members])];
    const states = await this.#git.fileStates(paths.map((path) => this.#prefix + path));
    const read = await Promise.all(
      paths.map(async (path) => {
        const known = oldestFirst(states, this.#prefix + path).filter(({ blob }) => blob !== undefined);
        return { path, ...(await this.#readStates(known)) };
      }),
    );
    const lines = read.flatMap(({ path, versions }) => linesOf(path, versions));
    return { lines, skipped: read.reduce((sum, { skipped }) => sum + skipped, 0) };
  }

  /** Versions only grow, so that what lies between two states of one version has it too; halves what differs. */
  async #readStates(
    states: readonly FileState[],
  ): Promise<{ versions: { commit: string; manifest: ManifestVersion }[]; skipped: number }> {
    const seen = new Map<number, ManifestVersion | undefined>();
    const read = async (at: number): Promise<string> => {
      const found = await this.#version(states[at]?.blob ?? '');
      seen.set(at, found);
      return `${found?.name} ${found?.version} ${found?.workspaceVersion}`;
    };
    const explore = async (from: number, to: number): Promise<void> => {
      const [first, last] = await Promise.all([read(from), read(to)]);
      if (to - from < 2 || (first === last && to - from <= STRIDE)) return;
      const middle = (from + to) >> 1;
      await Promise.all([explore(from, middle), explore(middle, to)]);
    };
    const last = states.length - 1;
    if (last >= 0) await read(last);
    const size = this.#sizes.get(states[last]?.blob ?? '') ?? 0;
    if (size * states.length <= READ_ALL) await Promise.all(states.map((_, at) => read(at)));
    else await explore(0, last);
    const versions = [...seen]
      .sort(([a], [b]) => a - b)
      .flatMap(([at, manifest]) => (manifest === undefined ? [] : [{ commit: states[at]?.commit ?? '', manifest }]));
    return { versions, skipped: states.length - seen.size };
  }
}

/** One line for each name that the manifest had, and one for the version it shares with its members. */
function linesOf(path: string, states: readonly { commit: string; manifest: ManifestVersion }[]): VersionLine[] {
  const lines = new Map<string | undefined, VersionStep[]>();
  const add = (crate: string | undefined, commit: string, version: string | undefined): void => {
    if (version === undefined) return;
    const steps = lines.get(crate) ?? [];
    lines.set(crate, steps);
    if (steps.at(-1)?.version !== version) steps.push({ commit, version });
  };
  for (const { commit, manifest } of states) {
    if (manifest.name !== undefined) add(manifest.name, commit, manifest.version);
    add(undefined, commit, manifest.workspaceVersion);
  }
  return [...lines].map(([crate, steps]) => ({ crate, path, steps }));
}
