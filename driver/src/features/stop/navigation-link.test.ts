import { expect, test } from 'vitest'
import { stopFixture } from '../../../testkit/day-fixture.ts'
import { navigationLink } from './navigation-link.ts'

const exact = stopFixture(1, { shortName: '示範店' })
const coarse = stopFixture(1, { isPointCoarse: true })
const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X)'

test.each([
  [
    'google',
    exact,
    '',
    'https://www.google.com/maps/dir/?api=1&travelmode=driving&destination=22.75%2C121.15',
  ],
  ['phone', exact, 'Android', 'geo:22.75,121.15?q=22.75%2C121.15(%E7%A4%BA%E7%AF%84%E5%BA%97)'],
  ['phone', coarse, 'Android', `geo:0,0?q=${encodeURIComponent(coarse.address)}`],
  ['phone', exact, iphone, 'maps://?dirflg=d&daddr=22.75%2C121.15'],
  ['phone', coarse, iphone, `maps://?dirflg=d&daddr=${encodeURIComponent(coarse.address)}`],
] as const)(
  '[F1] navigation by %s leads to the point, or to the address where the point is coarse',
  (guide, stop, phone, link) => {
    expect(navigationLink(stop, guide, phone)).toBe(link)
  },
)
