import { describe, expect, test } from 'vitest';
import { hasOwnComment, namesInFeatureSections } from '../../../src/models/cargo/feature-docs.ts';
import { parseMarkdown } from '../../../src/models/page/markdown.ts';
import { readCrate } from './read-module.ts';

const commented = (above: string) =>
  hasOwnComment(readCrate(`[features]\n${above}\nx = []`).features.find((one) => one.name === 'x')!);

describe('a comment about a feature', () => {
  test.each(['# Emit a tracing event for every change.', '# long\n# story told', '## `x`: serialize with serde'])(
    '%j',
    (above) => {
      expect(commented(above)).toBe(true);
    },
  );
  test.each([
    '',
    '# x',
    '# TODO',
    '# --------',
    '# === Optional features ===',
    '# ---------\n# Optional features\n# ---------',
    '# old = ["dep:old"]',
    '# stands apart from it\n',
    '# about y, which it is above of\ny = []',
  ])('%j is none', (above) => {
    expect(commented(above)).toBe(false);
  });
});

describe('names in feature sections, lists and tables', () => {
  const names = (page: string) => [...namesInFeatureSections(parseMarkdown(page))];

  test.each([
    '# Demo\n\n## Feature flags\n\n- `std`: with the standard library',
    '# Demo\n\n## Cargo features\n\n* std - with the standard library',
    '# Demo\n\n## Features\n\nEnable `std` for the standard library.',
    '# Demo\n\n## Features\n\n### std\n\nWith the standard library.',
    '# Demo\n\n## Features\n\n| name | what |\n| --- | --- |\n| `std` | the library |',
    '# Demo\n\n## Use\n\nThese features can be enabled:\n\n- std: the library',
    '# Demo\n\n| Feature | what |\n| --- | --- |\n| std | the library |',
    'A crate.\n\n# Feature flags\n\n- **std**: the library',
    '# Demo\n\n## Features\n\n**Library**:\n- Feature: `--features std`\n- See: `src/lib.rs`',
    '# Demo\n\n## Features\n\n- Feature: `` `--features std` ``',
    '# Demo\n\n## Features\n\nRun `cargo test --features serde,std` for it.',
    '# Demo\n\n## Features\n\nRun `cargo test --features "serde std"` for it.',
    "# Demo\n\n## Features\n\nRun `cargo test --features='std'` for it.",
    '# Demo\n\n## Features\n\nRun `cargo test -F demo/std` for it.',
    '# Demo\n\n## Features\n\nSay `demo = { version = "1", features = ["serde", "std"] }` for it.',
    '# Demo\n\n| Feature | what |\n| --- | --- |\n| `--features std` | the library |',
  ])('%j names std', (page) => {
    expect(names(page)).toContain('std');
  });

  test.each([
    '# Demo\n\n## Use\n\nSay `std` for the library.',
    '# Demo\n\n## Features\n\n- std library support that is fast',
    '# Demo\n\nThe std feature.',
    '# Feature store\n\n## Use\n\n- std: the library',
    '# Demo\n\n## Features\n\n```toml\nstd = []\n```',
    '# Demo\n\n## Use\n\nRun `cargo test --features std` for it.',
    '# Demo\n\n## Features\n\nRun `cargo test --features std-io --test std` for it.',
    '# Demo\n\n## Features\n\nWithout: `--no-default-features std`, `default-features = ["std"`.',
    '# Demo\n\n| Command | what |\n| --- | --- |\n| std | the library |',
  ])('%j does not', (page) => {
    expect(names(page)).not.toContain('std');
  });
});
