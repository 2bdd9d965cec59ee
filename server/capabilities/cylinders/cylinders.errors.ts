import { missing, refused } from '../../../contract/kernel/problem.ts'

export const holderNotFound = () => missing('cylinders.holder-not-found')
export const holderNotCountable = () => refused('cylinders.holder-not-countable')
export const nothingMoved = () => refused('cylinders.nothing-moved', { status: 422 })
