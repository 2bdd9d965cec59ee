import { expect, test } from 'vitest'
import type { SearchHit, SearchIndex, SearchQuestion } from './search.port.ts'
import { shelterSearch } from './search.sheltered.ts'

const question: SearchQuestion = { whole: '幸福', words: ['幸福'], kinds: ['customer'], limit: 8 }
const hit = (title: string): SearchHit => ({
  ...{ kind: 'customer', id: crypto.randomUUID(), key: '1', title, detail: '', also: [], state: 'active' },
  ...{ isClosed: false, sortKey: 1n, fit: 'part' },
})

function fixture(breakMs = 60_000) {
  const calls = { engine: 0, sheltered: 0, put: 0, removed: 0 }
  const engine = { find: async () => [hit('engine')] }
  const breaks: boolean[] = []
  const shelter: SearchIndex = {
    find: async () => [hit('shelter')],
    put: async () => {
      calls.put += 1
    },
    remove: async () => {
      calls.removed += 1
    },
  }
  const index = shelterSearch({
    engine: {
      find: () => {
        calls.engine += 1
        return engine.find()
      },
    },
    shelter,
    breakMs,
    answerMs: 50,
    onSheltered: () => {
      calls.sheltered += 1
    },
    onBreak: isBroken => breaks.push(isBroken),
  })
  const ask = async () => (await index.find(question)).map(({ title }) => title)
  return { index, engine, calls, breaks, ask }
}

test('[S13] [S21] an engine that fails is asked once more, then PostgreSQL answers', async () => {
  const { engine, calls, ask } = fixture()
  expect(await ask()).toEqual(['engine'])
  let failures = 1
  engine.find = async () => {
    failures -= 1
    if (failures >= 0) throw new Error('away')
    return [hit('engine')]
  }
  expect(await ask()).toEqual(['engine'])
  expect(calls).toMatchObject({ engine: 3, sheltered: 0 })
  failures = 2
  expect(await ask()).toEqual(['shelter'])
  expect(calls.sheltered).toBe(1)
})

test('[S13] [S21] an engine that never answers does not keep people waiting', async () => {
  const { engine, calls, ask } = fixture()
  engine.find = () => new Promise(() => undefined)
  expect(await ask()).toEqual(['shelter'])
  expect(calls.sheltered).toBe(1)
})

test('[S13] [S21] after failures in a row the engine is left alone, and asked again after a while', async () => {
  const { engine, calls, breaks, ask } = fixture(100)
  const answer = engine.find
  engine.find = async () => {
    throw new Error('away')
  }
  for (let each = 0; each < 3; each += 1) await ask()
  expect(breaks).toEqual([true])
  const asked = calls.engine
  expect(await ask()).toEqual(['shelter'])
  expect(calls.engine).toBe(asked)
  engine.find = answer
  await expect.poll(ask, { interval: 50 }).toEqual(['engine'])
  expect(breaks.at(-1)).toBe(false)
})

test('[S13] [S21] more questions at once than the engine may have go to PostgreSQL', async () => {
  const { engine, calls, ask } = fixture()
  const answer = engine.find
  engine.find = async () => {
    await new Promise(resolve => setTimeout(resolve, 5))
    return answer()
  }
  const answers = await Promise.all(Array.from({ length: 40 }, ask))
  expect(answers.filter(([title]) => title === 'shelter').length).toBe(8)
  expect(calls.sheltered).toBe(8)
})

test('[S21] what is put and removed goes to the database, which the engine follows', async () => {
  const { index, calls } = fixture()
  await index.put([])
  await index.remove('customer', [])
  expect(calls).toMatchObject({ put: 1, removed: 1 })
})
