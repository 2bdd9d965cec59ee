/** Runs in the page: real drag events on the real elements, timed to the frame in which the answer stands. */
async function dragOver(stopId) {
  const block = document.getElementById(`stop-${stopId}`)
  const lanes = [...document.querySelectorAll('.track')]
  if (block === null) throw new Error('the stop is not on the board')
  const data = new DataTransfer()
  const fire = (element, type, x = 0, y = 0) =>
    element.dispatchEvent(
      new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data, clientX: x, clientY: y }),
    )
  const frame = () => new Promise(done => requestAnimationFrame(done))
  const judged = async lane => {
    for (let tries = 0; tries < 600; tries += 1) {
      if (lane.querySelector('.ins-box') !== null) return
      await frame()
    }
    throw new Error('no answer came')
  }
  const answersMs = []
  const framesMs = []
  let isDragging = true
  const watch = async () => {
    let last = await frame()
    while (isDragging) {
      const now = await frame()
      framesMs.push(now - last)
      last = now
    }
  }
  const began = performance.now()
  block.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }))
  fire(block, 'dragstart')
  const home = block.closest('.track')
  const homeBox = home?.getBoundingClientRect()
  if (home && homeBox) {
    fire(home, 'dragover', homeBox.left + homeBox.width * 0.3, homeBox.top + 20)
    await judged(home)
  }
  const firstMs = performance.now() - began
  const watching = watch()
  for (const lane of lanes) {
    const box = lane.getBoundingClientRect()
    for (const share of [0.15, 0.3, 0.45, 0.6]) {
      const moved = performance.now()
      fire(lane, 'dragover', box.left + box.width * share, box.top + 20)
      await judged(lane)
      answersMs.push(performance.now() - moved)
    }
  }
  isDragging = false
  await watching
  fire(block, 'dragend')
  return { firstMs, answersMs, framesMs }
}
globalThis.dragOver = dragOver
