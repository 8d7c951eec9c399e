/** Things by what they have in common. */

/** @returns the things by their key, each group in their order; those without a key are left out */
export function grouped<K, T>(things: Iterable<T>, keyOf: (thing: T) => K | undefined): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const thing of things) {
    const key = keyOf(thing);
    if (key !== undefined) add(groups, key, thing);
  }
  return groups;
}

/** @returns the things by each of their keys, each group in their order */
export function groupedByEach<K, T>(things: Iterable<T>, keysOf: (thing: T) => Iterable<K>): Map<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const thing of things) for (const key of keysOf(thing)) add(groups, key, thing);
  return groups;
}

/** Puts a thing behind those that have the key. */
export function add<K, T>(groups: Map<K, T[]>, key: K, thing: T): void {
  const known = groups.get(key);
  if (known === undefined) groups.set(key, [thing]);
  else known.push(thing);
}
