/** Which packages of a module stand for it: what is published, or would be. */
import type { Package } from './package.ts';
import type { CargoModule } from './workspace.ts';

/**
 * The packages whose metadata others will read: the root package always, members unless they say `publish = false`. Where that leaves
 * none (a virtual workspace of services), all of them.
 */
export function publishedPackages(module: CargoModule): readonly Package[] {
  const published = module.packages.filter((one) => one.folder === '' || isPublished(one));
  return published.length > 0 ? published : module.packages;
}

export function isPublished(one: Package): boolean {
  return one.publish === true || (Array.isArray(one.publish) && one.publish.length > 0);
}
