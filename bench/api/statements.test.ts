import pg from 'pg'
import { expect, test } from 'vitest'
import { recordStatements } from './statements.ts'

test('[C3] statements are kept by transaction, with their values, in the order of each connection', async () => {
  const original = pg.Client.prototype.query
  const sent: unknown[] = []
  pg.Client.prototype.query = ((...given: unknown[]) => {
    sent.push(given)
    return Promise.resolve({ rows: [] })
  }) as never
  try {
    const recorder = recordStatements()
    const [one, two] = [new pg.Client(), new pg.Client()]
    await one.query('begin')
    await two.query({ text: 'select $1', values: [1] })
    await one.query('insert', [2])
    await one.query('commit')
    await one.query('select 3')
    expect(recorder.take()).toEqual([
      [
        { text: 'begin', values: undefined },
        { text: 'insert', values: [2] },
        { text: 'commit', values: undefined },
      ],
      [{ text: 'select $1', values: [1] }],
      [{ text: 'select 3', values: undefined }],
    ])
    expect(recorder.take()).toEqual([])
    recorder.stop()
    await two.query('select 4')
    expect(recorder.take()).toEqual([])
    expect(sent).toHaveLength(6)
  } finally {
    pg.Client.prototype.query = original
  }
})
