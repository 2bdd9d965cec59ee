import { formatKm } from '@luckygas/ui/format/format.ts'

/** `+1.2` or `-0.4` kilometres. */
export const signedKm = (metres: number): string => (metres > 0 ? `+${formatKm(metres)}` : formatKm(metres))
