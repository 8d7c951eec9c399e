/** Where a forge shows a file or a commit. Only https, and only forges whose addresses are known. */

type Style = 'github' | 'gitlab' | 'bitbucket' | 'gitea';

function styleOf(repository: string | undefined): { style: Style; base: string } | undefined {
  const [, host] = /^https:\/\/([\w.-]+)\/[\w.~/-]+$/.exec(repository ?? '') ?? [];
  if (repository === undefined || host === undefined) return undefined;
  const base = repository.replace(/\/+$/, '');
  if (/(^|\.)github\./.test(host)) return { style: 'github', base };
  if (/(^|\.)gitlab\./.test(host)) return { style: 'gitlab', base };
  if (host === 'bitbucket.org') return { style: 'bitbucket', base };
  return host === 'codeberg.org' || /(^|\.)(gitea|forgejo)\./.test(host) ? { style: 'gitea', base } : undefined;
}

const isHash = (head: string | undefined): head is string => /^[0-9a-f]{40,64}$/.test(head ?? '');

/** @returns the page of the file at the judged commit, at its lines; undefined where it is not known */
export function fileUrl(
  repository: string | undefined,
  head: string | undefined,
  path: string,
  line: number | undefined,
  endLine: number | undefined,
): string | undefined {
  const forge = styleOf(repository);
  if (forge === undefined || !isHash(head)) return undefined;
  const { style, base } = forge;
  const file = path.split('/').map(encodeURIComponent).join('/');
  const end = endLine !== undefined && line !== undefined && endLine > line ? endLine : undefined;
  const anchors: Record<Style, string> = {
    github: `#L${line}${end === undefined ? '' : `-L${end}`}`,
    gitlab: `#L${line}${end === undefined ? '' : `-${end}`}`,
    gitea: `#L${line}${end === undefined ? '' : `-L${end}`}`,
    bitbucket: `#lines-${line}${end === undefined ? '' : `:${end}`}`,
  };
  const folders: Record<Style, string> = {
    github: `blob/${head}`,
    gitlab: `-/blob/${head}`,
    gitea: `src/commit/${head}`,
    bitbucket: `src/${head}`,
  };
  // Without `plain`, GitHub shows a rendered page that has no lines.
  const plain = style === 'github' && line !== undefined && /\.(md|markdown|rst|adoc)$/i.test(path) ? '?plain=1' : '';
  return `${base}/${folders[style]}/${file}${plain}${line === undefined ? '' : anchors[style]}`;
}

export function commitUrl(repository: string | undefined, head: string | undefined): string | undefined {
  const forge = styleOf(repository);
  if (forge === undefined || !isHash(head)) return undefined;
  const folder = { github: 'commit', gitlab: '-/commit', gitea: 'commit', bitbucket: 'commits' }[forge.style];
  return `${forge.base}/${folder}/${head}`;
}
