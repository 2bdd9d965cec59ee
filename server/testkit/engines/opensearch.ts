import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Engine, engineFolder, findProgram, freePort, needProgram, startEngine } from './engine.ts'
import { fillTemplate } from './template.ts'

/** The version that is fetched, and what its archive must be. */
export const openSearchRelease = {
  version: '2.19.1',
  artifact: 'org.opensearch.distribution.integ-test-zip:opensearch:2.19.1:zip',
  archive: 'opensearch-2.19.1.zip',
  sha512:
    '0bed69daad3c80e1302a0dba083f04f5accbb94ba8451052822ec065d24432fe096e329d6971758a8a021025b0302ee5b27eb5d89506853d8be736305f407651',
} as const

const home = join(engineFolder, `opensearch-${openSearchRelease.version}`)

/** Whether this machine has OpenSearch and a Java to run it. */
export function hasOpenSearch(): boolean {
  return existsSync(join(home, 'lib')) && findProgram('java') !== undefined
}

export interface OpenSearchServer extends Engine {
  url: string
  /** After SIGKILL: at its old port with its old data. */
  restart(): Promise<OpenSearchServer>
}

/** Nobody's user; OpenSearch refuses root. */
const serverUid = () => Number(execFileSync('id', ['-u', 'nobody'], { encoding: 'utf8' }))

/** What Java is told; the container's command says the same. */
export const openSearchArgs = (folders: { home: string; conf: string; tmp: string }): string[] => [
  '-Xms512m',
  '-Xmx512m',
  '-XX:+UseG1GC',
  '-Djava.security.manager=allow',
  `-Djava.io.tmpdir=${folders.tmp}`,
  '-Djava.util.concurrent.ForkJoinPool.common.threadFactory=org.opensearch.secure_sm.SecuredForkJoinWorkerThreadFactory',
  `-Dopensearch.path.home=${folders.home}`,
  `-Dopensearch.path.conf=${folders.conf}`,
  '-Dopensearch.distribution.type=zip',
  '-Dopensearch.bundled_jdk=false',
  ...['-cp', join(folders.home, 'lib', '*')],
  'org.opensearch.bootstrap.OpenSearch',
]

/** One node by itself with half a gigabyte, without security: whoever reaches its port may do everything. */
export async function startOpenSearch(folder: string, port?: number): Promise<OpenSearchServer> {
  const own = join(folder, 'opensearch')
  const ownPort = port ?? (await freePort())
  const uid = process.getuid?.() === 0 ? serverUid() : undefined
  if (!existsSync(own)) await prepare(folder, own, ownPort, uid)
  const engine = await startEngine({
    program: needProgram('java'),
    args: openSearchArgs({ home, conf: join(own, 'conf'), tmp: join(own, 'tmp') }),
    folder: own,
    name: 'opensearch',
    ...(uid !== undefined && { uid }),
    readyTimeoutMs: 300_000,
    isReady: async () => {
      const answer = await fetch(
        `http://127.0.0.1:${ownPort}/_cluster/health?wait_for_status=yellow&timeout=5s`,
      )
      return answer.ok
    },
  })
  const restart = () => startOpenSearch(folder, ownPort)
  return Object.assign(engine, { url: `http://127.0.0.1:${ownPort}`, restart })
}

/** The settings of the container, in a folder of its own. */
async function prepare(folder: string, own: string, port: number, uid: number | undefined): Promise<void> {
  const settings = fillTemplate('opensearch.yml', {
    SEARCH_HOST: '127.0.0.1',
    SEARCH_PORT: port,
    SEARCH_TRANSPORT_PORT: await freePort(),
    SEARCH_FOLDER: own,
    // A test machine's disk may be nearly full; that is no fault of the search.
    SEARCH_DISK_WATCH: 'false',
  })
  const folders = ['', 'conf', 'data', 'logs', 'tmp'].map(name => join(own, name))
  for (const each of folders) mkdirSync(each, { recursive: true })
  writeFileSync(join(own, 'conf', 'opensearch.yml'), settings)
  const log = fillTemplate('opensearch-log.properties', {})
  writeFileSync(join(own, 'conf', 'log4j2.properties'), log)
  if (uid === undefined) return
  // Its own user must be able to pass through the folder of the test.
  chmodSync(folder, 0o711)
  const files = readdirSync(join(own, 'conf')).map(name => join(own, 'conf', name))
  for (const each of [...folders, ...files]) chownSync(each, uid, uid)
}
