/**
 * Makes a release that `npx luckygas update --to` takes: the checked-in files, both apps built, and the checksum of each.
 *
 *   node bin/run24.mjs tools/make-release.ts FOLDER      a folder
 *   node bin/run24.mjs tools/make-release.ts FILE.tar    a tarball with FILE.tar.sha256 beside it
 */
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { filesBelow, sha256Of, sumsName } from '../server/main/update/release-sums.ts'

const root = dirname(import.meta.dirname)
const [wanted] = process.argv.slice(2)

if (!wanted) {
  process.stderr.write('usage: make-release FOLDER|FILE.tar\n')
  process.exitCode = 2
} else if (wanted.endsWith('.tar')) await makeTarball(resolve(wanted))
else await makeFolder(resolve(wanted))

async function makeFolder(folder: string): Promise<void> {
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new Error(`${folder} is not empty.`)
  mkdirSync(folder, { recursive: true })
  execFileSync(process.execPath, [join(root, 'tools/build.ts')], { stdio: ['ignore', 2, 2] })
  const listed = execFileSync('git', ['ls-files', '-z'], { cwd: root, maxBuffer: 64 << 20 }).toString()
  const paths = listed.split('\0').filter(path => path !== '' && existsSync(join(root, path)))
  for (const path of [...paths, 'web/dist', 'driver/dist'])
    cpSync(join(root, path), join(folder, path), { recursive: true })
  const lines: string[] = []
  for (const path of await filesBelow(folder)) lines.push(`${await sha256Of(join(folder, path))}  ${path}\n`)
  writeFileSync(join(folder, sumsName), lines.join(''))
}

async function makeTarball(file: string): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'luckygas-release-'))
  try {
    await makeFolder(join(scratch, 'luckygas'))
    execFileSync('tar', ['-cf', file, '-C', scratch, 'luckygas'])
    writeFileSync(`${file}.sha256`, `${await sha256Of(file)}  ${basename(file)}\n`)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}
