import { type Document, type Link, linksOf } from '../page/document.ts';
import { type LinkTarget, resolveTarget } from '../page/link-target.ts';
import { isPlaceholderAddress } from '../text/placeholder.ts';

/** A link of the README with where it leads. */
export interface ApiLink {
  link: Link;
  target: LinkTarget;
  /**
   * `api`: the reference of this module's crates; `documentation`: a page of the repository that says it is documentation, and not
   * of what; `none`: anything else.
   */
  role: 'api' | 'documentation' | 'none';
}

export interface ApiLinkContext {
  /** Path of the page. */
  page: string;
  /** Package names. */
  names: readonly string[];
  /** `package.documentation`, `package.homepage`. */
  sites: readonly string[];
  /** URL of the repository, when it is known. */
  repository?: string;
}

/** What people read; anything else that has an ending is code, settings or data. */
const PAGE = /(?:^|\/)[^.]*$|\/$|\.(?:md|markdown|mdown|mdx|html?|rst|adoc|asciidoc|txt|pdf|org|tex)$/i;
/** Code, which holds the documentation, and descriptions of an API that a program reads. */
const DESCRIPTION = /\.rs$|(?:open-?api|swagger|async-?api)[^/]*\.(?:ya?ml|json)$/i;
/** Addresses that nobody else can open. */
const LOCAL = /^https?:\/\/(?:localhost|127\.|0\.0\.0\.0|\[::1?\]|[\w-]+\.local(?=[:/]|$))/i;
const SPEAKS_OF_API = /\b(?:api|rustdoc|reference|crate docs?)\b/i;
/** Pages that speak of something else, whatever their other words. */
const NO_REFERENCE =
  /\b(?:adrs?|contributing|changelog|licen[sc]e|security|code of conduct|api (?:keys?|tokens?|gateway|server|changes)|deployment|installation|release)\b/i;
const SPEAKS_OF_DOCS = /\b(?:doc(?:s|umentation)?|book|guide|manual|handbook)\b/i;
/** Pages about the crate that are no documentation of it. */
const NO_DOCS =
  /^https?:\/\/(?:[\w.]*\.)?(?:crates\.io|lib\.rs|deps\.rs|img\.shields\.io|badge|codecov\.io|github\.com|gitlab\.com|discord|twitter|x\.com|doc\.rust-lang\.org)\b/i;

/** Finds the links to API documentation of these crates: docs.rs, a documentation site of theirs, or a page in the repository. */
export function readApiLinks(document: Document, context: ApiLinkContext): ApiLink[] {
  return linksOf(document)
    .filter(({ kind }) => kind !== 'image')
    .map((link) => {
      const target = resolveTarget(context.page, link.target, context.repository);
      return { link, target, role: roleOf(link, target, context) };
    });
}

function roleOf(link: Link, target: LinkTarget, context: ApiLinkContext): ApiLink['role'] {
  // a link that shows nothing leads nobody anywhere
  if (link.kind === 'link' && link.text.trim() === '') return 'none';
  if (target.kind === 'web') return isReference(target.url, link.text, context) ? 'api' : 'none';
  if (target.kind !== 'file' || target.path === context.page) return 'none';
  const described = DESCRIPTION.test(target.path);
  if (!PAGE.test(target.path) && !described) return 'none';
  const name = target.path.slice(target.path.lastIndexOf('/') + 1);
  const title = `${link.text} ${name}`.replace(/[_.-]/g, ' ');
  if (NO_REFERENCE.test(title)) return 'none';
  if (SPEAKS_OF_API.test(`${title} ${target.path.replace(/[/_.-]/g, ' ')}`)) return described ? 'documentation' : 'api';
  return SPEAKS_OF_DOCS.test(title) ? 'documentation' : 'none';
}

function isReference(url: string, text: string, { names, sites }: ApiLinkContext): boolean {
  if (LOCAL.test(url) || isPlaceholderAddress(url)) return false;
  const hosted = /^https?:\/\/docs\.rs\/(?:crate\/)?([\w-]+)/i.exec(url)?.[1];
  if (hosted !== undefined) return names.some((name) => sameName(name, hosted));
  if (sites.some((site) => /\bdocs?\b|documentation/i.test(site + text) && url.startsWith(site.replace(/\/+$/, ''))))
    return true;
  if (NO_DOCS.test(url)) return false;
  const own = names.some((name) =>
    new RegExp(`(?:^|[/.])(?:${literal(name)}|${literal(name.replaceAll('-', '_'))})(?:$|[/.?#-])`, 'i').test(url),
  );
  return (
    own &&
    (SPEAKS_OF_API.test(text) ||
      SPEAKS_OF_DOCS.test(text) ||
      /\b(?:docs?|api|rustdoc)\b|\.github\.io|readthedocs/i.test(url))
  );
}

function sameName(a: string, b: string): boolean {
  return a.replaceAll('-', '_').toLowerCase() === b.replaceAll('-', '_').toLowerCase();
}

function literal(text: string): string {
  return text.replace(/[^\w-]/g, '\\$&');
}
