import { toRocDigits } from '@luckygas/contract/kernel/dates.ts'
import { listDayCloses, uploadList } from '@luckygas/ui/api/routes/deliveries.ts'
import { formatMoney, formatShortDate } from '@luckygas/ui/format/format.ts'
import { DownloadIcon } from '@luckygas/ui/icons/more-things.tsx'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { DriverLetter } from '../../parts/DriverLetter.tsx'
import { Empty, Loaded } from '../../parts/Loaded.tsx'
import { Panel } from '../../parts/Panel.tsx'
import { Permitted } from '../../parts/Permitted.tsx'
import { Segments } from '../../parts/Segments.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { saveFile } from '../../parts/save-file.ts'
import { useAct } from '../../parts/use-act.ts'
import { usePageDate } from '../../parts/use-page-date.ts'
import { useUrlState } from '../../parts/use-url-state.ts'
import { api } from '../../shell/api.ts'
import { Page } from '../../shell/Page.tsx'
import { paths } from '../../shell/paths.ts'
import { useRead } from '../../shell/queries.ts'
import { useMay } from '../../shell/session.ts'
import { closeFilters, closesOf } from './close-filter.ts'
import { DayCloseCard } from './DayCloseCard.tsx'
import './day-closes.css'

/** 日結: each driver's cash and cylinders against what is due, and the runs still open. */
export function DayClosesPage() {
  const { t } = useTranslation()
  const act = useAct()
  const [date, setDate] = usePageDate()
  const [filterText, setFilterText] = useUrlState('show', 'all')
  const filter = closeFilters.find(each => each === filterText) ?? 'all'
  const mayExport = useMay('exports.legacy')
  const list = useRead('day-closes', listDayCloses, { query: { date } })
  const download = () =>
    act(async () => {
      saveFile(
        await api.download(uploadList, { query: { from: date, to: date } }),
        t('dayCloses.uploadName', { date: toRocDigits(date) }),
      )
    })
  return (
    <Page title={t('nav.dayCloses')} date={date} onDate={setDate}>
      <Permitted to="day-close.read">
        <div className="bar2">
          <Segments
            label={t('dayCloses.show')}
            value={filter}
            onChange={setFilterText}
            options={closeFilters.map(value => ({
              value,
              text: (
                <>
                  {t(`dayCloses.filter.${value}`)}{' '}
                  <b className="num">{closesOf(list.data?.closes ?? [], value).length}</b>
                </>
              ),
            }))}
          />
          {list.data?.unreceived.map(day => (
            <Link
              key={day.businessDate}
              className="chip"
              to={paths.dayCloses({ date: day.businessDate, show: 'waiting' })}
            >
              {t('dayCloses.unreceived', { date: formatShortDate(day.businessDate), count: day.count })}
            </Link>
          ))}
          <span className="sp" />
          {mayExport ? (
            <button type="button" className="btn sm" onClick={() => void download()}>
              <DownloadIcon size={14} /> {t('dayCloses.uploadList')}
            </button>
          ) : null}
        </div>
        <Panel title={t('nav.dayCloses')} className="scroll" resetOn={[date]}>
          <Loaded
            query={list}
            skeleton={<SkeletonRows rows={10} widths={[6, 14, 16, 16, 16, 20]} />}
            isEmpty={data => data.closes.length + data.open.length === 0}
            empty={<Empty>{t('dayCloses.none')}</Empty>}
          >
            {data => (
              <>
                {closesOf(data.closes, filter).map(close => (
                  <DayCloseCard key={close.id} close={close} />
                ))}
                {data.open.length === 0 || filter !== 'all' ? null : (
                  <section className="no-print">
                    <div className="sh">
                      <h2>{t('dayCloses.open', { count: data.open.length })}</h2>
                    </div>
                    <table className="tbl">
                      <thead>
                        <tr>
                          <th>{t('dispatch.driver')}</th>
                          <th>{t('word.state')}</th>
                          <th className="r">{t('state.done')}</th>
                          <th className="r">{t('dayCloses.cashInHand')}</th>
                        </tr>
                      </thead>
                      <tbody>
                        {data.open.map(run => (
                          <tr key={run.runId}>
                            <td>
                              <span className="row">
                                <DriverLetter letter={run.letter} /> <b>{run.driverName}</b>
                              </span>
                            </td>
                            <td>{t(`runState.${run.state}`)}</td>
                            <td className="r">
                              {run.done}/{run.total}
                            </td>
                            <td className="r">{formatMoney(run.cashInHandNtd)}</td>
                          </tr>
                        ))}
                      </tbody>
                    </table>
                  </section>
                )}
              </>
            )}
          </Loaded>
        </Panel>
      </Permitted>
    </Page>
  )
}
