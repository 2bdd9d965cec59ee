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

/** What people type and what databases quote: text in quotation marks, Chinese, and numbers that may be a phone's. */
const quoted = /"[^"]*"|'[^']*'|`[^`]*`|「[^」]*」|\p{Script=Han}+|\d[\d\s-]{5,}\d/gu

/**
 * An error as it may stand in a log. A message may quote a row or a request (a unique violation, JSON that does not
 * parse), so only its own words are kept, of errors with a code not even those; and of the stack only the frames.
 */
function describeError(error: Error & { code?: unknown; constraint?: unknown }): Record<string, unknown> {
  return {
    type: error.name,
    code: error.code,
    constraint: error.constraint,
    message: error.code === undefined ? error.message.replace(quoted, '…').slice(0, 500) : undefined,
    stack: error.stack
      ?.split('\n')
      .filter(line => /^ {4}at /.test(line))
      .slice(0, 8)
      .join('\n'),
    ...(error.cause instanceof Error && { cause: describeError(error.cause) }),
  }
}

/** Structured logs, one JSON object a line, to standard error, so that standard output stays a program's own. */
export function makeLogger(level: string, destination: NodeJS.WritableStream = process.stderr): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths, censor: '[redacted]' },
      serializers: {
        err: describeError,
      },
    },
    destination,
  )
}
