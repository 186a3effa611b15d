/** The groups of the scoreboard: how prices came true by venue, category, liquidity and moment. Each row opens in the explorer. */
import { usePanel } from '../../app/page'
import { useSearch } from '../../app/search'
import { DataTable } from '../../ui/DataTable'
import { Empty } from '../../ui/Empty'
import { Panel } from '../../ui/Panel'
import { useWords } from '../../words/words'
import { explorerHref } from '../explorer/question'
import { GroupFilters } from './GroupFilters'
import { groupColumns, keyOf, KEYS, type Group } from './groups'
import { Tabs } from './Tabs'

interface Groups {
  data: Group[]
  next_cursor: string | null
  total: number | null
}

export default function ScoreboardPage() {
  const { t, lang } = useWords()
  const search = useSearch()
  const panel = usePanel<Groups>('main')
  const groups = panel.answer
  const venues = [...new Set([...(groups?.data ?? []).map((row) => row.venue), ...search.all('venue')])].filter((name) => name !== 'all')
  const period = { window: search.get('window'), window_by: search.get('window_by') }
  const href = (row: Group) => explorerHref({ ...Object.fromEntries(KEYS.map((name) => [name, row[name]])), ...period })
  return (
    <>
      <Tabs />
      <GroupFilters venues={venues} />
      {groups && (
        <Panel title={t('explorer.groups.title')} note={t('explorer.groups.note')} of={panel} name="main">
          <DataTable
            columns={groupColumns(lang)}
            rows={groups.data}
            rowKey={keyOf}
            rowHref={href}
            total={groups.total}
            nextCursor={groups.next_cursor}
            caption={t('explorer.groups.title')}
            empty={<Empty next={t('explorer.groups.empty_next')}>{t('explorer.groups.empty')}</Empty>}
          />
        </Panel>
      )}
    </>
  )
}
