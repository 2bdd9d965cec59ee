import { hash, verify } from '@node-rs/argon2'

/** Hashes and checks passwords; both take some twenty milliseconds of CPU on purpose, in the thread pool. */
export interface PasswordHasher {
  hash(password: string): Promise<string>
  verify(passwordHash: string, password: string): Promise<boolean>
}

/**
 * Argon2id with 19 MiB, two passes, one lane: the first choice of the OWASP Password Storage Cheat Sheet (2025) where
 * memory is shared with other work. The parameters travel in the hash, so raising them leaves old hashes valid.
 */
const argon2id = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const

/** The same password typed on a phone and on a PC may arrive in two Unicode forms; NFKC makes them one. */
const normalise = (password: string) => password.normalize('NFKC')

export const argon2Hasher: PasswordHasher = {
  hash: password => hash(normalise(password), argon2id),
  verify: (passwordHash, password) => verify(passwordHash, normalise(password)),
}
