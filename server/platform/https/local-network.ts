import { BlockList, isIP } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'

/** The names and addresses under which phones in the shop can reach this machine. */
export type LocalNames = { hostName: string; dnsNames: string[]; addresses: string[] }

/** Networks that belong to nobody on the internet: RFC 1918, 3927, 4193, 4291 and loopback. */
export const privateNetworks: readonly (readonly [network: string, bits: number])[] = [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['100.64.0.0', 10],
  ['::1', 128],
  ['fc00::', 7],
]

const privateList = new BlockList()
for (const [network, bits] of privateNetworks) privateList.addSubnet(network, bits, family(network))

const loopbackList = new BlockList()
loopbackList.addSubnet('127.0.0.0', 8, 'ipv4')
loopbackList.addAddress('::1', 'ipv6')

export function isPrivateAddress(address: string): boolean {
  return isIP(address) !== 0 && privateList.check(address, family(address))
}

/** True for this machine itself; also for an IPv4 peer that an IPv6 socket reports as `::ffff:127.0.0.1`. */
export function isLoopback(address: string): boolean {
  const plain = withoutMapping(address)
  return isIP(plain) !== 0 && loopbackList.check(plain, family(plain))
}

/** An IPv4 address that an IPv6 socket wrapped (`::ffff:192.168.1.5`), as it is. */
export function withoutMapping(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '')
}

export function family(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4'
}

/** Interfaces of containers, virtual machines and tunnels: rarely where a phone is. */
const virtualInterface = /^(docker|br-|veth|virbr|vboxnet|vmnet|tailscale|zt|utun|wg|tun|tap|cni|flannel)/

/** This machine's names and addresses, private ones of real network cards first, IPv4 before IPv6. */
export function localNames(interfaces = networkInterfaces(), machine = hostname()): LocalNames {
  const found = Object.entries(interfaces).flatMap(([name, entries = []]) =>
    entries
      .filter(entry => !entry.internal && !isLinkLocal(entry.address))
      .map(({ address }) => ({ address, rank: rank(name, address) })),
  )
  found.sort((a, b) => a.rank - b.rank)
  const hostName = machine.toLowerCase().replace(/\.local$/, '')
  const dnsNames = isDnsName(hostName)
    ? ['localhost', hostName, ...(hostName.includes('.') ? [] : [`${hostName}.local`])]
    : ['localhost']
  return { hostName, dnsNames: [...new Set(dnsNames)], addresses: found.map(({ address }) => address) }
}

/** Whether a word can stand in a certificate as a host's name (RFC 1123). */
export function isDnsName(name: string): boolean {
  return (
    name.length <= 253 &&
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/.test(name)
  )
}

function rank(interfaceName: string, address: string): number {
  const isVirtual = virtualInterface.test(interfaceName)
  return (isVirtual ? 4 : 0) + (isPrivateAddress(address) ? 0 : 2) + (isIP(address) === 6 ? 1 : 0)
}

/** `fe80::…` means another machine on every network card, so nobody can be sent there. */
function isLinkLocal(address: string): boolean {
  return /^fe[89ab]/i.test(address)
}
