import type { Found, SearchKind } from '@luckygas/contract/endpoints/search.ts'
import { expect, test } from 'vitest'
import { groupFound, isNamed } from './palette.ts'

const id = '00000000-0000-7000-8000-000000000001'
const found = (kind: SearchKind, key: string): Found => ({
  kind,
  id,
  key,
  title: key,
  detail: '2026-11-22',
  because: null,
  state: 'active',
  isClosed: false,
  marks: { key: [], title: [], detail: [], because: [] },
})

test('[A5] things found stand by kind, the kind of the best first, and open their own page', () => {
  const groups = groupFound([found('order', '1001'), found('customer', '1400001'), found('order', '1002')])
  expect(groups.map(group => [group.id, group.lines.map(line => line.to)])).toEqual([
    ['order', [`/orders?date=2026-11-22&order=${id}`, `/orders?date=2026-11-22&order=${id}`]],
    ['customer', ['/customers/1400001']],
  ])
})

test('[A5] people, trucks and sizes open where they are kept', () => {
  const targets = groupFound([
    found('driver', 'A'),
    found('vehicle', 'P'),
    found('user', 'u'),
    found('cylinder-type', '20'),
  ])
  expect(targets.flatMap(group => group.lines.map(line => line.to))).toEqual([
    '/settings/fleet',
    '/settings/fleet',
    '/settings/users',
    '/cylinders',
  ])
})

test('[A5] a page is named by any part of its name, in any width and capitals', () => {
  expect(isNamed('今日總覽', '總覽')).toBe(true)
  expect(isNamed('New order', 'ＮＥＷ o')).toBe(true)
  expect(isNamed('派遣', '訂單')).toBe(false)
})
