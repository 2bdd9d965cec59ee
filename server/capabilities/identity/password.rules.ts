/** Shortest password accepted, in characters (NIST SP 800-63B-4 asks for at least 8; company policy is 10). */
export const shortestPassword = 10

/**
 * What attackers try first, in lower case without separators: the common ones of that length and those of this trade.
 * A password is refused when, without its trailing digits and marks, it is one of these.
 */
const common = new Set(
  `password passw0rd p@ssw0rd p@ssword administrator qwertyuiop qwerty qwertyui asdfghjkl asdfghjk zxcvbnm 1q2w3e4r
   1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc qazwsxedc iloveyou welcome letmein changeme superadmin abc abcd
   abcde abcdefg abcdefgh abcdefghij luckygas lucky gas happygas xingfuqi taitung taiwan dispatcher dispatch manager
   office driver accountant customer sunshine princess football baseball monkey dragon master superman batman test
   testtest a1b2c3d4 a1b2c3d4e5 q1w2e3r4 q1w2e3r4t5 woaini woaini1314 5201314 mypassword newpassword secret admin root
   user guest default temp temporary internet computer samsung 幸福氣 密碼`.split(/\s+/),
)

export type PasswordFault = 'too-short' | 'contains-login' | 'common' | 'repeated' | 'same-as-before'

/**
 * Why a password is refused, or undefined when it may be used. No rules about kinds of characters: they make passwords
 * predictable rather than strong (NIST SP 800-63B-4 §3.1.1.2).
 * @param isSameAsBefore whether it equals the password it replaces
 */
export function passwordFault(
  password: string,
  login: string,
  isSameAsBefore = false,
): PasswordFault | undefined {
  const plain = password.normalize('NFKC').toLowerCase()
  const name = login.normalize('NFKC').toLowerCase()
  if ([...plain].length < shortestPassword) return 'too-short'
  if (name.length >= 3 && plain.includes(name)) return 'contains-login'
  if (new Set(plain).size < 4 || isStaircase(plain)) return 'repeated'
  const core = plain.replace(/[\s._-]/g, '').replace(/[\d!@#$%^&*?.]+$/, '')
  if ([...core].length < 4 || common.has(core) || common.has(plain)) return 'common'
  return isSameAsBefore ? 'same-as-before' : undefined
}

/** Every character follows the one before it by the same small step: 1234567890, abcdefghij, 9876543210. */
function isStaircase(text: string): boolean {
  const codes = [...text].map(character => character.codePointAt(0) ?? 0)
  const steps = codes.slice(1).map((code, index) => code - (codes[index] ?? 0))
  const odd = steps.filter(step => step !== steps[0])
  return Math.abs(steps[0] ?? 0) <= 1 && odd.length <= 1
}
