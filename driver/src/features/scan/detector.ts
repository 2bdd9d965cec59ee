import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url'

export interface FoundCode {
  rawValue: string
  format: string
}
export interface CodeReader {
  detect(source: ImageBitmapSource): Promise<readonly FoundCode[]>
}
interface NativeReader {
  new (options: { formats: string[] }): CodeReader
  getSupportedFormats(): Promise<string[]>
}

/** What plates and tags carry. */
const formats = ['qr_code', 'data_matrix', 'code_128', 'code_39'] as const

/** The phone's own reader where it knows these codes; else ours, whose program comes from this app's own files. */
export async function openReader(): Promise<CodeReader> {
  const native = (globalThis as { BarcodeDetector?: NativeReader }).BarcodeDetector
  const known = (await native?.getSupportedFormats().catch(() => [])) ?? []
  if (native !== undefined && formats.every(format => known.includes(format)))
    return new native({ formats: [...formats] })
  const { BarcodeDetector, prepareZXingModule } = await import('barcode-detector/ponyfill')
  prepareZXingModule({
    overrides: {
      locateFile: (path: string, prefix: string) => (path.endsWith('.wasm') ? wasmUrl : prefix + path),
    },
  })
  return new BarcodeDetector({ formats: [...formats] })
}

export const isSquareCode = (format: string): boolean => format === 'qr_code' || format === 'data_matrix'
