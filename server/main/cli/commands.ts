import type { CommandEntry } from './command.ts'

/** Every command of `npx luckygas`, in the order in which help lists them. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'https',
    summary: { zh: '建立本店憑證，讓手機能安全連線', en: "make the shop's own certificate for phones" },
    load: async () => (await import('./https.command.ts')).httpsCommand,
  },
  {
    name: 'import',
    summary: {
      zh: '匯入舊系統的客戶、會員或配送紀錄',
      en: 'import customers, members or history of the old system',
    },
    load: async () => (await import('./import.command.ts')).importCommand,
  },
  {
    name: 'geocode',
    summary: { zh: '依地址為地點定位', en: 'place sites by their addresses' },
    load: async () => (await import('./geocode.command.ts')).geocodeCommand,
  },
  {
    name: 'forecast',
    summary: { zh: '預測每個地點的用量與用完日', en: 'forecast use and run-out of every site' },
    load: async () => (await import('./forecast.command.ts')).forecastCommand,
  },
  {
    name: 'due-list',
    summary: { zh: '列出某日的待配送名單', en: 'list who should be visited on a day' },
    load: async () => (await import('./due-list.command.ts')).dueListCommand,
  },
  {
    name: 'plan',
    summary: { zh: '為一個問題檔排出配送路線', en: 'plan the runs of a problem file' },
    load: async () => (await import('./plan.command.ts')).planCommand,
  },
  {
    name: 'integrity',
    summary: { zh: '核對帳、訂單、站點與檔案是否一致', en: 'prove that everything agrees' },
    load: async () => (await import('./integrity.command.ts')).integrityCommand,
  },
  {
    name: 'backup',
    summary: { zh: '立即備份', en: 'back up now' },
    load: async () => (await import('./backup.commands.ts')).backupCommand,
  },
  {
    name: 'backup verify',
    summary: { zh: '試還原最新的備份並核對', en: 'prove the latest backup by restoring it' },
    load: async () => (await import('./backup.commands.ts')).verifyBackupCommand,
  },
  {
    name: 'restore',
    summary: {
      zh: '把備份還原到新的資料夾，可指定時間',
      en: 'restore a backup, to the second, into a new folder',
    },
    load: async () => (await import('./backup.commands.ts')).restoreCommand,
  },
  {
    name: 'update',
    summary: {
      zh: '更新到新版，先備份，失敗自動回到舊版',
      en: 'bring another release in, backed up first, back if it fails',
    },
    load: async () => (await import('./update.command.ts')).updateCommand,
  },
  {
    name: 'search rebuild',
    summary: { zh: '重建搜尋資料', en: 'make what Ctrl+K finds anew' },
    load: async () => (await import('./search.command.ts')).searchRebuildCommand,
  },
  {
    name: 'search check',
    summary: { zh: '比對搜尋資料是否正確', en: 'compare what Ctrl+K finds with the tables' },
    load: async () => (await import('./search.command.ts')).searchCheckCommand,
  },
  {
    name: 'user list',
    summary: { zh: '列出使用者', en: 'list the users' },
    load: async () => (await import('./user.commands.ts')).listUsersCommand,
  },
  {
    name: 'user add',
    summary: { zh: '新增使用者', en: 'add a user' },
    load: async () => (await import('./user.commands.ts')).addUserCommand,
  },
  {
    name: 'user password',
    summary: { zh: '重設使用者的密碼', en: 'give a user a new password' },
    load: async () => (await import('./user.commands.ts')).resetPasswordCommand,
  },
  {
    name: 'user disable',
    summary: { zh: '停用使用者', en: 'disable a user' },
    load: async () => (await import('./user.commands.ts')).disableUserCommand,
  },
  {
    name: 'user one-step',
    summary: { zh: '關掉使用者的兩步驟驗證', en: 'turn a user’s two-step sign-in off' },
    load: async () => (await import('./user.commands.ts')).removeSecondFactorCommand,
  },
  {
    name: 'keys rotate',
    summary: { zh: '更換登入金鑰，不影響已登入的人', en: 'rotate the signing key; nobody is signed out' },
    load: async () => (await import('./keys.command.ts')).rotateKeysCommand,
  },
  {
    name: 'doctor',
    summary: { zh: '檢查這台主機與資料', en: 'check this machine and its data' },
    load: async () => (await import('./doctor.command.ts')).doctorCommand,
  },
]
