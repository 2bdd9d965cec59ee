import qrcode from 'qrcode'
import { trustGuides } from './trust-guides.ts'
import { originOf, trustPaths } from './trust-paths.ts'

export type TrustPage = {
  /** Where phones reach this machine, the best first. */
  addresses: readonly string[]
  port: number
  /** SHA-256 of the authority's certificate, in groups. */
  fingerprint: string
  /** Whether this page itself came over HTTPS, that is, whether this device trusts us already. */
  isSecure: boolean
}

/** The whole page as HTML in Traditional Chinese: no script, no file besides itself. */
export async function renderTrustPage({
  addresses,
  port,
  fingerprint,
  isSecure,
}: TrustPage): Promise<string> {
  const [first] = addresses
  const links = addresses.map(address => originOf('http', address, port) + trustPaths.page)
  const code = links[0] ? await qrcode.toString(links[0], { type: 'svg', margin: 1 }) : ''
  return `<!doctype html>
<html lang="zh-Hant-TW">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>信任本店主機 · LuckyGas 幸福氣</title>
<style>${style}</style>
</head>
<body>
<main>
<header>
<h1>讓手機信任本店主機</h1>
<p>司機 App 要用定位、相機和離線功能，必須經由加密連線（HTTPS）。本店主機的憑證由本店自己簽發，每支手機只要設定一次。</p>
</header>
${isSecure ? '<p class="done"><strong>✓ 這一頁是經由 HTTPS 開啟的。</strong>瀏覽器沒有出現警告的話，這台裝置已經信任本店主機。</p>' : ''}
${first ? scanSection(code, links) : '<p class="warn">這台主機目前沒有連上店內網路，手機還連不到。接上網路後請重新整理。</p>'}
<section aria-labelledby="check">
<h2 id="check">一、先核對指紋</h2>
<p>請和辦公室電腦上執行 <code>npx luckygas https</code> 顯示的指紋比對。<strong>不一樣就不要安裝。</strong></p>
<p class="fingerprint">${fingerprint
    .split(' ')
    .map(group => `<span>${group}</span>`)
    .join(' ')}</p>
</section>
<section aria-labelledby="install">
<h2 id="install">二、安裝憑證</h2>
<p class="actions">
<a class="button" href="${trustPaths.appleProfile}">下載 iPhone／iPad 描述檔</a>
<a class="button" href="${trustPaths.certificate}">下載憑證（Android、Windows、Mac）</a>
</p>
${trustGuides.map(guideHtml).join('\n')}
</section>
${first ? openSection(first, port) : ''}
</main>
</body>
</html>
`
}

function scanSection(code: string, links: readonly string[]): string {
  const others = links.slice(1).map(link => `<li><code>${link}</code></li>`)
  return `<section class="scan" aria-labelledby="scan">
<div class="code" role="img" aria-label="本頁網址的 QR 碼">${code}</div>
<div>
<h2 id="scan">用手機掃描</h2>
<p>手機先連上店內的 Wi-Fi，再掃描 QR 碼，或輸入：</p>
<p><code class="address">${links[0]}</code></p>
${others.length > 0 ? `<details><summary>連不到時試試其他位址</summary><ul>${others.join('')}</ul></details>` : ''}
</div>
</section>`
}

function openSection(address: string, port: number): string {
  const secure = originOf('https', address, port)
  return `<section aria-labelledby="open">
<h2 id="open">三、開啟 LuckyGas</h2>
<p>設定好後打開下面的網址，沒有警告就成功了。請把它加到主畫面。</p>
<p class="actions">
<a class="button main" href="${secure}/driver/">司機 App</a>
<a class="button" href="${secure}/">辦公室</a>
</p>
</section>`
}

function guideHtml({ device, steps }: (typeof trustGuides)[number]): string {
  return `<details>
<summary>${device}</summary>
<ol>${steps.map(step => `<li>${step}</li>`).join('')}</ol>
</details>`
}

const style = `
:root{color-scheme:light dark;--paper:#f6f2ea;--surface:#fffdf9;--line:#e3dacb;--ink:#1f1a14;--ink-2:#4f463b;--accent:#c7430a;--on-accent:#fff;--done:#1c6842;--done-soft:#daecdf;--late:#7d5d00;--late-soft:#faebc3}
@media(prefers-color-scheme:dark){:root{--paper:#17130e;--surface:#211c15;--line:#3a3227;--ink:#f3ede3;--ink-2:#c9beae;--accent:#f58a4b;--on-accent:#1f1208;--done:#7fd3a4;--done-soft:#12301f;--late:#f0cf6b;--late-soft:#332803}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.55 "Noto Sans TC","PingFang TC","Microsoft JhengHei UI",system-ui,sans-serif}
main{max-width:42rem;margin:0 auto;padding:24px 16px 64px}
h1{font-size:28px;line-height:1.25;margin:8px 0}
h2{font-size:20px;line-height:1.3;margin:0 0 8px}
header p{color:var(--ink-2)}
section,.done,.warn{background:var(--surface);border:1px solid var(--line);border-radius:10px;padding:20px;margin:16px 0}
.done{background:var(--done-soft);color:var(--done)}.warn{background:var(--late-soft);color:var(--late)}
.scan{display:flex;gap:20px;align-items:center;flex-wrap:wrap}.scan>div:last-child{flex:1 1 14rem}
.code{background:#fff;padding:8px;border-radius:6px;width:184px;height:184px}.code svg{display:block;width:100%;height:100%}
code{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:.95em;overflow-wrap:anywhere}.address{font-weight:700}
.fingerprint{display:grid;grid-template-columns:repeat(4,auto);justify-content:start;gap:4px 16px;font:700 17px/1.5 ui-monospace,Menlo,Consolas,monospace}
@media(max-width:26rem){.fingerprint{grid-template-columns:repeat(2,auto)}}
.actions{display:flex;flex-wrap:wrap;gap:12px}
.button{display:inline-flex;align-items:center;min-height:56px;padding:8px 20px;border:1px solid var(--ink-2);border-radius:6px;color:var(--ink);text-decoration:none;font-weight:700}
.button.main{background:var(--accent);border-color:var(--accent);color:var(--on-accent)}
a:focus-visible,summary:focus-visible{outline:3px solid var(--ink);outline-offset:2px}
details{border-top:1px solid var(--line)}summary{min-height:56px;display:flex;align-items:center;font-weight:700;cursor:pointer}summary::before{content:"＋";width:1.6em}details[open]>summary::before{content:"－"}
li{margin:6px 0}
`
