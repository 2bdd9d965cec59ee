import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { filesContract } from './files.contract.ts'
import { makeDirectoryFiles } from './files.directory.ts'

filesContract('directory', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'luckygas-files-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return makeDirectoryFiles(folder)
})
