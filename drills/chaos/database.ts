import type { PatroniNode } from '../../server/testkit/engines/patroni-node.ts'
import type { PostgresCluster } from '../../server/testkit/engines/postgres-cluster.ts'
import { type Fault, faults } from '../failover/faults.ts'
import { type Blow, type Company, type Lack, slowing } from './blows.ts'
import { type Kind, kinds } from './schedule.ts'

/** Most strikes are at whoever leads; the rest at a standby, which may be the synchronous one. */
const leaderShare = 0.7

/** What is done to a node is what the failover drill does; only the slow disk is this drill's own. */
const failoverFaults = kinds.flatMap(kind => {
  const fault = faults[kind]
  return fault ? [[kind, fault] as const] : []
})

/** What the cluster must be started with so that all that this machine can do can be done to it, and what it cannot. */
export function databaseNeeds(): { needs: Fault['needs']; kinds: Kind[]; lacks: Lack[] } {
  const lacks = failoverFaults.flatMap(([kind, fault]): Lack[] => {
    const because = fault.impossible?.()
    return because === undefined ? [] : [{ target: 'database', kind, because }]
  })
  const possible = failoverFaults.filter(([kind]) => !lacks.some(lack => lack.kind === kind))
  const needs = Object.assign({}, ...possible.map(([, fault]) => fault.needs)) as Fault['needs']
  return { needs, lacks, kinds: [...possible.map(([kind]) => kind), 'slow-disk'] }
}

/** The nodes of the cluster; a strike is over when all three are whole again. */
export function databaseNodes(cluster: PostgresCluster, possible: readonly Kind[]): Company {
  const blowOf = (node: PatroniNode, fault: Fault): Blow => ({
    strike: () => fault.strike(node, cluster),
    heal: async () => {
      await fault.heal(node)
      await cluster.settled()
    },
  })
  return {
    target: 'database',
    kinds: possible,
    pick: async share => {
      const leader = await cluster.primary()
      const standbys = cluster.nodes.filter(node => node !== leader)
      const turn = Math.floor(((share - leaderShare) / (1 - leaderShare)) * standbys.length)
      const node = leader && share < leaderShare ? leader : standbys[Math.max(0, turn)]
      if (!node) throw new Error('there is no node to strike')
      // Patroni and the postmaster write nothing of weight: the second and first of a node's processes.
      const slow = slowing(() => node.processes().slice(2))
      const own = failoverFaults.map(([kind, fault]) => [kind, blowOf(node, fault)])
      return {
        name: `${node.name}${node === leader ? ' (primary)' : ''}`,
        blows: { ...Object.fromEntries(own), 'slow-disk': slow },
      }
    },
  }
}
