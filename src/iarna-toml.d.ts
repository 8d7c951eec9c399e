// The entry of @iarna/toml that leaves out its stringifier and its stream parser; the package types only its main entry.
declare module '@iarna/toml/parse-string.js' {
  export default function parse(text: string): Record<string, unknown>;
}
