/** Bundles the command into dist/: a small start and packs that load when used, each with the code that V8 compiles of it. */
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { noticesOf } from './scripts/notices.js';
import { packChunks } from './scripts/pack.js';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const options = {
  outdir: 'dist',
  platform: 'node',
  target: 'node20',
  minify: !process.argv.includes('--no-minify'), // readable in a profile
  legalComments: 'none',
  logLevel: 'warning',
  outExtension: { '.js': '.cjs' },
};

/** The rule groups as they are in the source. */
async function readGroups(index) {
  const { outputFiles } = await build({
    entryPoints: [index],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    // Some libraries are CommonJS and ask for node's modules with `require`.
    banner: { js: "import{createRequire}from'node:module';const require=createRequire('file:///');" },
  });
  const { groups } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
  return groups;
}

/**
 * What a rule says is needed by every command, what it does only by an audit: the index becomes the words of all rules,
 * and their checks load at the first question.
 */
const lazyRules = {
  name: 'lazy-rules',
  setup({ onLoad, onResolve }) {
    let groups = [];
    onLoad({ filter: /[\\/]rules[\\/]index\.ts$/ }, async ({ path }) => {
      groups = await readGroups(path);
      const ruleText = ({ check: _, ...words }) =>
        `{...${JSON.stringify(words)},check:async(repo)=>(await import('all:checks')).default['${words.id}'](repo)}`;
      const groupText = ({ rules, ...words }) => `{...${JSON.stringify(words)},rules:[${rules.map(ruleText)}]}`;
      return {
        contents: `export const groups=[${groups.map(groupText)}];export const rules=groups.flatMap(({rules})=>rules);`,
      };
    });
    onResolve({ filter: /^all:checks$/ }, ({ path }) => ({ path, namespace: 'checks' }));
    onLoad({ filter: /./, namespace: 'checks' }, () => {
      const imports = groups.map(({ slug }, n) => `import group${n} from './rules/${slug}.ts';`);
      const list = groups.map((_, n) => `...group${n}.rules`);
      return {
        contents: `${imports.join('')}export default Object.fromEntries([${list}].map(({id,check})=>[id,check]));`,
        resolveDir: '.',
      };
    });
  },
};

rmSync('dist', { recursive: true, force: true });
// Only modules can be split, and only scripts can be loaded with the code that V8 compiled of them: first the one, then the other.
const { metafile } = await build({
  ...options,
  entryPoints: { 'cim-ready': 'src/main.ts', thread: 'src/thread.ts' },
  bundle: true,
  splitting: true,
  format: 'esm',
  chunkNames: 'chunks/[name]-[hash]',
  // Of the folder with the command the packs are told when they load.
  define: { CIM_READY_VERSION: JSON.stringify(version), CIM_READY_BIN: '__dirname' },
  plugins: [lazyRules],
  metafile: true,
});
const code = createHash('sha256');
for (const output of Object.keys(metafile.outputs).sort()) code.update(output).update(readFileSync(output));
await build({
  ...options,
  define: { CIM_READY_BUILD: JSON.stringify(code.digest('hex').slice(0, 16)) },
  entryPoints: Object.keys(metafile.outputs),
  outbase: 'dist',
  loader: { '.cjs': 'js' },
  format: 'cjs',
  supported: { 'dynamic-import': false },
  allowOverwrite: true,
});
packChunks();
writeFileSync('dist/THIRD-PARTY-LICENSES.txt', noticesOf(Object.keys(metafile.inputs)));
