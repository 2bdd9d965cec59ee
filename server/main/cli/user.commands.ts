import { randomUUID } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Role, roles } from '../../../contract/permissions.ts'
import { readHomeDepotId } from '../../capabilities/admin/admin.api.ts'
import {
  argon2Hasher,
  createUser,
  findUserByLogin,
  listUsers,
  randomPassword,
  removeSecondFactor,
  resetPassword,
  type User,
  updateUser,
} from '../../capabilities/identity/identity.api.ts'
import { systemActor } from '../../platform/actor.ts'
import { openDataFolder } from '../../platform/data-folder/data-folder.ts'
import { runWrite, type WriteContext } from '../../platform/database/write.ts'
import type { System } from '../wiring.ts'
import { type Command, type CommandArguments, type CommandIo, type Outcome, UsageError } from './command.ts'

const pageUsers = 500
/** They see every depot, or none. */
const withoutDepot: readonly Role[] = ['super_admin', 'manager', 'customer']

/** All users, by login. */
export const listUsersCommand: Command = {
  usage: '',
  options: {},
  run: (_args, io) =>
    io.withSystem(async ({ db, clock }) => {
      const users: User[] = []
      for (;;) {
        const page = await listUsers(db, users.at(-1)?.login, pageUsers)
        users.push(...page)
        if (page.length < pageUsers) break
      }
      const json = users.map(({ login, name, role, status, mustChangePassword, lockedUntil }) => ({
        login,
        name,
        role,
        status,
        mustChangePassword,
        isLocked: lockedUntil !== null && lockedUntil > clock.now(),
      }))
      const width = Math.max(...json.map(({ login }) => login.length)) + 2
      const text = json.map(
        each => `${each.login.padEnd(width)}${each.role.padEnd(13)}${each.status.padEnd(10)}${each.name}`,
      )
      return { exit: 0, json, text: text.join('\n') }
    }),
}

/** A new user with a random password to be changed at the first login. */
export const addUserCommand: Command = {
  usage: `LOGIN --role ${roles.join('|')} [--name NAME]`,
  options: { role: { type: 'string' }, name: { type: 'string' } },
  async run(args, io) {
    const login = onlyLogin(args)
    const role = roles.find(each => each === args.values.role)
    if (!role) throw new UsageError(`--role must be one of ${roles.join(', ')}.`)
    const name = typeof args.values.name === 'string' ? args.values.name : login
    return withNewPassword(io, login, async (system, passwordHash) => {
      const { id } = await write(system, async context => {
        const depotId = withoutDepot.includes(role) ? null : await readHomeDepotId(context.db, null)
        return createUser(context, { id: context.newId(), login, name, role, depotId }, passwordHash, true)
      })
      return { login, role, id }
    })
  },
}

/** A new random password, to be changed at the next login; a lock is lifted, every session of the user ends. */
export const resetPasswordCommand: Command = {
  usage: 'LOGIN',
  options: {},
  async run(args, io) {
    const login = onlyLogin(args)
    return withNewPassword(io, login, async (system, passwordHash) => {
      const { id, role } = await knownUser(system, login)
      await write(system, context => resetPassword(context, id, passwordHash))
      return { login, role, id }
    })
  },
}

/** Nobody signs in as this user any more and his sessions end; what he did stays his. */
export const disableUserCommand: Command = {
  usage: 'LOGIN',
  options: {},
  run: (args, io) =>
    io.withSystem(async system => {
      const { id, version, login } = await knownUser(system, onlyLogin(args))
      await write(system, context => updateUser(context, id, { version, status: 'disabled' }))
      return { exit: 0, json: { login, id, status: 'disabled' }, text: `已停用 disabled: ${login}` }
    }),
}

/** No second factor is asked of this user any more, for whoever lost the phone and every recovery code. */
export const removeSecondFactorCommand: Command = {
  usage: 'LOGIN',
  options: {},
  run: (args, io) =>
    io.withSystem(async system => {
      const { id, login } = await knownUser(system, onlyLogin(args))
      await write(system, context => removeSecondFactor(context, id))
      return { exit: 0, json: { login, id }, text: `已關掉兩步驟驗證 two-step sign-in is off: ${login}` }
    }),
}

function onlyLogin({ positionals }: CommandArguments): string {
  const [login, ...others] = positionals
  if (!login?.trim() || others.length > 0) throw new UsageError('One LOGIN is needed.')
  return login.trim()
}

async function knownUser(system: System, login: string): Promise<User> {
  const user = await findUserByLogin(system.db, login)
  if (!user) throw new Error(`There is no user "${login}".`)
  return user
}

async function write<T>(system: System, work: (context: WriteContext) => Promise<T>): Promise<T> {
  return (await runWrite(system, { actor: systemActor, traceId: `luckygas-${randomUUID()}` }, work)).answer
}

/**
 * The password stands in a file of the data folder that only its owner reads, never on a screen or in a shell's
 * history. The file is written first: a change that then fails leaves none behind.
 */
async function withNewPassword(
  io: CommandIo,
  login: string,
  work: (system: System, passwordHash: string) => Promise<{ login: string; role: Role; id: string }>,
): Promise<Outcome> {
  const password = randomPassword()
  const folder = openDataFolder(io.config.dataFolder)
  const file = join(folder.path, `login-${randomUUID()}.json`)
  writeFileSync(file, '', { mode: 0o600, flag: 'wx' })
  try {
    return await io.withSystem(async system => {
      const json = { ...(await work(system, await argon2Hasher.hash(password))), passwordFile: file }
      writeFileSync(file, `${JSON.stringify([{ role: json.role, login, password }], null, 2)}\n`)
      return { exit: 0, json, text: `密碼在 the password is in ${file}` }
    })
  } catch (error) {
    rmSync(file, { force: true })
    throw error
  }
}
