/** Results kept as long as what they are about, for questions that several rules ask of one thing. */

/** @returns the function, asked once for each object */
export function memo<K extends object, R>(compute: (about: K) => R): (about: K) => R {
  const known = new WeakMap<K, { readonly result: R }>();
  return (about) => {
    let found = known.get(about);
    if (found === undefined) {
      found = { result: compute(about) };
      known.set(about, found);
    }
    return found.result;
  };
}
