import { openDataFolder } from '../../platform/data-folder/data-folder.ts'
import { leaseHolders } from '../../platform/data-folder/lease.ts'
import { ensureOwnTls, type Tls } from '../../platform/https/tls.ts'
import { originOf, phoneHosts, trustPaths } from '../../platform/https/trust-paths.ts'
import type { Command } from './command.ts'

/** Makes the shop's certificate authority and certificate, or renews the latter, and shows what phones need. */
export const httpsCommand: Command = {
  usage: '[--name HOST …]',
  options: { name: { type: 'string', multiple: true } },
  async run({ values }, { config, clock }) {
    const folder = openDataFolder(config.dataFolder)
    const extraNames = (Array.isArray(values.name) ? values.name : []).map(String)
    const tls = await ensureOwnTls({ folder, now: clock.now() }, extraNames)
    const needsRestart = leaseHolders(folder).some(({ program }) => program === 'server')
    const trustPages = pageAddresses(tls, config.port)
    const json = {
      authority: { sha256: tls.authority?.fingerprint, expiresAt: tls.authority?.expiresAt },
      certificate: { names: tls.names, expiresAt: tls.expiresAt },
      trustPages,
      isServedFilesInstead: config.tlsFiles !== undefined,
      needsRestart,
    }
    return { exit: 0, json, text: describe(tls, trustPages, needsRestart, config.tlsFiles !== undefined) }
  },
}

function pageAddresses({ names }: Tls, port: number): string[] {
  return phoneHosts(names).map(host => originOf('http', host, port) + trustPaths.page)
}

function describe(tls: Tls, trustPages: string[], needsRestart: boolean, hasFiles: boolean): string {
  const day = (date: Date | undefined) => date?.toISOString().slice(0, 10)
  const lines = [
    `本店憑證 authority     至 until ${day(tls.authority?.expiresAt)}`,
    `指紋 SHA-256           ${tls.authority?.fingerprint}`,
    `主機憑證 certificate   至 until ${day(tls.expiresAt)}（自動更新 renewed automatically）`,
    `名稱與位址 names       ${tls.names.join(', ')}`,
    '',
    '手機請開啟 open on each phone:',
    ...trustPages.map(page => `  ${page}`),
  ]
  if (trustPages.length === 0) lines.push('  （這台主機沒有連上網路 this machine is on no network）')
  if (needsRestart) lines.push('', '請重新啟動 LuckyGas 以開始使用 HTTPS。Restart LuckyGas to serve HTTPS.')
  if (hasFiles)
    lines.push(
      '',
      '目前仍使用 LUCKYGAS_TLS_CERT 的憑證。The certificate in LUCKYGAS_TLS_CERT is still the one served.',
    )
  return lines.join('\n')
}
