/** A backup cannot be made or restored; the message names what is wrong and what a person can do about it. */
export class BackupError extends Error {}
