/** A name for a finding that survives edits elsewhere in the file: it knows the item, the path and the words, not the line. */
import { createHash } from 'node:crypto';

/** @returns 16 hexadecimal digits */
export function fingerprintOf(
  id: string,
  evidence: { readonly message: string; readonly path?: string | undefined },
): string {
  return createHash('sha256')
    .update([id, evidence.path ?? '', evidence.message].join('\0'))
    .digest('hex')
    .slice(0, 16);
}
