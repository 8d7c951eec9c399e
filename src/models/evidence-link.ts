/** What may stand as the evidence of an attestation: a link, or a path that is there. */

/**
 * @param exists asked with the path, without any `#…`
 * @returns whether the evidence leads anywhere; links are not followed
 */
export function resolvesEvidence(evidence: string, exists: (path: string) => boolean): boolean {
  return /^https:\/\/[^\s/]+\.[^\s]+$/.test(evidence) || exists(evidence.replace(/#.*$/, ''));
}
