// Runs in the page: opens the phone order and tells how long until a clerk can use it, in milliseconds.

const drawn = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))

const until = async isThere => {
  while (!isThere()) await new Promise(done => requestAnimationFrame(done))
}

/** From the click on 電話訂單 until the field for the caller has the cursor. */
globalThis.openOrder = async () => {
  const link = document.querySelector('a.btn.accent[href="/orders/new"]')
  const from = performance.now()
  link.click()
  await until(() => document.activeElement?.matches('.caller input'))
  await drawn()
  return performance.now() - from
}

/** From a pasted number until the caller's form stands there, and until it names the price. */
globalThis.takeNumber = async number => {
  const clipboardData = new DataTransfer()
  clipboardData.setData('text', number)
  const from = performance.now()
  document.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  await until(() => document.querySelector('form.ordering'))
  await drawn()
  const formMs = performance.now() - from
  await until(() => /NT\$ (?!0・)/.test(document.querySelector('form.ordering .foot')?.textContent ?? ''))
  await drawn()
  return { formMs, pricedMs: performance.now() - from }
}
