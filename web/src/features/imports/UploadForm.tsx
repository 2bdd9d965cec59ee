import { startImport } from '@luckygas/ui/api/routes/imports.ts'
import { newId } from '@luckygas/ui/clock.ts'
import { formatDecimal } from '@luckygas/ui/format/format.ts'
import { UploadIcon } from '@luckygas/ui/icons/more-things.tsx'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Choice } from '../../parts/Choice.tsx'
import { useAct } from '../../parts/use-act.ts'
import { api } from '../../shell/api.ts'
import { useWrite } from '../../shell/queries.ts'
import { rememberFile } from './run-files.ts'
import { type UploadProgress, uploadInPieces } from './upload.ts'

export const importKinds = ['customers', 'members', 'history'] as const
export type ImportKind = (typeof importKinds)[number]

const megabytes = (bytes: number) => formatDecimal(bytes / 1_000_000)

/** Chooses a file, sends it with its progress, and asks first what it would do. */
export function UploadForm({ onStarted }: { onStarted: (runId: string) => void }) {
  const { t } = useTranslation()
  const act = useAct()
  const start = useWrite(startImport, ['imports'])
  const [kind, setKind] = useState<ImportKind>('customers')
  const [file, setFile] = useState<File>()
  const [progress, setProgress] = useState<UploadProgress>()
  const abort = useRef<AbortController>(undefined)
  const send = async (chosen: File) => {
    abort.current = new AbortController()
    await act(async () => {
      const fileId = newId()
      await uploadInPieces(api, chosen, {
        id: fileId,
        signal: abort.current?.signal ?? new AbortController().signal,
        onProgress: setProgress,
      })
      const run = await start.mutateAsync({ body: { id: newId(), kind, fileId, isDryRun: true } })
      rememberFile(run.id, fileId)
      setFile(undefined)
      onStarted(run.id)
    })
    setProgress(undefined)
  }
  const share = progress === undefined ? 0 : progress.sentBytes / Math.max(1, progress.totalBytes)
  return (
    <form
      className="uploading"
      onSubmit={event => {
        event.preventDefault()
        if (file !== undefined) void send(file)
      }}
    >
      <h2>{t('imports.upload')}</h2>
      <Choice
        label={t('imports.what')}
        value={kind}
        onChange={value => setKind(importKinds.find(each => each === value) ?? 'customers')}
        options={importKinds.map(value => ({ value, text: t(`imports.kind.${value}`) }))}
      />
      <label
        className="drop"
        onDragOver={event => event.preventDefault()}
        onDrop={event => {
          event.preventDefault()
          setFile(event.dataTransfer.files[0])
        }}
      >
        <UploadIcon />
        <span>{file === undefined ? t('imports.choose') : `${file.name}・${megabytes(file.size)} MB`}</span>
        <input
          type="file"
          className="sr"
          accept=".xlsx,.csv,.txt,.gz"
          onChange={event => setFile(event.target.files?.[0])}
        />
      </label>
      {progress === undefined ? (
        <button type="submit" className="btn accent wide" disabled={file === undefined}>
          {t('imports.tryIt')}
        </button>
      ) : (
        <div role="status">
          <span className="bars">
            <i style={{ width: `${share * 100}%` }} />
          </span>
          <p className="row">
            <span className="num">
              {progress.stage === 'hashing'
                ? t('imports.hashing')
                : t('imports.sending', {
                    sent: megabytes(progress.sentBytes),
                    total: megabytes(progress.totalBytes),
                  })}
            </span>
            <span className="sp" />
            <button type="button" className="btn xs" onClick={() => abort.current?.abort()}>
              {t('word.cancel')}
            </button>
          </p>
        </div>
      )}
    </form>
  )
}
