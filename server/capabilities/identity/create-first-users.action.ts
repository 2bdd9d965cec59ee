import { randomInt } from 'node:crypto'
import { type Role, roles } from '@luckygas/contract/permissions.ts'
import type { WriteContext } from '../../platform/database/write.ts'
import { createUser } from './create-user.action.ts'
import type { PasswordHasher } from './password-hash.ts'

export interface FirstLogin {
  role: Role
  login: string
  password: string
}

const firstUsers: Record<Role, { login: string; name: string }> = {
  super_admin: { login: 'admin', name: '系統管理員' },
  manager: { login: 'manager', name: '經理' },
  office: { login: 'office', name: '客服' },
  dispatcher: { login: 'dispatcher', name: '調度' },
  driver: { login: 'driver', name: '司機' },
  accountant: { login: 'accountant', name: '會計' },
  customer: { login: 'customer', name: '客戶' },
}

/**
 * One user for each role, each with a password of its own. For a database without users; the passwords exist nowhere
 * but in the answer, which start-up writes into `first-login.json`.
 * @param depotId where the desk and the driver belong; the two top roles and the customer see every depot or none
 */
export async function createFirstUsers(
  context: WriteContext,
  hasher: PasswordHasher,
  depotId: string,
): Promise<(FirstLogin & { userId: string })[]> {
  const logins: (FirstLogin & { userId: string })[] = []
  for (const role of roles) {
    const { login, name } = firstUsers[role]
    const userId = context.newId()
    const password = randomPassword()
    const isOfDepot = !['super_admin', 'manager', 'customer'].includes(role)
    const user = { id: userId, login, name, role, depotId: isOfDepot ? depotId : null }
    await createUser(context, user, await hasher.hash(password), false)
    logins.push({ userId, role, login, password })
  }
  return logins
}

/** Letters and digits that are not mistaken for each other when read from a screen: 31 of them, 20 make 99 bits. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789'

/** A random password of four groups of five, as it is typed from a note: `k3m9x-…`. */
export function randomPassword(): string {
  const group = () => Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join('')
  return [group(), group(), group(), group()].join('-')
}
