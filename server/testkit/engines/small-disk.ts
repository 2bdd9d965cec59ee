import { execFileSync } from 'node:child_process'
import { chownSync, mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A file system of its own with little room, which can be filled to the last byte. */
export interface SmallDisk {
  folder: string
  /** Takes all the room that is left. */
  fill(): void
  /** Gives the room back. */
  free(): void
  remove(): void
}

/** Whether this user may mount here: root may not everywhere. */
export function mayMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'luckygas-mount-'))
  try {
    mountSmallDisk(folder, 1, process.getuid?.() ?? 0).remove()
    return true
  } catch {
    return false
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Mounts a small file system in memory. @throws when this machine or this user may not mount */
export function mountSmallDisk(folder: string, megabytes: number, uid: number): SmallDisk {
  mkdirSync(folder, { recursive: true })
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'tmpfs', folder], {
    stdio: 'pipe',
  })
  chownSync(folder, uid, uid)
  const ballast = join(folder, 'ballast')
  return {
    folder,
    fill: () => {
      const { bavail, bsize } = statfsSync(folder)
      const piece = Buffer.alloc(bsize)
      try {
        // Whoever else writes here meanwhile may take the rest of the room first.
        writeFileSync(ballast, Buffer.alloc(Math.max(0, (bavail - 8) * bsize)), { flag: 'a' })
        for (;;) writeFileSync(ballast, piece, { flag: 'a' })
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
      }
    },
    free: () => rmSync(ballast, { force: true }),
    remove: () => void execFileSync('umount', ['-l', folder]),
  }
}
