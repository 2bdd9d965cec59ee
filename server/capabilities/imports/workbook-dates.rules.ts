/** Which number formats of a workbook show a date, and what day a serial number is (ECMA-376 §18.8.30, §18.17.4). */

/** Built-in formats that show a date or a time, the East Asian ones (27–36, 50–58) among them. */
function isBuiltInDate(id: number): boolean {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)
}

/** Whether a number format shows a date or a time. `code` is the custom format, where there is one. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return isBuiltInDate(id)
  const letters = code.replace(/\[[^\]]*\]|"[^"]*"|\\.|_./g, '')
  return /[ymdhsge]/i.test(letters.replace(/general/gi, '')) && !/[0#]E[+-]/i.test(letters)
}

/**
 * A serial number to the day and minute it shows. In the 1900 system day 60 is the 29 February 1900 that never was.
 * @returns undefined outside 1900–9999
 */
export function dateOfSerial(serial: number, is1904: boolean): { date: string; minute: number } | undefined {
  let day = Math.floor(serial)
  let minute = Math.round((serial - day) * 1440)
  if (minute === 1440) [day, minute] = [day + 1, 0]
  if (is1904) day += 1462
  if (day < 0 || day > 2_958_465) return undefined
  const epochDay = day - (day < 60 ? 25_568 : 25_569)
  return { date: new Date(epochDay * 86_400_000).toISOString().slice(0, 10), minute }
}
