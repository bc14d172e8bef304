/** Small file systems that fill up: real ones where this account may mount, and a limit on the size of files where it may not. */

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SmallDisk {
  folder: string;
  /** Takes all the room that is left. */
  fill(pid?: number): void;
  free(pid?: number): void;
  remove(): void;
}

const run = (command: string, ...given: string[]): void => {
  execFileSync(command, given, { stdio: ['ignore', 'ignore', 'pipe'] });
};

/** @returns why not, in a sentence, where it cannot be made here */
export function makeDisk(kind: 'tmpfs' | 'ext4'): SmallDisk | string {
  const home = mkdtempSync(join(tmpdir(), 'comments-disk-'));
  const folder = join(home, 'mount');
  mkdirSync(folder);
  try {
    if (kind === 'tmpfs') run('mount', '-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder);
    else {
      writeFileSync(join(home, 'image'), Buffer.alloc(8 * 1024 * 1024));
      run('mkfs.ext4', '-q', '-F', '-b', '4096', '-m', '0', join(home, 'image'));
      run('mount', '-o', 'loop', join(home, 'image'), folder);
    }
  } catch (error) {
    rmSync(home, { recursive: true, force: true });
    return `${kind} cannot be mounted by this account (${(error as Error).message.split('\n')[0]}).`;
  }
  const ballast = (): string[] => readdirSync(folder).filter((name) => name.startsWith('ballast'));
  return {
    folder,
    fill() {
      for (const size of [64 * 1024, 1024]) {
        try {
          for (let n = 0; ; n++) {
            const name = join(folder, `ballast-${size}-${n}`);
            if (!existsSync(name)) writeFileSync(name, Buffer.alloc(size));
          }
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
        }
      }
    },
    free() {
      for (const name of ballast()) rmSync(join(folder, name));
    },
    remove() {
      run('umount', '-l', folder);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** No file of the process grows any more: what a quota does, and what needs no rights. */
export function makeLimit(): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'comments-limit-'));
  return {
    folder,
    fill(pid) {
      run('prlimit', '--pid', String(pid), `--fsize=${Math.max(...readdirSync(folder).map((name) => statSync(join(folder, name)).size))}:`);
    },
    free(pid) {
      run('prlimit', '--pid', String(pid), '--fsize=unlimited:');
    },
    remove() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
