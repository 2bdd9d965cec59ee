import { refused } from '../../../contract/kernel/problem.ts'

/** It is done, gone, or in another state than the person saw: the list has to be read again. */
export const jobGone = () => refused('jobs.gone')
