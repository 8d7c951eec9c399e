/** Where a repository is published, from its remote's address. */

export interface Remote {
  readonly host: string;
  /** Everything before the name; several words where the host knows groups. */
  readonly owner: string;
  readonly name: string;
  /** Page of the repository, without credentials and `.git`; links to commits and files begin with it. */
  readonly url: string;
}

/**
 * @param address as git-clone(1) takes it: a URL, or `user@host:path`
 * @returns undefined for paths, and for addresses that are no forge's
 */
export function parseRemote(address: string): Remote | undefined {
  const parts =
    /^(?:https?|ssh|git):\/\/(?:[^@/\s]*@)?([^:/\s]+)(?::\d+)?\/([^\s?#]+?)\/?$/.exec(address) ??
    /^(?:[^@/\s:]+@)?([\w-]+(?:\.[\w-]+)+):(?!\/\/)\/?([^\s?#]+?)\/?$/.exec(address);
  if (!parts) return undefined;
  const host = (parts[1] ?? '').toLowerCase();
  const path = (parts[2] ?? '').replace(/\.git$/, '');
  const slash = path.lastIndexOf('/');
  if (slash <= 0 || path.split('/').some((word) => !/^[\w.~-]+$/.test(word) || /^\.+$/.test(word))) return undefined;
  return { host, owner: path.slice(0, slash), name: path.slice(slash + 1), url: `https://${host}/${path}` };
}
