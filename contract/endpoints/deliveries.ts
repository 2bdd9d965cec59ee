import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import {
  conflictKinds,
  driverCommandAnswerSchema,
  driverCommandSchema,
  driverDaySchema,
  positionFixSchema,
} from '../messages/driver-commands.ts'
import {
  cylinderTypeSchema,
  dateSchema,
  idParamsSchema,
  idSchema,
  instantSchema,
  ntdSchema,
  okSchema,
  pageQuerySchema,
  versionSchema,
} from './shared.ts'

export const getDriverDay = endpoint({
  id: 'deliveries.get-driver-day',
  method: 'GET',
  path: '/api/driver/day',
  access: 'driver.work',
  summary: 'Everything the phone needs for a day without signal',
  query: z.object({ date: dateSchema.optional(), deviceId: idSchema.optional() }),
  answer: driverDaySchema,
  codes: ['deliveries.not-a-driver'],
})
export const reportCommand = endpoint({
  id: 'deliveries.report-command',
  method: 'POST',
  path: '/api/driver/commands',
  access: 'driver.work',
  summary: 'One fact from a phone; its id is the Idempotency-Key',
  body: driverCommandSchema,
  answer: driverCommandAnswerSchema,
  codes: [
    'deliveries.not-a-driver',
    'deliveries.run-not-found',
    'deliveries.stop-not-found',
    'deliveries.sequence-reused',
  ],
})
export const reportPositions = endpoint({
  id: 'tracking.report-positions',
  method: 'POST',
  path: '/api/driver/positions',
  access: 'driver.work',
  summary: 'Buffered fixes with their own times; at most one request in 15 s, else 429 with retryAfter',
  isKeyless: true,
  body: z.object({ runId: idSchema.nullable(), fixes: z.array(positionFixSchema).min(1).max(2000) }),
  answer: z.object({ stored: z.int() }),
  codes: ['tracking.too-often'],
})
export const declareFile = endpoint({
  id: 'files.declare',
  method: 'POST',
  path: '/api/files',
  access: 'files.write',
  summary: 'Announce a file; its bytes follow in pieces',
  body: z.object({
    id: idSchema,
    purpose: z.enum(['photo', 'signature', 'import']),
    contentType: z.string().max(100),
    sizeBytes: z.int().min(1).max(100_000_000),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    fileName: z.string().max(200).default(''),
  }),
  answer: z.object({ receivedBytes: z.int(), isComplete: z.boolean() }),
  codes: ['files.type-not-allowed', 'files.too-large', 'files.id-taken'],
})
export const uploadFile = endpoint({
  id: 'files.upload',
  method: 'PUT',
  path: '/api/files/:id/content',
  access: 'files.write',
  isKeyless: true,
  transfer: 'upload',
  summary: 'Bytes from an offset; the answer says how many have arrived, so a cut upload resumes',
  params: idParamsSchema,
  query: z.object({ offset: z.coerce.number().int().min(0) }),
  answer: z.object({ receivedBytes: z.int(), isComplete: z.boolean() }),
  codes: ['files.not-found', 'files.offset-mismatch', 'files.checksum-mismatch'],
})
export const downloadFile = endpoint({
  id: 'files.download',
  method: 'GET',
  path: '/api/files/:id',
  access: 'files.read',
  summary: 'A finished file',
  params: idParamsSchema,
  transfer: 'download',
  codes: ['files.not-found'],
})
export const conflictSchema = z.object({
  id: idSchema,
  kind: z.enum(conflictKinds),
  openedAt: instantSchema,
  driverName: z.string().nullable(),
  shortName: z.string().nullable(),
  stopId: idSchema.nullable(),
  runId: idSchema.nullable(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  status: z.enum(['open', 'decided']),
  decision: z.string().nullable(),
  note: z.string(),
  choices: z.array(z.string()),
  decidedAt: instantSchema.nullable(),
  version: versionSchema,
})
export const listConflicts = endpoint({
  id: 'deliveries.list-conflicts',
  method: 'GET',
  path: '/api/conflicts',
  access: 'conflicts.read',
  summary: 'Facts that wait for a decision',
  query: pageQuerySchema.extend({ status: z.enum(['open', 'decided']).default('open') }),
  answer: z.object({ conflicts: z.array(conflictSchema), nextCursor: z.string().nullable() }),
})
export const decideConflict = endpoint({
  id: 'deliveries.decide-conflict',
  method: 'POST',
  path: '/api/conflicts/:id/decide',
  access: 'conflicts.decide',
  summary: 'Decide one',
  params: idParamsSchema,
  body: z.object({
    decision: z.string().min(1).max(40),
    note: z.string().max(300).default(''),
    version: versionSchema,
  }),
  answer: conflictSchema,
  codes: [
    'deliveries.conflict-not-found',
    'deliveries.decision-not-offered',
    'deliveries.conflict-decided',
    'request.stale-version',
  ],
})
export const dayCloseSchema = z.object({
  id: idSchema,
  runId: idSchema,
  driverName: z.string(),
  letter: z.string(),
  plate: z.string(),
  businessDate: dateSchema,
  occurredAt: instantSchema,
  countedCashNtd: ntdSchema,
  dueCashNtd: ntdSchema,
  varianceCashNtd: ntdSchema,
  cylinders: z.array(
    z.object({
      cylinderType: cylinderTypeSchema,
      fullDue: z.int(),
      fullCounted: z.int(),
      emptyDue: z.int(),
      emptyCounted: z.int(),
    }),
  ),
  isCylinderVariance: z.boolean(),
  /** Face value in NT$ → pieces. */
  denominations: z.record(z.string(), z.int()),
  reason: z.string(),
  driverSignatureFileId: idSchema.nullable(),
  /** `agreed` and `awaiting_signature` still wait for the depot; `signed` is received; `reopened` was taken back. */
  status: z.enum(['agreed', 'awaiting_signature', 'signed', 'reopened']),
  /** The difference is over the limit of the parameters: only a manager may sign. */
  needsManager: z.boolean(),
  signedByName: z.string().nullable(),
  signedAt: instantSchema.nullable(),
  signatureNote: z.string(),
  receivedSignatureFileId: idSchema.nullable(),
  reopenedByName: z.string().nullable(),
  reopenedAt: instantSchema.nullable(),
  reopenReason: z.string(),
  /** What the phones reported of this run after the close, each with what was decided about it. */
  corrections: z.array(
    z.object({
      commandId: idSchema,
      kind: z.string(),
      shortName: z.string().nullable(),
      occurredAt: instantSchema,
      receivedAt: instantSchema,
      decision: z.string().nullable(),
      isOpen: z.boolean(),
    }),
  ),
  version: versionSchema,
})
export const listDayCloses = endpoint({
  id: 'deliveries.list-day-closes',
  method: 'GET',
  path: '/api/day-closes',
  access: 'day-close.read',
  summary: 'Day closes of a day, and runs still open',
  query: z.object({ date: dateSchema }),
  answer: z.object({
    closes: z.array(dayCloseSchema),
    open: z.array(
      z.object({
        runId: idSchema,
        driverName: z.string(),
        letter: z.string(),
        state: z.string(),
        done: z.int(),
        total: z.int(),
        cashInHandNtd: ntdSchema,
      }),
    ),
    /** Other days with closes that nobody has received yet, oldest first. */
    unreceived: z.array(z.object({ businessDate: dateSchema, count: z.int() })),
  }),
})
export const signDayClose = endpoint({
  id: 'deliveries.sign-day-close',
  method: 'POST',
  path: '/api/day-closes/:id/sign',
  access: 'day-close.sign',
  summary: 'The depot receives what was counted; a difference needs a note, a large one a manager',
  params: idParamsSchema,
  body: z.object({
    note: z.string().trim().max(300).default(''),
    /** The receiver's drawn signature, a file uploaded before; a difference is not received without it. */
    signatureFileId: idSchema.nullable().default(null),
    version: versionSchema,
  }),
  answer: dayCloseSchema,
  codes: [
    'deliveries.day-close-not-found',
    'deliveries.nothing-to-sign',
    'deliveries.note-missing',
    'deliveries.signature-missing',
    'deliveries.manager-must-sign',
    'deliveries.own-close',
    'request.stale-version',
  ],
})
export const reopenDayClose = endpoint({
  id: 'deliveries.reopen-day-close',
  method: 'POST',
  path: '/api/day-closes/:id/reopen',
  access: 'day-close.reopen',
  summary: 'Takes a close back: what it handed over returns to truck and hand, and the driver closes again',
  params: idParamsSchema,
  body: z.object({ reason: z.string().trim().min(2).max(300), version: versionSchema }),
  answer: dayCloseSchema,
  codes: [
    'deliveries.day-close-not-found',
    'deliveries.nothing-to-reopen',
    'deliveries.conflicts-open',
    'request.stale-version',
  ],
})
export const uploadList = endpoint({
  id: 'imports.upload-list',
  method: 'GET',
  path: '/api/exports/upload-list',
  access: 'exports.legacy',
  transfer: 'download',
  summary: '上傳清單 for the old system: cp950, CRLF, ROC dates',
  query: z.object({ from: dateSchema, to: dateSchema }),
  codes: ['imports.range-too-long'],
})
export const cylinderBalances = endpoint({
  id: 'cylinders.balances',
  method: 'GET',
  path: '/api/cylinders/balances',
  access: 'cylinders.read',
  summary: 'What each holder holds',
  query: pageQuerySchema.extend({
    kind: z.enum(['depot', 'truck', 'site', 'plant', 'inspection', 'lost', 'opening']).optional(),
  }),
  answer: z.object({
    holders: z.array(
      z.object({
        accountId: idSchema,
        kind: z.string(),
        holderId: idSchema.nullable(),
        name: z.string(),
        balances: z.array(
          z.object({ cylinderType: cylinderTypeSchema, full: z.int(), empty: z.int(), held: z.int() }),
        ),
      }),
    ),
    totals: z.array(z.object({ cylinderType: cylinderTypeSchema, quantity: z.int() })),
    nextCursor: z.string().nullable(),
  }),
})
export const cylinderMovements = endpoint({
  id: 'cylinders.movements',
  method: 'GET',
  path: '/api/cylinders/movements',
  access: 'cylinders.read',
  summary: 'The ledger of a holder, newest first, of one kind of movement or one type where asked',
  query: pageQuerySchema.extend({
    accountId: idSchema.optional(),
    kind: z
      .enum(['opening', 'load', 'unload', 'deliver', 'return', 'fill', 'receive', 'count', 'lose', 'inspect'])
      .optional(),
    cylinderType: cylinderTypeSchema.optional(),
  }),
  answer: z.object({
    movements: z.array(
      z.object({
        id: idSchema,
        kind: z.string(),
        businessDate: dateSchema,
        occurredAt: instantSchema,
        recordedAt: instantSchema,
        reason: z.string(),
        reversesId: idSchema.nullable(),
        entries: z.array(
          z.object({
            holder: z.string(),
            cylinderType: cylinderTypeSchema,
            condition: z.enum(['full', 'empty', 'held']),
            quantity: z.int(),
          }),
        ),
      }),
    ),
    nextCursor: z.string().nullable(),
  }),
})
export const countCylinders = endpoint({
  id: 'cylinders.count',
  method: 'POST',
  path: '/api/cylinders/counts',
  access: 'cylinders.count',
  summary: 'A count at a depot or on a truck; the difference is posted to lost with its reason',
  body: z.object({
    id: idSchema,
    accountId: idSchema,
    counted: z
      .array(z.object({ cylinderType: cylinderTypeSchema, full: z.int().min(0), empty: z.int().min(0) }))
      .min(1),
    reason: z.string().trim().min(1).max(200),
  }),
  answer: z.object({
    movementId: idSchema.nullable(),
    differences: z.array(z.object({ cylinderType: cylinderTypeSchema, full: z.int(), empty: z.int() })),
  }),
  codes: ['cylinders.holder-not-found', 'cylinders.holder-not-countable'],
})
export const receiveCylinders = endpoint({
  id: 'cylinders.receive',
  method: 'POST',
  path: '/api/cylinders/receipts',
  access: 'cylinders.count',
  summary: 'Fulls from the filling plant against empties sent',
  body: z.object({
    id: idSchema,
    depotId: idSchema,
    full: z.array(z.object({ cylinderType: cylinderTypeSchema, quantity: z.int().min(1) })),
    empty: z.array(z.object({ cylinderType: cylinderTypeSchema, quantity: z.int().min(1) })),
    note: z.string().max(200).default(''),
  }),
  answer: okSchema,
  codes: ['cylinders.holder-not-found', 'cylinders.nothing-moved'],
})
export const runIntegrity = endpoint({
  id: 'admin.integrity',
  method: 'GET',
  path: '/api/integrity',
  access: 'integrity.run',
  summary: 'Every ledger and cross-check, proved now',
  answer: z.object({
    isClean: z.boolean(),
    checks: z.array(
      z.object({
        name: z.string(),
        isClean: z.boolean(),
        findings: z.array(
          z.object({ what: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }),
        ),
      }),
    ),
  }),
})
