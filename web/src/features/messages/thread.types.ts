import type { EndpointAnswer } from '@luckygas/contract/endpoint.ts'
import type { listThreads } from '@luckygas/contract/endpoints/messages.ts'

type Answer = EndpointAnswer<typeof listThreads>
export type Thread = Answer['threads'][number]
export type Phrase = Answer['phrases'][number]
