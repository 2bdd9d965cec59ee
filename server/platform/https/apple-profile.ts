import { createHash } from 'node:crypto'

/**
 * A configuration profile that installs a root certificate on iPhone, iPad and Mac (Apple, "Configuration Profile
 * Reference", payload `com.apple.security.root`). The same authority always makes the same profile, so installing it
 * twice replaces it.
 */
export function appleProfile({ der, fingerprint }: { der: Uint8Array; fingerprint: string }): string {
  const payload = Buffer.from(der).toString('base64')
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>PayloadContent</key>
  <array>
    <dict>
      <key>PayloadType</key><string>com.apple.security.root</string>
      <key>PayloadVersion</key><integer>1</integer>
      <key>PayloadIdentifier</key><string>tw.luckygas.trust.root</string>
      <key>PayloadUUID</key><string>${stableUuid(fingerprint, 'root')}</string>
      <key>PayloadDisplayName</key><string>LuckyGas 幸福氣 憑證</string>
      <key>PayloadCertificateFileName</key><string>luckygas-ca.crt</string>
      <key>PayloadContent</key><data>${payload}</data>
    </dict>
  </array>
  <key>PayloadType</key><string>Configuration</string>
  <key>PayloadVersion</key><integer>1</integer>
  <key>PayloadIdentifier</key><string>tw.luckygas.trust</string>
  <key>PayloadUUID</key><string>${stableUuid(fingerprint, 'profile')}</string>
  <key>PayloadDisplayName</key><string>LuckyGas 幸福氣</string>
  <key>PayloadDescription</key><string>讓這支手機信任本店的 LuckyGas 主機。只適用於店內名稱與私人網路位址。</string>
  <key>PayloadOrganization</key><string>LuckyGas</string>
  <key>PayloadRemovalDisallowed</key><false/>
</dict>
</plist>
`
}

function stableUuid(fingerprint: string, part: string): string {
  const hex = createHash('sha256').update(`${part} ${fingerprint}`).digest('hex')
  const groups = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ]
  return groups.join('-').toUpperCase()
}
