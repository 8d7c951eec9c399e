/** Which packages of a module stand for it: what is published, or would be. */
import type { Package } from './package.ts';
import type { CargoModule } from './workspace.ts';

/** Folders whose packages show, test or build the module: nobody depends on them. */
const ASIDE = /(?:^|\/)(?:examples?|xtask|benches|tests?|fuzz)(?:\/|$)/;

const isAside = ({ folder }: Package): boolean => ASIDE.test(folder);

/**
 * The packages that stand for the module, whose metadata others will read: the root package always, members unless they say
 * `publish = false` or lie among the examples and tests. Where that leaves none (a virtual workspace of services), all of them.
 */
export function publishedPackages(module: CargoModule): readonly Package[] {
  const members = module.packages.filter((one) => !isAside(one));
  const published = members.filter((one) => one.folder === '' || isPublished(one));
  return [published, members].find((some) => some.length > 0) ?? module.packages;
}

/** The packages that stand for the module, and those of the workspace that they are built from, published or not. */
export function shippedPackages(module: CargoModule): readonly Package[] {
  const byFolder = new Map(module.packages.map((one) => [one.folder, one]));
  const shipped = new Set(publishedPackages(module));
  for (const { dependencies } of shipped) {
    for (const { kind, path } of dependencies) {
      const used = kind === 'dev' || path === undefined ? undefined : byFolder.get(path);
      if (used !== undefined) shipped.add(used);
    }
  }
  return module.packages.filter((one) => shipped.has(one));
}

export function isPublished(one: Package): boolean {
  return one.publish === true || (Array.isArray(one.publish) && one.publish.length > 0);
}
