/** What a credential looks like, by its name. What a pattern matches is never printed, only where. */
export const secretPatterns: Readonly<Record<string, RegExp>> = {
  'private key': /-----BEGIN (RSA |EC |OPENSSH |ENCRYPTED )?PRIVATE KEY-----(\n|\\n)[A-Za-z0-9+/=]{16}/,
  'cloud key': /\b(AKIA|ASIA)[0-9A-Z]{16}\b|\bAIza[0-9A-Za-z_-]{35}\b/,
  token: /\b(ghp|gho|github_pat|xox[abp]|sk_live|sk_test)_[0-9A-Za-z_]{20,}\b/,
  'signed token': /\beyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}/,
  'password in a URL':
    /\b(postgres(ql)?|redis|amqp|https?|mysql):\/\/[^\s:/@"'`$<>{}]+:(?!\$\{|<|password@|secret@|x@|p@|pw@)[^\s:/@"'`${}<>]{6,}@/,
  'assigned secret':
    /\b(password|passwd|secret|api[_-]?key|access[_-]?token)\b["']?\s*[:=]\s*["'`][A-Za-z0-9+/_-]{16,}["'`]/i,
}
