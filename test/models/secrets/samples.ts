/** Alphabets of the `{name:length}` notation. */
const ALPHABETS: Readonly<Record<string, string>> = {
  '10': '0123456789',
  '16': '0123456789abcdef',
  '26': 'abcdefghijklmnopqrstuvwxyz',
  '32': 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  '36': 'abcdefghijklmnopqrstuvwxyz0123456789',
  AZ: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  '62': 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  '64': 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
  b64: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
  q: 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'.toUpperCase(),
};

/**
 * Expands `{62:36}` into 36 characters of base 62, the same ones every time, so that a table can show a token's form
 * without holding anything that looks like a live one. `{0:8}` repeats the character: `{x:8}` is `xxxxxxxx`.
 */
export function expandSample(template: string): string {
  let seed = 7;
  for (const char of template) seed = (seed * 31 + char.charCodeAt(0)) % 2147483647;
  const next = (): number => {
    seed = (seed * 48271) % 2147483647;
    return seed;
  };
  return template.replace(/\{(\w+):(\d+)\}/g, (_, name: string, length: string) => {
    const alphabet = ALPHABETS[name] ?? name;
    let text = '';
    for (let i = 0; i < Number(length); i += 1) text += alphabet.charAt(next() % alphabet.length);
    return text;
  });
}
