const NAMES =
  /^(?:[\w-]*(?:lcov|coverage)[\w-]*\.info|[\w-]*coverage[\w-]*\.lcov|lcov\.lcov|cobertura[\w-]*\.xml|coverage\.xml|tarpaulin[\w-]*\.json|[\w-]*(?:coverage|llvm-cov)[\w-]*\.json)$/i;
const ELSEWHERE = /(^|\/)(tests?|fixtures|testdata|node_modules|vendor)\//;

/** Files among those tracked that may be coverage reports, by their names. */
export function namedLikeReports(paths: readonly string[]): string[] {
  return paths.filter((path) => NAMES.test(path.slice(path.lastIndexOf('/') + 1)) && !ELSEWHERE.test(path));
}

/** Where tools leave reports that nobody tracks. */
export const USUAL_PLACES: readonly string[] = [
  'lcov.info',
  'coverage.lcov',
  'coverage/lcov.info',
  'target/lcov.info',
  'target/coverage/lcov.info',
  'target/llvm-cov/lcov.info',
  'target/debug/coverage/lcov',
  'cobertura.xml',
  'coverage.xml',
  'coverage/cobertura.xml',
  'target/coverage/cobertura.xml',
  'tarpaulin-report.json',
  'coverage/tarpaulin-report.json',
  'coverage.json',
  'coverage/coverage.json',
  'target/llvm-cov/coverage.json',
];
