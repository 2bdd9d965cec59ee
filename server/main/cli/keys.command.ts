import {
  formatKeyFile,
  loadKeyRing,
  parseKeyFile,
  rotateKeys,
} from '../../capabilities/identity/identity.api.ts'
import { openDataFolder } from '../../platform/data-folder/data-folder.ts'
import type { Command } from './command.ts'

/**
 * Makes a new key that signs access tokens. A running server uses it within a few seconds; nobody is signed out,
 * because the key before goes on verifying what it signed.
 */
export const rotateKeysCommand: Command = {
  usage: '',
  options: {},
  async run(_args, { config, clock }) {
    const folder = openDataFolder(config.dataFolder)
    const before = loadKeyRing(folder.secretFile, clock.now()).current.kid
    await folder.changeSecret('access-keys.json', bytes =>
      formatKeyFile(rotateKeys(parseKeyFile(bytes), clock.now())),
    )
    const { current, verifying } = loadKeyRing(folder.secretFile, clock.now())
    const json = { signing: current.kid, before, verifying: [...verifying.keys()] }
    const text = `新金鑰 signing key ${current.kid}，舊金鑰仍可驗證 still verifying: ${json.verifying.slice(1).join(', ')}`
    return { exit: 0, json, text }
  },
}
