/** An organisation's rules about dependencies: one that every module has, one that none may have. */
import type { Dependency, DependencyKind } from '../models/cargo/dependencies.ts';
import { matchesGlob } from '../models/text/glob.ts';
import type { Repo } from '../repo.ts';
import { at, counted, type Evidence, fail, open, pass, placed, type Verdict } from '../rule.ts';

export interface DeclaredDependency {
  /** With `*` and `?`. */
  readonly name: string;
  readonly kinds?: readonly DependencyKind[] | undefined;
  readonly transitive?: boolean | undefined;
}

async function matching({ name, kinds }: DeclaredDependency, repo: Repo): Promise<Dependency[]> {
  const { packages } = await repo.cargo();
  return packages
    .flatMap(({ dependencies }) => dependencies)
    .filter((one) => matchesGlob(name, one.package) && (kinds === undefined || kinds.includes(one.kind)));
}

const seen = ({ place, package: name, kind }: Dependency): Evidence =>
  placed(place, `${kind === 'normal' ? '' : `${kind} `}dependency ${name}`);

/** @throws Inapplicable without a Cargo.toml, Broken for one that does not load */
export async function dependencyPresent(wanted: DeclaredDependency, repo: Repo): Promise<Verdict> {
  const [first, ...rest] = (await matching(wanted, repo)).map(seen);
  return first === undefined ? fail(`no package depends on ${wanted.name}`) : pass(first, ...rest);
}

/** @throws Inapplicable without a Cargo.toml, Broken for one that does not load, or a Cargo.lock that is none */
export async function dependencyBanned(banned: DeclaredDependency, repo: Repo): Promise<Verdict> {
  const found = (await matching(banned, repo)).map(seen);
  if (found.length > 0)
    return fail(
      `${banned.name} is banned, and ${counted(found.length, 'dependency is', 'dependencies are')} that`,
      ...found,
    );
  const { packages } = await repo.cargo();
  const manifests = `none of ${counted(packages.length, 'package depends', 'packages depend')} on ${banned.name}`;
  if (banned.transitive !== true) return pass(manifests);
  const lock = await repo.lockfile();
  if (lock === undefined) return open('there is no Cargo.lock, which would show what dependencies depend on');
  const locked = lock.packages.filter(({ name }) => matchesGlob(banned.name, name));
  if (locked.length === 0)
    return pass(`${manifests}, and none of ${lock.packages.length} packages in ${lock.path} is that`);
  return fail(
    `${banned.name} is banned, and a dependency brings it`,
    ...locked.map(({ name, version, line }) => at(lock.path, line, `${name} ${version}`)),
  );
}
