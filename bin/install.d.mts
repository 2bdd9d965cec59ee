/** Runs `npm ci` in a folder where it is needed; answers how it ended. */
export function install(root: string): Promise<{ code?: number; signal?: string }>
