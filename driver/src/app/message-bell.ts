import { observable } from '@luckygas/ui/observable.ts'

/** Rings when the office's side of the driver's messages may have changed; who listens fetches them. */
export const messageBell = observable(0)
export const ringMessages = () => messageBell.set(messageBell.get() + 1)
