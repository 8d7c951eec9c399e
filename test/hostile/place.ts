/** Where an attack is built: a module, a folder beside it that nothing may touch, and a program that leaves a mark when it is run. */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export type Content = Readonly<Record<string, string | Uint8Array>>;

const START = Date.UTC(2025, 0, 1, 12) / 1000;
const fixture = join(import.meta.dirname, '../../fixtures/ready');

/** What lies outside of the module and must never be shown. */
export const CANARY = 'canary-7f3a91';

export class Place {
  /** Everything of this attack. */
  readonly base = realpathSync(mkdtempSync(join(tmpdir(), 'cim-ready-hostile-')));
  readonly module = this.#folder('module');
  readonly outside = this.#folder('outside');
  readonly home = this.#folder('home');
  readonly temporary = this.#folder('tmp');
  readonly out = this.#folder('out');
  readonly programs = this.#folder('programs');
  readonly mark = join(this.base, 'mark');
  /** A program that the attack may name wherever it likes. */
  readonly trap = join(this.base, 'trap.sh');
  /** What git itself started: its own trace. */
  readonly trace = join(this.base, 'trace');
  #ticks = 0;

  constructor() {
    const real = realpathSync(execFileSync('/bin/sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim());
    this.#program(this.trap, `echo "$0 $*" >> '${this.mark}'`);
    for (const name of [
      'sh',
      'bash',
      'ssh',
      'gpg',
      'gpgv',
      'less',
      'more',
      'python',
      'python3',
      'perl',
      'nc',
      'curl',
      'wget',
      'cargo',
      'rustc',
      'make',
      'nix',
      'vi',
      'editor',
    ])
      this.#program(join(this.programs, name), `echo "$0 $*" >> '${this.mark}'`);
    this.#program(join(this.programs, 'git'), `GIT_TRACE2_EVENT='${this.trace}' exec '${real}' "$@"`);
    writeFileSync(join(this.outside, 'secret.txt'), `${CANARY}\n`);
    writeFileSync(join(this.outside, 'lib.rs'), `//! ${CANARY}\npub fn ${CANARY.replace('-', '_')}() {}\n`);
  }

  #folder(name: string): string {
    const path = join(this.base, name);
    mkdirSync(path);
    return path;
  }

  #program(path: string, line: string): void {
    writeFileSync(path, `#!/bin/sh\n${line}\n`, { mode: 0o755 });
  }

  /** Writes files of the module. */
  write(content: Content): void {
    for (const [path, text] of Object.entries(content)) {
      const file = join(this.module, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }

  read(path: string): string {
    return readFileSync(join(this.module, path), 'utf8');
  }

  remove(path: string): void {
    rmSync(join(this.module, path), { recursive: true, force: true });
  }

  link(target: string, path: string): void {
    mkdirSync(dirname(join(this.module, path)), { recursive: true });
    symlinkSync(target, join(this.module, path));
  }

  /** The smallest crate. */
  crate(content: Content = {}): void {
    this.write({
      'Cargo.toml': '[package]\nname = "x"\nversion = "0.1.0"\nedition = "2021"\n',
      'src/lib.rs': '//! Doc.\n',
      ...content,
    });
  }

  /** A module in which next to everything passes. */
  ready(content: Content = {}): void {
    cpSync(fixture, this.module, { recursive: true });
    this.write(content);
  }

  git(...args: string[]): string {
    return this.gitWith(undefined, ...args);
  }

  gitWith(input: string | Uint8Array | undefined, ...args: string[]): string {
    const date = `${START + ++this.#ticks * 3600} +0000`;
    return execFileSync('git', args, {
      cwd: this.module,
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(input === undefined ? {} : { input }),
      maxBuffer: 2 ** 28,
      env: {
        PATH: process.env.PATH,
        HOME: '/nonexistent',
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_CONFIG_GLOBAL: '/dev/null',
        ...{ GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.org', GIT_AUTHOR_DATE: date },
        ...{ GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.org', GIT_COMMITTER_DATE: date },
      },
    });
  }

  /** Makes a repository of what is there. */
  commit(message = 'feat: everything'): void {
    if (!readdirSync(this.module).includes('.git')) this.git('init', '-q', '-b', 'main');
    this.git('add', '-A');
    this.git('commit', '-q', '--allow-empty', '--no-gpg-sign', '-m', message);
  }

  dispose(): void {
    execFileSync('/bin/chmod', ['-R', 'u+rwX', this.base]);
    rmSync(this.base, { recursive: true, force: true });
  }
}
