import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { roles } from '../permissions.ts'
import {
  idParamsSchema,
  idSchema,
  instantSchema,
  okSchema,
  pageQuerySchema,
  versionSchema,
} from './shared.ts'

const loginSchema = z.string().trim().min(1).max(80)
const newPasswordSchema = z.string().min(10).max(200)

export const meSchema = z.object({
  id: idSchema,
  login: z.string(),
  name: z.string(),
  role: z.enum(roles),
  depotId: idSchema.nullable(),
  driverId: idSchema.nullable(),
  locale: z.string().nullable(),
  homeApp: z.enum(['office', 'driver']).nullable(),
  mustChangePassword: z.boolean(),
  hasSecondFactor: z.boolean(),
  company: z.object({ name: z.string(), isDemo: z.boolean() }),
  serverNow: instantSchema,
})
export type Me = z.output<typeof meSchema>

export const sessionSchema = z.object({
  accessToken: z.string(),
  expiresAt: instantSchema,
  me: meSchema,
})

export const login = endpoint({
  id: 'identity.login',
  method: 'POST',
  path: '/api/auth/login',
  access: 'public',
  isKeyless: true,
  summary: 'Sign in; the refresh token travels in an HttpOnly cookie',
  body: z.object({
    login: loginSchema,
    password: z.string().min(1).max(200),
    /** Six digits of the authenticator app, or a recovery code. */
    code: z.string().trim().max(40).optional(),
  }),
  answer: sessionSchema,
  codes: ['identity.wrong-login', 'identity.locked', 'identity.code-needed', 'identity.wrong-code'],
})
export const refresh = endpoint({
  id: 'identity.refresh',
  method: 'POST',
  path: '/api/auth/refresh',
  access: 'public',
  isKeyless: true,
  summary: 'Rotate the refresh token and take a new access token',
  answer: sessionSchema,
  codes: ['identity.session-ended'],
})
export const logout = endpoint({
  id: 'identity.logout',
  method: 'POST',
  path: '/api/auth/logout',
  access: 'public',
  isKeyless: true,
  summary: 'End this session',
  answer: okSchema,
})
export const changePassword = endpoint({
  id: 'identity.change-password',
  method: 'POST',
  path: '/api/auth/password',
  access: 'session.own',
  summary: 'Change the own password; every other session ends',
  body: z.object({ current: z.string().min(1).max(200), next: newPasswordSchema }),
  answer: okSchema,
  codes: ['identity.wrong-password', 'identity.weak-password'],
})
export const me = endpoint({
  id: 'identity.me',
  method: 'GET',
  path: '/api/me',
  access: 'session.own',
  summary: 'Who is signed in',
  answer: meSchema,
})
export const setPreferences = endpoint({
  id: 'identity.set-preferences',
  method: 'PUT',
  path: '/api/me/preferences',
  access: 'session.own',
  summary: 'Language and which app opens first',
  body: z.object({
    locale: z.string().max(20).nullable().optional(),
    homeApp: z.enum(['office', 'driver']).nullable().optional(),
  }),
  answer: meSchema,
})

export const userSchema = z.object({
  id: idSchema,
  login: z.string(),
  name: z.string(),
  role: z.enum(roles),
  depotId: idSchema.nullable(),
  status: z.enum(['active', 'disabled']),
  isLocked: z.boolean(),
  hasSecondFactor: z.boolean(),
  version: versionSchema,
  createdAt: instantSchema,
})
export const listUsers = endpoint({
  id: 'identity.list-users',
  method: 'GET',
  path: '/api/users',
  access: 'users.manage',
  summary: 'Users',
  query: pageQuerySchema,
  answer: z.object({ users: z.array(userSchema), nextCursor: z.string().nullable() }),
})
export const createUser = endpoint({
  id: 'identity.create-user',
  method: 'POST',
  path: '/api/users',
  access: 'users.manage',
  summary: 'Add a user',
  body: z.object({
    id: idSchema,
    login: loginSchema,
    name: z.string().trim().min(1).max(80),
    role: z.enum(roles),
    depotId: idSchema.nullable(),
    password: newPasswordSchema,
  }),
  answer: userSchema,
  codes: ['identity.login-taken', 'identity.weak-password'],
})
export const updateUser = endpoint({
  id: 'identity.update-user',
  method: 'PATCH',
  path: '/api/users/:id',
  access: 'users.manage',
  summary: 'Change name, role or status',
  params: idParamsSchema,
  body: z.object({
    version: versionSchema,
    name: z.string().trim().min(1).max(80).optional(),
    role: z.enum(roles).optional(),
    status: z.enum(['active', 'disabled']).optional(),
  }),
  answer: userSchema,
  codes: ['identity.last-super-admin', 'request.stale-version'],
})
export const resetPassword = endpoint({
  id: 'identity.reset-password',
  method: 'POST',
  path: '/api/users/:id/password',
  access: 'users.manage',
  summary: 'Give a user a new password, to be changed at the next login',
  params: idParamsSchema,
  body: z.object({ password: newPasswordSchema }),
  answer: okSchema,
})
const proofSchema = z.object({ password: z.string().min(1).max(200) })
export const beginSecondFactor = endpoint({
  id: 'identity.begin-second-factor',
  method: 'POST',
  path: '/api/auth/second-factor',
  // No key: its answer is a secret, which must not be kept for a replay; asked again, another takes its place.
  isKeyless: true,
  access: 'session.own',
  summary: 'Make a secret for the own authenticator app; it counts once a code confirms it',
  body: proofSchema,
  answer: z.object({ secret: z.string(), uri: z.string(), qrSvg: z.string() }),
  codes: ['identity.wrong-password', 'identity.second-factor-set'],
})
export const confirmSecondFactor = endpoint({
  id: 'identity.confirm-second-factor',
  method: 'POST',
  path: '/api/auth/second-factor/confirm',
  // No key: the recovery codes must not be kept for a replay.
  isKeyless: true,
  access: 'session.own',
  summary: 'Confirm the authenticator app by its first code; answers the recovery codes once',
  body: z.object({
    code: z
      .string()
      .trim()
      .regex(/^\d{6}$/),
  }),
  answer: z.object({ recoveryCodes: z.array(z.string()) }),
  codes: ['identity.wrong-code', 'identity.second-factor-unset'],
})
export const removeSecondFactor = endpoint({
  id: 'identity.remove-second-factor',
  method: 'POST',
  path: '/api/auth/second-factor/remove',
  access: 'session.own',
  summary: 'Sign in with the password alone again',
  body: proofSchema,
  answer: okSchema,
  codes: ['identity.wrong-password', 'identity.second-factor-unset'],
})
export const removeUserSecondFactor = endpoint({
  id: 'identity.remove-user-second-factor',
  method: 'POST',
  path: '/api/users/:id/second-factor/remove',
  access: 'users.manage',
  summary: 'Take the second factor from a user who lost the phone',
  params: idParamsSchema,
  answer: okSchema,
  codes: ['identity.user-not-found', 'identity.second-factor-unset'],
})
export const listAudit = endpoint({
  id: 'admin.list-audit',
  method: 'GET',
  path: '/api/audit',
  access: 'audit.read',
  summary: 'Who changed what',
  query: pageQuerySchema.extend({
    entity: z.string().max(60).optional(),
    entityId: z.string().max(80).optional(),
  }),
  answer: z.object({
    entries: z.array(
      z.object({
        id: z.string(),
        at: instantSchema,
        actorName: z.string().nullable(),
        actorRole: z.string().nullable(),
        action: z.string(),
        entity: z.string(),
        entityId: z.string(),
        before: z.unknown(),
        after: z.unknown(),
        reason: z.string().nullable(),
      }),
    ),
    nextCursor: z.string().nullable(),
  }),
})
