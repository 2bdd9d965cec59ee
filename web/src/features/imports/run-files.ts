const storageKey = (runId: string) => `luckygas.import.${runId}`

/** Remembers in this tab which uploaded file a dry run read, so that the same bytes are imported for real. */
export function rememberFile(runId: string, fileId: string): void {
  try {
    sessionStorage.setItem(storageKey(runId), fileId)
  } catch {
    // Without storage the file is uploaded once more.
  }
}

/** The file a dry run read; undefined where another tab or person uploaded it. */
export function fileOfRun(runId: string): string | undefined {
  try {
    return sessionStorage.getItem(storageKey(runId)) ?? undefined
  } catch {
    return undefined
  }
}
