/** Patterns over letters and digits of all scripts cost V8 a millisecond each to prepare; most texts are ASCII. */

/**
 * @param ascii what `any` means for texts of ASCII alone
 * @param any a pattern with Unicode's properties
 * @returns the pattern that fits a text
 */
export function byScript(ascii: RegExp, any: RegExp): (text: string) => RegExp {
  return (text) => (/[^\x00-\x7f]/.test(text) ? any : ascii);
}
