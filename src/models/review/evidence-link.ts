/** What may stand as the evidence of an attestation: a link, or a path that is there. */

/**
 * @param exists asked with the path, without any `#…`
 * @returns whether the evidence leads anywhere; links are not followed
 */
export function resolvesEvidence(evidence: string, exists: (path: string) => boolean): boolean {
  const path = evidence.replace(/#.*$/, '').replace(/\/+$/, '');
  // The module's own folder is always there, and shows nothing.
  if (path === '' || /^(?:\.\/?)+$/.test(path)) return false;
  return /^https:\/\/[^\s/]+\.[^\s]+$/.test(evidence) || exists(path);
}
