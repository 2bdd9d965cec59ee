// Test program: holds a lease on a data folder until it is killed or its input ends. hold-lease FOLDER
import { openDataFolder } from './data-folder.ts'
import { takeLease } from './lease.ts'

const folder = openDataFolder(process.argv[2] ?? '')
const lease = await takeLease(folder, 'hold-lease')
process.stdout.write('held\n')
process.stdin.resume().once('end', () =>
  lease.release(async () => {
    process.stdout.write('last out\n')
  }),
)
