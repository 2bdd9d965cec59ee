import type * as contract from '@luckygas/contract/endpoints/jobs.ts'
import { route } from '../route.ts'

export const cancelJob = route<typeof contract.cancelJob>('jobs.cancel', 'POST', '/api/jobs/:id/cancel')
export const discardJob = route<typeof contract.discardJob>('jobs.discard', 'POST', '/api/jobs/:id/discard')
export const listJobs = route<typeof contract.listJobs>('jobs.list', 'GET', '/api/jobs')
export const replayJob = route<typeof contract.replayJob>('jobs.replay', 'POST', '/api/jobs/:id/replay')
