import { z } from 'zod'
import type { Endpoint } from './endpoint.ts'
import { endpoints } from './endpoints/index.ts'

interface Schema {
  properties?: Record<string, Schema>
  required?: string[]
  [key: string]: unknown
}

/** OpenAPI 3.1 of the endpoint table: what `/api/openapi.json` answers and what is committed beside this file. */
export function openApiDocument(): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const item of [...endpoints].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const path = item.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [item.method.toLowerCase()]: operation(item) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'LuckyGas 幸福氣', version: '1' },
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: { Problem: problemSchema },
    },
    paths,
  }
}

/** The committed text: one operation a line, so that a change shows as the lines of its operations. */
export function openApiText(): string {
  const { paths, ...rest } = openApiDocument() as { paths: Record<string, Record<string, unknown>> }
  const lines = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, item], index, all) => {
      const open = index === 0 ? `${JSON.stringify(path)}: {` : ''
      return `${open}${JSON.stringify(method)}: ${JSON.stringify(item)}${index === all.length - 1 ? '}' : ''}`
    }),
  )
  return `${JSON.stringify(rest).slice(0, -1)},\n"paths": {\n${lines.join(',\n')}\n}}\n`
}

function operation(item: Endpoint): Record<string, unknown> {
  const isWrite = item.method !== 'GET' && !item.isKeyless
  return {
    operationId: item.id,
    summary: item.summary,
    'x-access': item.access,
    ...(item.access === 'public' ? {} : { security: [{ bearer: [] }] }),
    parameters: [
      ...parameters(item.params, 'path'),
      ...parameters(item.query, 'query'),
      ...(isWrite
        ? [
            {
              name: 'Idempotency-Key',
              in: 'header',
              required: true,
              schema: { type: 'string', format: 'uuid' },
            },
          ]
        : []),
    ],
    ...requestBody(item),
    responses: {
      200: { description: 'Done', ...answerContent(item) },
      default: {
        description: `Problem: ${[...(item.codes ?? [])].join(', ') || 'see the platform’s codes'}`,
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  }
}

function parameters(schema: z.ZodType | undefined, place: 'path' | 'query'): unknown[] {
  if (!schema) return []
  const json = jsonSchema(schema, 'input')
  return Object.entries(json.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || (json.required ?? []).includes(name),
    schema: property,
  }))
}

function requestBody(item: Endpoint): Record<string, unknown> {
  if (item.transfer === 'upload')
    return { requestBody: { required: true, content: { 'application/octet-stream': {} } } }
  if (!item.body) return {}
  return {
    requestBody: {
      required: true,
      content: { 'application/json': { schema: jsonSchema(item.body, 'input') } },
    },
  }
}

function answerContent(item: Endpoint): Record<string, unknown> {
  if (item.transfer === 'download') return { content: { 'application/octet-stream': {} } }
  return item.answer ? { content: { 'application/json': { schema: jsonSchema(item.answer, 'output') } } } : {}
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Schema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Schema
  return rest
}

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'kind', 'code', 'traceId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    kind: { enum: ['invalid', 'denied', 'missing', 'refused', 'unavailable', 'defect'] },
    code: { type: 'string' },
    traceId: { type: 'string' },
    retryAfter: { type: 'number' },
    params: { type: 'object' },
    faults: {
      type: 'array',
      items: {
        type: 'object',
        properties: { path: { type: 'string' }, code: { type: 'string' }, value: { type: 'string' } },
      },
    },
  },
}
