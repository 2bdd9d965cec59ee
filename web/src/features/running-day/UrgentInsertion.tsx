import type { EndpointAnswer, EndpointRequest } from '@luckygas/contract/endpoint.ts'
import { formatMinute } from '@luckygas/contract/kernel/dates.ts'
import { insertUrgent, priceInsertion as priceInsertionRoute } from '@luckygas/ui/api/routes/running-day.ts'
import { formatCounts } from '@luckygas/ui/format/format.ts'
import { LateMark } from '@luckygas/ui/icons/states.tsx'
import { useTranslation } from 'react-i18next'
import { DriverLetter } from '../../parts/DriverLetter.tsx'
import { Kbd } from '../../parts/Kbd.tsx'
import { Empty, Loaded } from '../../parts/Loaded.tsx'
import { SkeletonRows } from '../../parts/SkeletonRows.tsx'
import { useAct } from '../../parts/use-act.ts'
import { useRead, useWrite } from '../../shell/queries.ts'
import { addedKmWords, addedMinutesWords } from './added-words.ts'
import { lookForBetter } from './improvement-wanted.ts'
import { useChoiceKeys } from './use-choice-keys.ts'
import './running-day.css'

type Route = NonNullable<(typeof priceInsertionRoute)['types']>
type Proposal = EndpointAnswer<Route>['proposals'][number]
export type Inserted = EndpointAnswer<NonNullable<(typeof insertUrgent)['types']>>

interface Props {
  /** What is to be inserted: an order, or a stop that lies in the tray or on another run. */
  of: { orderId: string } | { stopId: string }
  onDone: (inserted: Inserted) => void
}

/**
 * 急單插入: the places where it fits into the running day, best first, each with what it costs the others; one press (or
 * its digit) writes it to the published plan. When the day moves on meanwhile, the list is priced anew by itself.
 */
export function UrgentInsertion({ of, onDone }: Props) {
  const { t } = useTranslation()
  const act = useAct()
  const priced = useRead('running-day', priceInsertionRoute, { body: of }, { staleMs: 0 })
  const insert = useWrite(insertUrgent, ['running-day', 'board', 'orders'])
  const choose = (proposal: Proposal) =>
    act(
      async () => {
        if (insert.isPending) return
        const { runId, sequences, basis } = proposal
        const body: EndpointRequest<NonNullable<(typeof insertUrgent)['types']>>['body'] = {
          ...of,
          runId,
          sequences,
          basis,
        }
        const inserted = await insert.mutateAsync({ body })
        lookForBetter({ stopIds: [inserted.stopId] })
        onDone(inserted)
      },
      t('running.inserted', { name: proposal.driverName }),
    )
  const proposals = priced.data?.proposals ?? []
  useChoiceKeys(proposals.length, index => {
    const proposal = proposals[index]
    if (proposal) void choose(proposal)
  })
  return (
    <Loaded
      query={priced}
      skeleton={<SkeletonRows rows={4} widths={[10, 30, 40]} />}
      isEmpty={data => data.proposals.length === 0}
      empty={<Empty>{t(`running.refusal.${priced.data?.refusal ?? 'time'}`)}</Empty>}
    >
      {data => (
        <ol className="proposals">
          {data.proposals.map((proposal, index) => (
            <li key={proposal.runId}>
              <ProposalCard
                proposal={proposal}
                digit={index + 1}
                isBusy={insert.isPending}
                onChoose={() => void choose(proposal)}
              />
            </li>
          ))}
        </ol>
      )}
    </Loaded>
  )
}

interface CardProps {
  proposal: Proposal
  digit: number
  isBusy: boolean
  onChoose: () => void
}

function ProposalCard({ proposal, digit, isBusy, onChoose }: CardProps) {
  const { t } = useTranslation()
  const later = proposal.later.filter(each => each.laterMinutes > 0 || each.breaks !== null)
  return (
    <article className={digit === 1 ? 'proposal best' : 'proposal'}>
      <header className="row">
        <DriverLetter letter={proposal.letter} />
        <b>{proposal.driverName}</b>
        <span className="mut num">{proposal.plate}</span>
        {proposal.isIdle ? <span className="chip">{t('running.waiting')}</span> : null}
        <span className="sp" />
        <b className="num big">{t('running.arrives', { time: formatMinute(proposal.etaMinute) })}</b>
      </header>
      <p className="row mut num">
        <span>{t('running.place', { trip: proposal.trip, count: proposal.after + 1 })}</span>
        <span>{addedMinutesWords(t, proposal.addedMinutes)}</span>
        <span>{addedKmWords(t, proposal.addedKm)}</span>
        {proposal.overtimeMinutes > 0 ? (
          <span className="st-late">{t('running.overtime', { count: proposal.overtimeMinutes })}</span>
        ) : null}
      </p>
      <p className={proposal.stock === 'aboard' ? '' : 'st-late'}>
        {proposal.stock === 'aboard'
          ? t('running.aboard')
          : Object.keys(proposal.short).length > 0
            ? t('running.short', { what: formatCounts(proposal.short) })
            : t('running.toLoad')}
      </p>
      {later.length === 0 ? (
        <p className="mut">{t('running.nobodyLater')}</p>
      ) : (
        <ul className="later">
          {later.slice(0, 4).map(each => (
            <li key={each.stopId} className={each.breaks === null ? 'row' : 'row st-failed'}>
              {each.breaks === null ? null : <LateMark size={12} />}
              <span>
                {t('running.later', { name: each.shortName, count: each.laterMinutes })}
                {each.breaks === null
                  ? ''
                  : t(`running.breaks.${each.breaks}`, { count: each.brokenMinutes })}
              </span>
            </li>
          ))}
          {later.length > 4 ? (
            <li className="mut">{t('running.more', { count: later.length - 4 })}</li>
          ) : null}
        </ul>
      )}
      <button
        type="button"
        className={digit === 1 ? 'btn accent' : 'btn'}
        disabled={isBusy}
        onClick={onChoose}
      >
        {t('running.insertHere', { name: proposal.driverName })} <Kbd keys={[String(digit)]} />
      </button>
    </article>
  )
}
