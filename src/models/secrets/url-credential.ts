import { isCustomary, isPlaceholder, isWordy } from './placeholder.ts';

/** Hosts that only their own machine, network of containers or documentation knows. */
const LOCAL =
  /^(?:localhost|127\.|0\.0\.0\.0|\[::1\]|host\.docker|(?:[\w-]+\.)*example\b|[\w-]+(?:\.local)?(?=[:/"'`\s?]|$))/i;
/** Names that nobody can own (RFC 2606): what opens them opens nothing. */
const NOBODYS = /^(?:[\w-]+\.)*(?:example\.(?:com|net|org)|[\w-]+\.(?:example|test|invalid))(?=[:/"'`\s?,]|$)/i;
const LIMIT = 1024;

/**
 * The password of `scheme://user:password@host`, read from the `://` at `at`; undefined when there is none, it is
 * interpolated, or it is the user's own name or a word everybody uses.
 */
export function readUrlPassword(
  text: string,
  at: number,
  lineEnd: number,
): { start: number; value: string } | undefined {
  if (at === 0 || !/[A-Za-z0-9+]/.test(text.charAt(at - 1))) return undefined;
  const from = at + 3;
  const end = Math.min(lineEnd, from + LIMIT);
  let colon = -1;
  let host = -1;
  for (let i = from; i < end; i += 1) {
    const char = text.charAt(i);
    if (char === ':' && colon === -1) colon = i;
    else if (char === '@') host = i;
    else if (/[\s"'`<>\\/?]/.test(char) || (char === '/' && host !== -1)) break;
  }
  if (colon === -1 || host < colon + 2 || !/[A-Za-z0-9[{$%_-]/.test(text.charAt(host + 1))) return undefined;
  const user = text.slice(from, colon);
  const value = text.slice(colon + 1, host);
  const lower = value.toLowerCase();
  const address = text.slice(host + 1, host + 80);
  const local = LOCAL.test(address);
  const dull =
    value.length < 4 ||
    NOBODYS.test(address) ||
    (local && (isWordy(value) || value.length < 8)) ||
    lower === user.toLowerCase() ||
    isCustomary(value) ||
    isPlaceholder(value) ||
    /^[*x.]+$/i.test(value);
  return dull || /[{}$<>[\]]/.test(value) ? undefined : { start: colon + 1, value };
}
