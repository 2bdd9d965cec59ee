import { importKindSchema } from '../../../contract/endpoints/imports.ts'

export const importKinds = importKindSchema.options
export type ImportKind = (typeof importKinds)[number]

/** The word of the command line or the URL as a kind; undefined for any other word. */
export function importKindOf(word: string): ImportKind | undefined {
  return importKinds.find(kind => kind === word)
}
