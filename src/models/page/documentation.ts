/** The written documentation of a module: README and other pages in the root, doc/ and docs/. Instructions for assistants are none. */

const page = /^(?:[^/]+|docs?\/.*)\.(?:md|markdown|rst|adoc)$/i;
const instructions = /(?:^|\/)(?:CLAUDE|AGENTS|GEMINI|COPILOT[^/]*|\.?rules)\.md$|^\.(?:claude|cursor|rules|github)\//i;

/** @returns paths of documentation pages among the scanned files */
export function documentationPages(paths: readonly string[]): string[] {
  return paths.filter((path) => page.test(path) && !instructions.test(path));
}
