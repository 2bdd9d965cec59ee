import { describe, expect, test } from 'vitest'
import { editableFields, mayCancel, maySplit, orderEdits, orderFields } from './order-edits.ts'
import { may, roles } from './permissions.ts'
import { type OrderState, orderStates } from './states.ts'

const states = Object.keys(orderStates) as OrderState[]

describe('who may change an order', () => {
  test('[C1] the table knows every state and no field twice', () => {
    expect(Object.keys(orderEdits).sort()).toEqual([...states].sort())
    for (const { desk, lead } of Object.values(orderEdits))
      for (const fields of [desk, lead]) {
        expect(new Set(fields).size).toBe(fields.length)
        for (const field of fields) expect(orderFields).toContain(field)
      }
  })

  test('[C2] a lead may always do what the desk may, and nobody else may do anything', () => {
    for (const state of states) {
      for (const field of editableFields(state, 'office'))
        expect(editableFields(state, 'manager')).toContain(field)
      for (const role of roles.filter(each => !may(each, 'orders.write'))) {
        expect(editableFields(state, role)).toEqual([])
        expect([maySplit(state, role), mayCancel(state, role)]).toEqual([false, false])
      }
    }
  })

  test('[C2] on a published run only the supervisor changes goods and day; on the way and after nobody does', () => {
    expect(editableFields('confirmed', 'office')).toEqual(orderFields)
    expect(editableFields('assigned', 'office')).toEqual(['note'])
    expect(editableFields('assigned', 'manager')).toEqual(orderFields)
    expect(states.filter(state => editableFields(state, 'manager').length === 0)).toEqual([
      'en_route',
      'delivered',
      'cancelled',
    ])
    expect(states.filter(state => maySplit(state, 'office'))).toEqual(['draft', 'confirmed'])
    expect(states.filter(state => maySplit(state, 'manager'))).toEqual(['draft', 'confirmed', 'assigned'])
    expect(states.filter(state => mayCancel(state, 'office'))).toEqual([
      'draft',
      'confirmed',
      'assigned',
      'failed',
    ])
    expect(mayCancel('en_route', 'manager')).toBe(true)
  })
})
