import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { dateSchema, idParamsSchema, idSchema, instantSchema, okSchema, pageQuerySchema } from './shared.ts'

/** A customer who may be calling, so that the clerk chooses by a digit. */
export const callerSchema = z.object({
  customerId: idSchema,
  code: z.string(),
  shortName: z.string(),
  label: z.string(),
  address: z.string(),
  isServed: z.boolean(),
})
export const callSchema = z.object({
  id: idSchema,
  caller: z.enum(['number', 'withheld', 'implausible']),
  digits: z.string().nullable(),
  /** Whether the network vouches for the number; null where it does not say. False may be a forged number. */
  isVerified: z.boolean().nullable(),
  line: z.string(),
  extension: z.string(),
  state: z.enum(['ringing', 'answered', 'missed', 'ended']),
  startedAt: instantSchema,
  answeredAt: instantSchema.nullable(),
  answeredById: idSchema.nullable(),
  answeredBy: z.string().nullable(),
  endedAt: instantSchema.nullable(),
  handledAt: instantSchema.nullable(),
  orderId: idSchema.nullable(),
  customers: z.array(callerSchema),
})
export type CallView = z.output<typeof callSchema>

/**
 * What an exchange (a SIP gateway, FreePBX, 3CX, Asterisk by AGI) posts for each turn of a call. The same event twice is
 * one; a late `ringing` does not wake a call that was answered.
 */
export const reportCall = endpoint({
  id: 'calls.report',
  method: 'POST',
  path: '/api/calls/events',
  access: 'public',
  summary:
    'The exchange tells of a call. Header `authorization: Bearer <secret>`, or `x-luckygas-signature: t=<unix seconds>,v1=<hex>` with HMAC-SHA256 of `t\\nevent\\ncallId\\nfrom`',
  isKeyless: true,
  body: z.object({
    /** The exchange's own id of the call, the same in all its events. */
    callId: z.string().trim().min(1).max(120),
    event: z.enum(['ringing', 'answered', 'ended']),
    /** The caller's number as the network shows it; empty or `anonymous` where withheld. */
    from: z.string().max(120).default(''),
    /** The number that was called, or the line's name. */
    to: z.string().max(40).default(''),
    /** Who rings or answered. */
    extension: z
      .string()
      .regex(/^\d{0,8}$/)
      .default(''),
    /** STIR/SHAKEN attestation where the network gives one: only A vouches for the number. */
    attestation: z.enum(['A', 'B', 'C', 'failed']).optional(),
  }),
  answer: okSchema,
  codes: ['calls.off', 'calls.not-the-exchange'],
})
export const listLiveCalls = endpoint({
  id: 'calls.list-live',
  method: 'GET',
  path: '/api/calls/live',
  access: 'calls.answer',
  summary: 'Calls that ring now and those the asker is in, with who may be calling',
  answer: z.object({ calls: z.array(callSchema), waiting: z.int(), isOn: z.boolean() }),
})
export const listCalls = endpoint({
  id: 'calls.list',
  method: 'GET',
  path: '/api/calls',
  access: 'calls.answer',
  summary: 'The call log, newest first; `missed` are those to call back',
  query: pageQuerySchema.extend({
    date: dateSchema.optional(),
    show: z.enum(['all', 'missed']).default('all'),
  }),
  answer: z.object({ calls: z.array(callSchema), nextCursor: z.string().nullable() }),
})
export const findCallers = endpoint({
  id: 'calls.find-callers',
  method: 'GET',
  path: '/api/callers',
  access: 'customers.read',
  summary: 'Customers of a phone number, however it is written',
  query: z.object({ number: z.string().min(1).max(80) }),
  answer: z.object({ digits: z.string().nullable(), customers: z.array(callerSchema) }),
})
export const takeCall = endpoint({
  id: 'calls.take',
  method: 'POST',
  path: '/api/calls/:id/take',
  access: 'calls.answer',
  summary: 'The first clerk to take a call has it',
  params: idParamsSchema,
  answer: callSchema,
  codes: ['calls.not-found', 'calls.taken'],
})
export const settleCall = endpoint({
  id: 'calls.settle',
  method: 'POST',
  path: '/api/calls/:id/settle',
  access: 'calls.answer',
  summary: 'A call is dealt with: an order, a call back, or only noted',
  params: idParamsSchema,
  body: z.object({
    customerId: idSchema.nullable().default(null),
    orderId: idSchema.nullable().default(null),
  }),
  answer: callSchema,
  codes: ['calls.not-found'],
})
export const linkPhone = endpoint({
  id: 'calls.link-phone',
  method: 'PUT',
  path: '/api/customers/:code/phones',
  access: 'customers.edit',
  summary: 'A number belongs to this customer too; one number may belong to several',
  params: z.object({ code: z.string().min(1).max(20) }),
  body: z.object({ number: z.string().min(1).max(80), label: z.string().trim().max(30).default('') }),
  answer: z.object({ phones: z.array(z.object({ digits: z.string(), label: z.string() })) }),
  codes: ['customers.not-found', 'calls.not-a-number'],
})
export const unlinkPhone = endpoint({
  id: 'calls.unlink-phone',
  method: 'DELETE',
  path: '/api/customers/:code/phones/:digits',
  access: 'customers.edit',
  summary: 'A number no longer belongs to this customer',
  params: z.object({ code: z.string().min(1).max(20), digits: z.string().regex(/^\d{6,15}$/) }),
  answer: z.object({ phones: z.array(z.object({ digits: z.string(), label: z.string() })) }),
  codes: ['customers.not-found'],
})
export const getExtension = endpoint({
  id: 'calls.get-extension',
  method: 'GET',
  path: '/api/calls/extension',
  access: 'calls.answer',
  summary: 'The extension the asker sits at',
  answer: z.object({ extension: z.string().nullable() }),
})
export const setExtension = endpoint({
  id: 'calls.set-extension',
  method: 'PUT',
  path: '/api/calls/extension',
  access: 'calls.answer',
  summary: 'The asker sits at this extension; whoever sat there before does not any more',
  body: z.object({
    extension: z
      .string()
      .regex(/^\d{1,8}$/)
      .nullable(),
  }),
  answer: z.object({ extension: z.string().nullable() }),
})
