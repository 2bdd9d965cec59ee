import type { CommandEntry } from './command.ts'

/** Every command of `npx luckygas`, in the order in which help lists them. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'https',
    summary: { zh: '建立本店憑證，讓手機能安全連線', en: "make the shop's own certificate for phones" },
    load: async () => (await import('./https.command.ts')).httpsCommand,
  },
  {
    name: 'plan',
    summary: { zh: '為一個問題檔排出配送路線', en: 'plan the runs of a problem file' },
    load: async () => (await import('./plan.command.ts')).planCommand,
  },
  {
    name: 'doctor',
    summary: { zh: '檢查這台主機與資料', en: 'check this machine and its data' },
    load: async () => (await import('./doctor.command.ts')).doctorCommand,
  },
]
