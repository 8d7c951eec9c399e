/** Crates that drive property tests, by the name they have on crates.io. */
import type { Dependency } from './dependencies.ts';
import type { CargoModule } from './workspace.ts';

const propertyTesting: ReadonlySet<string> = new Set([
  'proptest',
  'quickcheck',
  'bolero',
  'arbtest',
  'test-strategy',
  'hegel',
  'proptest-state-machine',
]);

/** Declarations of a property-testing crate in any package of the module. */
export function propertyCrates(module: CargoModule): readonly Dependency[] {
  return module.packages.flatMap(({ dependencies }) => dependencies.filter((one) => propertyTesting.has(one.package)));
}
