// Search: markets whose question, name in addresses or id holds the words; the words found are marked.
import { useEffect, useState, type FormEvent, type ReactNode } from 'react'
import { usePanel } from '../../app/page'
import { useSearch } from '../../app/search'
import { probabilityInTable } from '../../format'
import { Chip } from '../../ui/Chip'
import { DataTable, type Column } from '../../ui/DataTable'
import { Empty } from '../../ui/Empty'
import { Panel } from '../../ui/Panel'
import { useWords } from '../../words/words'
import type { List } from '../shared/answers'
import { useValues } from '../shared/useValues'
import { NotKnown } from '../shared/values'
import { Marked } from './Marked'

type Hit = { market_id: string; question: string | null; category: string; status: string; price: number | null }

export default function SearchPage() {
  const { t } = useWords()
  const search = useSearch()
  const panel = usePanel<List<Hit>>()
  const asked = search.get('q') ?? ''
  const columns = useColumns(asked)
  return (
    <>
      <Box asked={asked} />
      <Panel title={t('lists.search.results')} of={panel} name="main">
        <DataTable columns={columns} rows={panel.answer?.data ?? []} rowKey={(row) => row.market_id}
          rowHref={(row) => `/markets/${encodeURIComponent(row.market_id)}`} total={panel.answer?.total ?? null}
          nextCursor={panel.answer?.next_cursor ?? null} caption={t('lists.search.caption')}
          empty={asked
            ? <Empty next={t('lists.search.empty.next')}>{t('lists.search.empty')}</Empty>
            : <Empty next={t('lists.search.ask.next')}>{t('lists.search.ask')}</Empty>} />
        {asked && <p className="note mt-2"><a className="link" href={`/markets?text=${encodeURIComponent(asked)}`}>{t('lists.search.more')}</a></p>}
      </Panel>
    </>
  )
}

function Box({ asked }: { asked: string }): ReactNode {
  const { t } = useWords()
  const search = useSearch()
  const [text, setText] = useState(asked)
  useEffect(() => setText(asked), [asked])
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (text.trim()) search.set({ q: text.trim() })
  }
  const type = (next: string): void => {
    setText(next)
    if (next.trim()) search.set({ q: next.trim() }, { replace: true }) // an emptied box keeps the last results
  }
  return (
    <form role="search" className="flex max-w-[640px] gap-2" onSubmit={submit} data-control="q">
      <input className="field grow" name="q" value={text} aria-label={t('lists.search.box')} placeholder={t('lists.search.placeholder')}
        autoComplete="off" onChange={(event) => type(event.target.value)} />
      <button type="submit" className="button" data-main>{t('lists.search.go')}</button>
    </form>
  )
}

function useColumns(asked: string): Column<Hit>[] {
  const { t, lang } = useWords()
  const value = useValues()
  return [
    { name: 'question', head: t('lists.markets.question'), align: 'left', wrap: true, cell: (row) => <Marked text={row.question ?? row.market_id} words={asked} /> },
    { name: 'market_id', head: t('lists.search.id'), align: 'left', cell: (row) => <code><Marked text={row.market_id} words={asked} /></code> },
    { name: 'category', head: t('lists.markets.category'), align: 'left', cell: (row) => value('category', row.category) },
    { name: 'status', head: t('lists.markets.status'), align: 'left', cell: (row) => <Chip tone={row.status === 'ACTIVE' ? 'ok' : 'plain'}>{value('status', row.status)}</Chip> },
    { name: 'price', head: t('lists.markets.price'), cell: (row) => (row.price === null ? <NotKnown /> : probabilityInTable(row.price, lang)) },
  ]
}
