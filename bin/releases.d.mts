export function currentRelease(root: string): string
export function updatingRelease(root: string): string | undefined
