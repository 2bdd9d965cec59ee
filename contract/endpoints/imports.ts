import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { idParamsSchema, idSchema, instantSchema, pageQuerySchema } from './shared.ts'

export const importKindSchema = z.enum(['customers', 'members', 'history'])
export const importFindingSchema = z.object({
  row: z.int(),
  column: z.string(),
  code: z.string(),
  value: z.string(),
})
export const importResultSchema = z.object({
  rows: z.int(),
  accepted: z.int(),
  rejected: z.array(importFindingSchema),
  warnings: z.array(importFindingSchema),
  skipped: z.int(),
  changes: z.object({ create: z.int(), update: z.int(), same: z.int() }),
  cylinders: z.record(z.string(), z.int()),
})
export type ImportResult = z.output<typeof importResultSchema>
export const importRunSchema = z.object({
  id: idSchema,
  kind: importKindSchema,
  fileName: z.string(),
  isDryRun: z.boolean(),
  status: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
  progressRows: z.int(),
  result: importResultSchema
    .omit({ rejected: true, warnings: true })
    .extend({ rejectedCount: z.int(), warningCount: z.int() })
    .nullable(),
  failure: z.string().nullable(),
  byName: z.string().nullable(),
  createdAt: instantSchema,
  finishedAt: instantSchema.nullable(),
})
export const startImport = endpoint({
  id: 'imports.start',
  method: 'POST',
  path: '/api/imports',
  access: 'imports.run',
  summary: 'Import an uploaded file, or only say what it would do',
  body: z.object({ id: idSchema, kind: importKindSchema, fileId: idSchema, isDryRun: z.boolean() }),
  answer: importRunSchema,
  codes: ['imports.file-not-found', 'imports.already-running'],
})
export const listImports = endpoint({
  id: 'imports.list',
  method: 'GET',
  path: '/api/imports',
  access: 'imports.run',
  summary: 'Imports, newest first',
  query: pageQuerySchema,
  answer: z.object({ runs: z.array(importRunSchema), nextCursor: z.string().nullable() }),
})
export const getImport = endpoint({
  id: 'imports.get',
  method: 'GET',
  path: '/api/imports/:id',
  access: 'imports.run',
  summary: 'One import',
  params: idParamsSchema,
  answer: importRunSchema,
  codes: ['imports.not-found'],
})
export const listImportFindings = endpoint({
  id: 'imports.list-findings',
  method: 'GET',
  path: '/api/imports/:id/findings',
  access: 'imports.run',
  summary: 'Refused and cleaned cells',
  params: idParamsSchema,
  query: pageQuerySchema.extend({ severity: z.enum(['rejected', 'warning']).optional() }),
  answer: z.object({
    findings: z.array(importFindingSchema.extend({ severity: z.enum(['rejected', 'warning']) })),
    nextCursor: z.string().nullable(),
  }),
})
export const listImportChanges = endpoint({
  id: 'imports.list-changes',
  method: 'GET',
  path: '/api/imports/:id/changes',
  access: 'imports.run',
  summary: 'What is (or would be) created and changed, cell by cell',
  params: idParamsSchema,
  query: pageQuerySchema,
  answer: z.object({
    changes: z.array(
      z.object({
        customerCode: z.string(),
        change: z.enum(['create', 'update']),
        cells: z.array(z.object({ column: z.string(), before: z.string().nullable(), after: z.string() })),
      }),
    ),
    nextCursor: z.string().nullable(),
  }),
})
export const listImportConflicts = endpoint({
  id: 'imports.list-conflicts',
  method: 'GET',
  path: '/api/imports/conflicts',
  access: 'imports.run',
  summary: 'Cells changed both here and in the file',
  query: pageQuerySchema,
  answer: z.object({
    conflicts: z.array(
      z.object({
        id: idSchema,
        customerCode: z.string(),
        shortName: z.string(),
        column: z.string(),
        ours: z.string(),
        theirs: z.string(),
      }),
    ),
    nextCursor: z.string().nullable(),
  }),
})
export const decideImportConflict = endpoint({
  id: 'imports.decide-conflict',
  method: 'POST',
  path: '/api/imports/conflicts/:id/decide',
  access: 'imports.run',
  summary: 'Keep ours or take theirs',
  params: idParamsSchema,
  body: z.object({ decision: z.enum(['keep', 'take']) }),
  answer: z.object({ ok: z.literal(true) }),
  codes: ['imports.conflict-not-found', 'imports.conflict-decided'],
})
