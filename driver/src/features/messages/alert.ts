/** How a new message makes itself noticed. */
export const alertKinds = ['both', 'sound', 'vibrate', 'none'] as const
export type AlertKind = (typeof alertKinds)[number]

const storageKey = 'luckygas.message-alert'

export function readAlert(): AlertKind {
  const stored = localStorage.getItem(storageKey)
  return alertKinds.find(kind => kind === stored) ?? 'both'
}
export const storeAlert = (kind: AlertKind) => localStorage.setItem(storageKey, kind)

/** Two short tones, higher for urgent words; made here, so that nothing has to be loaded. */
function sound(isUrgent: boolean): void {
  const audio = new AudioContext()
  const start = audio.currentTime
  for (const [index, hertz] of (isUrgent ? [880, 1320, 880, 1320] : [660, 880]).entries()) {
    const tone = audio.createOscillator()
    const volume = audio.createGain()
    tone.frequency.value = hertz
    volume.gain.setValueAtTime(0.25, start + index * 0.18)
    volume.gain.exponentialRampToValueAtTime(0.001, start + index * 0.18 + 0.16)
    tone.connect(volume).connect(audio.destination)
    tone.start(start + index * 0.18)
    tone.stop(start + index * 0.18 + 0.17)
  }
  setTimeout(() => void audio.close(), 1500)
}

/** Rings or shakes as the driver chose; a phone that can do neither stays quiet. */
export function alertDriver(kind: AlertKind, isUrgent: boolean): void {
  try {
    if (kind === 'both' || kind === 'vibrate')
      navigator.vibrate?.(isUrgent ? [300, 120, 300, 120, 300] : [180, 90, 180])
    if (kind === 'both' || kind === 'sound') sound(isUrgent)
  } catch {
    // Some browsers refuse sound before the first tap; the badge shows the message all the same.
  }
}
