import { join } from 'node:path'
import { type Engine, freePort, needProgram, ownFolder, startEngine } from './engine.ts'

export interface Etcd {
  /** Where clients ask each member. */
  ports: number[]
  stop(): Promise<void>
}

/** Three etcd, which together say who leads. */
export async function startEtcd(folder: string, uid: number): Promise<Etcd> {
  const members = []
  for (const name of ['etcd1', 'etcd2', 'etcd3'])
    members.push({ name, client: await freePort(), peer: await freePort() })
  const initial = members.map(({ name, peer }) => `${name}=http://127.0.0.1:${peer}`).join(',')
  const engines: Engine[] = await Promise.all(
    members.map(({ name, client, peer }) => {
      const own = ownFolder(folder, name, uid)
      return startEngine({
        program: needProgram('etcd'),
        args: [
          ...['--name', name, '--data-dir', join(own, 'data')],
          ...['--listen-client-urls', `http://127.0.0.1:${client}`],
          ...['--advertise-client-urls', `http://127.0.0.1:${client}`],
          ...['--listen-peer-urls', `http://127.0.0.1:${peer}`],
          ...['--initial-advertise-peer-urls', `http://127.0.0.1:${peer}`],
          ...['--initial-cluster', initial, '--initial-cluster-state', 'new'],
        ],
        folder: own,
        name,
        uid,
        isReady: async () => (await fetch(`http://127.0.0.1:${client}/health`)).ok,
      })
    }),
  )
  return {
    ports: members.map(({ client }) => client),
    stop: async () => {
      for (const engine of engines) await engine.stop()
    },
  }
}
