/**
 * Text as it is kept: line ends made one, characters that steer a terminal or turn the writing direction taken out,
 * never more than two empty lines. What remains is shown as text, so it needs no escaping here.
 */
export function cleanBody(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n]|[\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}
