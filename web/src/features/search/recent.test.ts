import type { Found } from '@luckygas/contract/endpoints/search.ts'
import { expect, test } from 'vitest'
import { recentOf, remember } from './recent.ts'

const found = (id: string): Found => ({
  kind: 'customer',
  id,
  key: id,
  title: `店${id}`,
  detail: '',
  because: '0900000123',
  state: 'active',
  isClosed: false,
  marks: { key: [], title: [[0, 1]], detail: [], because: [[0, 3]] },
})

test('[A5] what was opened last comes first, once, without the marks of its search', () => {
  for (const id of ['1', '2', '1']) remember('clerk', found(id))
  expect(recentOf('clerk').map(each => each.id)).toEqual(['1', '2'])
  expect(recentOf('clerk')[0]).toMatchObject({ because: null, marks: { title: [] } })
  for (const id of ['3', '4', '5', '6', '7']) remember('clerk', found(id))
  expect(recentOf('clerk').map(each => each.id)).toEqual(['7', '6', '5', '4', '3', '1'])
})

test('[A5] the next person at the desk sees nothing of it', () => {
  remember('clerk', found('1'))
  expect(recentOf('other')).toEqual([])
  remember('other', found('9'))
  expect(recentOf('clerk')).toEqual([])
})
