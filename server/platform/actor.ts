import type { Role } from '../../contract/permissions.ts'

/** Who acts. A job or a command line acts as the system. */
export interface Actor {
  id: string
  role: Role
  name: string
  depotId: string | null
  /** Set when the user drives. */
  driverId: string | null
  /** The session the request came in by; absent for jobs and command lines. */
  sessionId?: string
}

/** The system's own hand: jobs and command lines on the machine itself. */
export const systemActor: Actor = {
  id: '00000000-0000-7000-8000-000000000000',
  role: 'super_admin',
  name: 'system',
  depotId: null,
  driverId: null,
}
