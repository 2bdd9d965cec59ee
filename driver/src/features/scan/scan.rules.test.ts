import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCode } from './scan.rules.ts'

test('[F1][G2] a code with named fields fills the plate, also as a link, in ROC or Western years', () => {
  const plate = { mark: 'M12', serial: 'AB34', due: '1171231' }
  expect(readCode('serial=ab-34;mark=m12;due=117/12/31', true)).toEqual(plate)
  expect(readCode('https://plate.example/?sn=AB34&m=M12&exp=2028-12-31', true)).toEqual(plate)
  expect(readCode('容器號碼:AB34 合格標示號碼:M12 檢驗期限:11712', true)).toEqual({ ...plate, due: '11712' })
})

test('[F1][G2] bare numbers: a bar code is the steel’s number, a square code the plate’s, two are both, a date behind them is the date', () => {
  expect(readCode('ab-34', false)).toEqual({ mark: '', serial: 'AB34', due: '' })
  expect(readCode('ab-34', true)).toEqual({ mark: 'AB34', serial: '', due: '' })
  expect(readCode('AB34 M12 1171231', true)).toEqual({ mark: 'M12', serial: 'AB34', due: '1171231' })
  expect(readCode('AB34,20281231', false)).toEqual({ mark: '', serial: 'AB34', due: '1171231' })
})

test('[F1] what is no plate is said to be none, whatever the code holds', () => {
  expect(readCode('', true)).toBeNull()
  expect(readCode('https://menu.example/', true)).toBeNull()
  expect(readCode('due=1171231', true)).toBeNull()
  fc.assert(
    fc.property(fc.string(), fc.boolean(), (text, isSquare) => {
      const plate = readCode(text, isSquare)
      if (plate === null) return
      expect(plate.mark + plate.serial).toMatch(/^[0-9A-Z]+$/)
      expect(plate.due).toMatch(/^(\d{5}|\d{7})?$/)
    }),
  )
})
