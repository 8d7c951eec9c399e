/** What crates.io takes for a package: category slugs, keywords and lengths. Source: crates.io/category_slugs and the Cargo Book. */

/** Slugs as of August 2026; about five a year are added. */
const CATEGORIES = new Set(
  `accessibility aerospace aerospace::drones aerospace::protocols aerospace::simulation
  aerospace::space-protocols aerospace::unmanned-aerial-vehicles algorithms api-bindings artificial-intelligence
  asynchronous authentication automotive caching command-line-interface command-line-utilities compilers
  compression computer-vision concurrency config cryptography cryptography::cryptocurrencies data-structures
  database database-implementations date-and-time development-tools development-tools::build-utils
  development-tools::cargo-plugins development-tools::debugging development-tools::ffi
  development-tools::procedural-macro-helpers development-tools::profiling development-tools::testing email
  embedded emulators encoding external-ffi-bindings filesystem finance game-development game-engines games
  graphics gui hardware-support internationalization localization mathematics memory-management multimedia
  multimedia::audio multimedia::encoding multimedia::images multimedia::video network-programming no-std
  no-std::no-alloc os os::android-apis os::freebsd-apis os::linux-apis os::macos-apis os::unix-apis
  os::windows-apis parser-implementations parsing rendering rendering::data-formats rendering::engine
  rendering::graphics-api rust-patterns science science::bioinformatics science::bioinformatics::genomics
  science::bioinformatics::proteomics science::bioinformatics::sequence-analysis science::computational-biology
  science::computational-biology::structural-modeling science::computational-biology::systems-biology
  science::computational-chemistry science::computational-chemistry::cheminformatics
  science::computational-chemistry::electronic-structure science::computational-chemistry::molecular-simulation
  science::geo science::materials science::neuroscience science::quantum-computing science::robotics security
  simulation template-engine text-editors text-processing value-formatting virtualization visualization wasm
  web-programming web-programming::http-client web-programming::http-server web-programming::websocket`.split(/\s+/),
);

export const MAX_KEYWORDS = 5;
export const MAX_CATEGORIES = 5;
const MAX_KEYWORD_LENGTH = 20;

/** What is wrong with a category slug; undefined for one that crates.io knows. */
export function categoryProblem(slug: string): string | undefined {
  if (CATEGORIES.has(slug)) return undefined;
  const known = slug.trim().toLowerCase().replaceAll(' ', '-');
  const hint = CATEGORIES.has(known) ? `, \`${known}\` is` : '';
  return `\`${slug}\` is no category of crates.io${hint}`;
}

/** What is wrong with a keyword; undefined for one that crates.io takes. */
export function keywordProblem(keyword: string): string | undefined {
  if (keyword === '') return 'a keyword is empty';
  if (keyword.length > MAX_KEYWORD_LENGTH)
    return `keyword \`${keyword}\` is longer than ${MAX_KEYWORD_LENGTH} characters`;
  if (!/^[A-Za-z0-9]/.test(keyword)) return `keyword \`${keyword}\` must begin with a letter or digit`;
  const wrong = /[^A-Za-z0-9_+-]/.exec(keyword)?.[0];
  return wrong === undefined
    ? undefined
    : `keyword \`${keyword}\` contains \`${wrong}\`; letters, digits, \`-\`, \`_\` and \`+\` may`;
}
