/** How each kind of device is told to trust a certificate authority, in the words of its own settings. */
export const trustGuides: readonly { device: string; steps: readonly string[] }[] = [
  {
    device: 'iPhone／iPad（iOS 15 以上）',
    steps: [
      '用 <strong>Safari</strong> 開啟本頁，點「下載 iPhone／iPad 描述檔」，再點「允許」。',
      '打開「設定」，點最上方的「已下載描述檔」（或「一般」→「VPN 與裝置管理」→「LuckyGas 幸福氣」），點「安裝」。',
      '到「設定」→「一般」→「關於本機」→ 最下方「<strong>憑證信任設定</strong>」，把 LuckyGas 的開關打開。少了這一步仍會出現警告。',
    ],
  },
  {
    device: 'Android 手機',
    steps: [
      '點「下載憑證」，檔案是 luckygas-ca.crt。',
      '打開「設定」，搜尋「<strong>CA 憑證</strong>」。常見位置：「安全性與隱私權」→「更多安全性設定」→「加密與憑證」→「安裝憑證」→「CA 憑證」；三星：「安全性與隱私權」→「其他安全性設定」→「從裝置儲存裝置安裝」→「CA 憑證」。',
      '點「仍要安裝」，輸入螢幕鎖定密碼，選下載的 luckygas-ca.crt。手機必須先設定螢幕鎖定。',
      '請用 Chrome 開啟 LuckyGas。',
    ],
  },
  {
    device: 'Windows 電腦',
    steps: [
      '點「下載憑證」，連按兩下 luckygas-ca.crt →「安裝憑證」。',
      '選「<strong>本機電腦</strong>」→「將所有憑證放入以下的存放區」→「瀏覽」→「<strong>受信任的根憑證授權單位</strong>」→「完成」。',
      '關閉瀏覽器再打開。',
    ],
  },
  {
    device: 'Mac',
    steps: [
      '點「下載憑證」，連按兩下 luckygas-ca.crt，加入「鑰匙圈存取」的「<strong>系統</strong>」鑰匙圈。',
      '在「鑰匙圈存取」中連按兩下 LuckyGas 的憑證，展開「信任」，選「<strong>永遠信任</strong>」，再輸入密碼。',
    ],
  },
  {
    device: 'Firefox 瀏覽器（任何電腦）',
    steps: [
      '「設定」→「隱私權與安全性」→「檢視憑證」→「憑證機構」→「匯入」，選 luckygas-ca.crt。',
      '勾選「信任此憑證機構以識別網站」。',
    ],
  },
]
