import type { WriteContext } from '../../platform/database/write.ts'
import { announceToOffices } from '../admin/admin.api.ts'
import { deletePhone, upsertPhone } from './callers.store.ts'
import { type Customer, findCustomerByCode, readPhones } from './customer.store.ts'
import { customerNotFound } from './customers.errors.ts'

type Phones = { digits: string; label: string }[]

/** A number belongs to this customer too, besides whomever it belongs to already. Answers all his numbers. */
export async function linkPhone(
  context: WriteContext,
  code: string,
  phone: { digits: string; label: string },
): Promise<Phones> {
  return changePhones(context, code, 'customers.link-phone', phone, customer =>
    upsertPhone(context.db, { customerId: customer.id, ...phone }),
  )
}

/** A number no longer belongs to this customer; others keep it. */
export async function unlinkPhone(context: WriteContext, code: string, digits: string): Promise<Phones> {
  return changePhones(context, code, 'customers.unlink-phone', { digits }, customer =>
    deletePhone(context.db, customer.id, digits),
  )
}

async function changePhones(
  context: WriteContext,
  code: string,
  action: string,
  after: object,
  write: (customer: Customer) => Promise<void>,
): Promise<Phones> {
  const customer = await findCustomerByCode(context.db, code)
  if (!customer) throw customerNotFound()
  const before = (await readPhones(context.db, [customer.id])).get(customer.id) ?? []
  await write(customer)
  await context.audit({ action, entity: 'customer', entityId: customer.id, before, after })
  await announceToOffices(context, { kind: 'customers.changed', entityId: customer.id })
  return (await readPhones(context.db, [customer.id])).get(customer.id) ?? []
}
