import { invalid, missing, refused } from '../../../contract/kernel/problem.ts'

export const holderNotFound = () => missing('cylinders.holder-not-found')
export const holderNotCountable = () => refused('cylinders.holder-not-countable')
/** No inspection gives a plate that is good for so long: it was misread. */
export const dueImplausible = (latest: string) =>
  refused('cylinders.due-implausible', { status: 422, params: { latest } })
/** Another cylinder carries this 合格標示號碼. */
export const markTaken = () => refused('cylinders.mark-taken')
export const numberMissing = () => invalid('cylinders.number-missing')
export const nothingMoved = () => refused('cylinders.nothing-moved', { status: 422 })
