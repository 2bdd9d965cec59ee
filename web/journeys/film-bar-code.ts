import type { BrowserContext } from 'playwright-core'

/** Code 39 (ISO/IEC 16388): five bars and four gaps a character, `w` where wide. */
const patterns: Record<string, string> = {
  '0': 'nnnwwnwnn',
  '1': 'wnnwnnnnw',
  '2': 'nnwwnnnnw',
  '3': 'wnwwnnnnn',
  '4': 'nnnwwnnnw',
  '5': 'wnnwwnnnn',
  '6': 'nnwwwnnnn',
  '7': 'nnnwnnwnw',
  '8': 'wnnwnnwnn',
  '9': 'nnwwnnwnn',
  '*': 'nwnnwnwnn',
}
const wide = 3

/** Widths of bars and gaps in turn, beginning and ending with a bar. */
const widthsOf = (digits: string): number[] =>
  [...`*${digits}*`]
    .flatMap(character => [...(patterns[character] ?? ''), 'n'])
    .slice(0, -1)
    .map(element => (element === 'w' ? wide : 1))

/** Holds a bar code in front of the camera of every page of a context; what reads it is the app's own reader. */
export async function filmBarCode(context: BrowserContext, digits: string): Promise<void> {
  await context.addInitScript(widths => {
    navigator.mediaDevices.getUserMedia = async () => {
      const canvas = document.createElement('canvas')
      canvas.width = 1280
      canvas.height = 720
      const picture = canvas.getContext('2d')
      if (picture === null) throw new DOMException('no picture', 'NotFoundError')
      const draw = () => {
        picture.fillStyle = '#fff'
        picture.fillRect(0, 0, canvas.width, canvas.height)
        picture.fillStyle = '#000'
        const modulePixels = Math.floor(canvas.width / (widths.reduce((sum, width) => sum + width, 0) + 40))
        let x = 20 * modulePixels
        for (const [index, width] of widths.entries()) {
          if (index % 2 === 0) picture.fillRect(x, 200, width * modulePixels, 320)
          x += width * modulePixels
        }
      }
      draw()
      setInterval(draw, 100)
      return canvas.captureStream(10)
    }
  }, widthsOf(digits))
}
