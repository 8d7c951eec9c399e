/**
 * A memoised getter: the work is done at the first call, and its result, or what it threw, is given to every later one.
 * @param make computes the fact; may return a promise
 */
export function fact<T>(make: () => T): () => T {
  let state: { value: T } | { thrown: unknown } | undefined;
  return () => {
    if (state === undefined) {
      try {
        state = { value: make() };
      } catch (thrown) {
        state = { thrown };
      }
    }
    if ('thrown' in state) throw state.thrown;
    return state.value;
  };
}

/** A memoised function of one string, such as a file's path. */
export function factOf<T>(make: (key: string) => T): (key: string) => T {
  const facts = new Map<string, () => T>();
  return (key) => {
    let known = facts.get(key);
    if (known === undefined) {
      known = fact(() => make(key));
      facts.set(key, known);
    }
    return known();
  };
}
