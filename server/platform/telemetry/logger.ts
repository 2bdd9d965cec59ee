import { type Logger, pino } from 'pino'

/** Field names that may carry personal data or secrets; their values never reach a log, at any depth we use. */
export const redactedFields = [
  'password',
  'current',
  'next',
  'accessToken',
  'refreshToken',
  'authorization',
  'cookie',
  'phone',
  'phones',
  'digits',
  'address',
  'shortName',
  'short_name',
  'invoiceTitle',
  'contactName',
  'recipient',
  'latitude',
  'longitude',
  'gateCode',
  'login',
  'note',
  'q',
]
const paths = redactedFields.flatMap(field => [field, `*.${field}`, `*.*.${field}`, `*.*.*.${field}`])

/** Structured logs, one JSON object a line, to standard error, so that standard output stays a program's own. */
export function makeLogger(level: string, destination: NodeJS.WritableStream = process.stderr): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths, censor: '[redacted]' },
      serializers: {
        // A driver's error message may quote a row, so only its class, code and stack frames are kept.
        err: (error: Error & { code?: string; constraint?: string }) => ({
          type: error.name,
          code: error.code,
          constraint: error.constraint,
          message: error.code ? undefined : error.message,
          stack: error.stack?.split('\n').slice(1, 8).join('\n'),
        }),
      },
    },
    destination,
  )
}
