/** Dependencies that no code of their package names. A hint only: a crate may be there for its features, or be called otherwise. */
import { inOrder } from '../in-order.ts';
import type { Dependency } from '../models/cargo/dependencies.ts';
import type { Package } from '../models/cargo/package.ts';
import { questionOf } from '../models/rust-module/question.ts';
import type { RustModule } from '../models/rust-module/rust-module.ts';

const unseen = questionOf('cargo/explicit-versions: which are not named', async (crate, names: readonly string[]) =>
  (await import('../questions/cargo.ts')).unseenNames(crate, names),
);

export async function unusedDependencies(rust: RustModule): Promise<readonly Dependency[]> {
  return (await inOrder(rust.cargo.packages.map((owner) => unusedOf(rust, owner)))).flat();
}

async function unusedOf(rust: RustModule, owner: Package): Promise<readonly Dependency[]> {
  const forwarded = new Set(owner.features.flatMap(({ enables }) => enables.map((value) => value.split(/\??\//)[0])));
  const asked = owner.dependencies.filter(({ key }) => !forwarded.has(key));
  const names = [...new Set(asked.map(({ crateName }) => crateName))];
  if (names.length === 0) return [];
  const answers = await rust.ask(rust.targets(undefined, [owner]), unseen(names));
  const silent = names.filter((name) => answers.every((answer) => answer.includes(name)));
  return asked.filter(({ crateName }) => silent.includes(crateName));
}
