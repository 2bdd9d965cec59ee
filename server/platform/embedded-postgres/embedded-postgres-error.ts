/** The embedded PostgreSQL cannot run; the message tells a person what to do about it. */
export class EmbeddedPostgresError extends Error {}
