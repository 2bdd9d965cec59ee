import { expect, test } from 'vitest'
import { customerFiles } from './customer-files.rules.ts'
import type { MemberCells } from './member-columns.rules.ts'
import { memberRecord } from './member-record.rules.ts'

const cells: MemberCells = {
  code: '0012345',
  shortName: '測試戶',
  phone: '0900000123',
  address: '台東縣台東市測試路1號',
  zone: '市中',
  cylinderText: { 20: 2 },
}
const { members } = customerFiles

test('[A2] a member is written as his file writes him, and read back the same', () => {
  const record = memberRecord(cells)
  expect(members.withTexts(record, members.texts(record))).toEqual(record)
  expect(members.cylinders(record)).toMatchObject({ 20: 2 })
})

test('[A2] a member without a name is called by his code, and one without a zone has none', () => {
  const nameless = memberRecord({ ...cells, shortName: '', zone: '' })
  expect([nameless.shortName, nameless.site.zone]).toEqual(['0012345', null])
  const texts = { ...members.texts(memberRecord(cells)), shortName: '', zone: '' }
  const changed = members.withTexts(memberRecord(cells), texts)
  expect([changed.shortName, changed.site.zone]).toEqual(['0012345', null])
})

test('[A2] a commercial customer in the members’ file keeps the cylinders that the workbook declares', () => {
  const shop = { ...memberRecord(cells), kind: 'commercial' as const }
  const texts = { ...members.texts(shop), cylinderText: '16*5' }
  const changed = members.withTexts(shop, texts)
  expect(changed.site.declared).toEqual(shop.site.declared)
  expect(changed.site.snapshot.cylinderText).toEqual({ 16: 5 })
  const household = members.withTexts(memberRecord(cells), texts)
  expect(members.cylinders(household)).toMatchObject({ 16: 5 })
})
