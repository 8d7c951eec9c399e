/** Splits an info string as rustdoc and GitHub do: blanks, commas and braces part the words. */
export function parseInfo(info: string): { language: string; attributes: string[] } {
  const [language = '', ...attributes] = info
    .replace(/[{}]/g, ' ')
    .split(/[\s,]+/)
    .filter((word) => word !== '');
  return { language: language.toLowerCase().replace(/^\./, ''), attributes };
}
