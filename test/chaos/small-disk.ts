import { execFileSync } from 'node:child_process';
import { statfsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const SIZE = '4g';
// Room for a page or two: the next file that grows finds the disk full.
const LEFT_KB = 64;

/** A disk in memory that can become full and have room again; only root on Linux may have one. */
export class SmallDisk {
  private constructor(readonly folder: string) {}

  /** Puts it at an empty folder; undefined where this is not permitted. */
  static mount(folder: string): SmallDisk | undefined {
    try {
      run('mount', ['-t', 'tmpfs', '-o', `size=${SIZE},mode=755`, 'redress-chaos', folder]);
      return new SmallDisk(folder);
    } catch {
      return undefined;
    }
  }

  /** Makes it so small that nothing more goes in. */
  async fill(): Promise<void> {
    for (let tries = 0; ; tries += 1) {
      const { blocks, bfree, bsize } = statfsSync(this.folder);
      const usedKb = Math.ceil(((blocks - bfree) * bsize) / 1_024);
      try {
        return this.resize(`${usedKb + LEFT_KB}k`);
      } catch (error) {
        if (tries >= 20) throw error; // somebody writes faster than we can measure
        await sleep(20);
      }
    }
  }

  free(): void {
    this.resize(SIZE);
  }

  unmount(): void {
    try {
      run('umount', [this.folder]);
    } catch {
      run('umount', ['-l', this.folder]); // whoever still has a file open keeps it until the end
    }
  }

  private resize(size: string): void {
    run('mount', ['-o', `remount,size=${size}`, this.folder]);
  }
}

const run = (command: string, words: readonly string[]): void => void execFileSync(command, words, { stdio: ['ignore', 'ignore', 'pipe'] });
