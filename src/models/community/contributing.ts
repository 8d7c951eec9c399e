import { codeOf, type Document, linksOf, proseOf, wordsOf } from '../page/document.ts';
import { isPlaceholder } from '../text/placeholder.ts';

/** What a CONTRIBUTING page tells a newcomer; each with the line that does. */
export interface ContributingGuide {
  words: number;
  /** How a change is proposed. */
  proposing?: number;
  /** How the module is built or tested. */
  building?: number;
}

const PROPOSING =
  /\bpull[- ]requests?\b|\bmerge[- ]requests?\b|\bPRs?\b|\bfork(?:ing|ed|s)?\b|\bpatch(?:es|set)?\b|\b(?:open|file|create|submit)(?:ing)?\b[^.]{0,40}\b(?:issue|proposal|change)\b|\bcreate\b[^.]{0,20}\bbranch\b/i;
const BUILD_COMMAND =
  /\b(?:cargo (?:\+\S+ )?(?:build|test|nextest|check|clippy|xtask|run|make|hack)|nix (?:build|develop|flake check)|nix-(?:build|shell)|(?:just|make|bazel|npm|task|earthly)(?: [\w:-]+)+|x\.py|\.\/[\w./-]+\.(?:sh|py)|docker(?:[- ]compose)? (?:build|run|up))/;

/** Reads how to propose a change and how to build or test, from prose, code spans, code blocks and links. */
export function readContributing(page: Document): ContributingGuide {
  const prose = proseOf(page.sections).filter((block) => !isPlaceholder(block.text));
  const proposing =
    prose.find((block) => PROPOSING.test(block.text)) ?? linksOf(page).find((link) => PROPOSING.test(link.text));
  const building =
    codeOf(page.sections).find((block) => BUILD_COMMAND.test(block.text)) ??
    prose.find(
      (block) =>
        block.codeSpans.some((span) => BUILD_COMMAND.test(span)) ||
        /\bcargo (?:build|test|check|clippy|nextest)\b/.test(block.text) ||
        /\brun(?:ning)? (?:all )?(?:the |our )?(?:test suite|tests|unit tests|ci)\b/i.test(block.text),
    );
  return {
    words: wordsOf(page.sections),
    ...(proposing ? { proposing: proposing.line } : {}),
    ...(building ? { building: building.line } : {}),
  };
}
