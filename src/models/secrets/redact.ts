/**
 * What may be shown of a credential: at most its first four characters (vendors' prefixes are public) and its length.
 * Short values show nothing: four characters of a password of eight are half of it.
 */
export function redact(value: string): string {
  const shown = value.length < 16 ? 0 : 4;
  const head = [...value.slice(0, shown)].filter((char) => char >= ' ' && char !== '\x7f').join('');
  return `${head}… (${value.length} characters)`;
}
