import type { Board } from '@luckygas/contract/endpoints/dispatch.ts'
import type { TFunction } from 'i18next'

export type Step = Board['steps'][number]

const turningKinds: readonly string[] = ['undo', 'redo']
const isFirstPublication = (step: Step) => step.kind === 'publish' && Number(step.subject.number ?? 1) <= 1
const isEdit = (step: Step) => !turningKinds.includes(step.kind) && !isFirstPublication(step)

/** What Ctrl+Z takes back: the newest thing I did that still stands. */
export function nextUndo(steps: readonly Step[], meId: string): Step | undefined {
  return steps.find(step => step.doneBy === meId && isEdit(step) && !step.isUndone)
}

/** What Ctrl+Shift+Z does again: the oldest of what I took back, unless I did something new since. */
export function nextRedo(steps: readonly Step[], meId: string): Step | undefined {
  const newest = nextUndo(steps, meId)
  return steps.findLast(
    step => step.doneBy === meId && isEdit(step) && step.mayRedo && step.number > (newest?.number ?? 0),
  )
}

/** A step in words: what, from where, to where. */
export function stepWords(t: TFunction, step: Pick<Step, 'kind' | 'subject'>): string {
  const { kind, subject } = step
  const words = (of: string) => {
    const isOne = typeof subject.stop === 'string' && subject.stop !== ''
    const tray = t('dispatch.step.tray')
    const place = (letter: unknown) =>
      letter === '' || letter === undefined ? tray : t('dispatch.step.lane', { letter })
    const params = { ...subject, from: place(subject.from), to: place(subject.to) }
    if (of === 'move') return t(isOne ? 'dispatch.step.move' : 'dispatch.step.moveMany', params)
    if (of === 'build')
      return t('dispatch.step.build', { ...params, mode: t(`dispatch.mode.${subject.mode ?? 'all'}`) })
    return t(`dispatch.step.${of}`, { ...params, defaultValue: t('dispatch.step.other', params) })
  }
  if (!turningKinds.includes(kind)) return words(kind)
  return t(`dispatch.step.${kind}`, { what: words(String(subject.of ?? 'move')) })
}
