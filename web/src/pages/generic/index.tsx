// Every address without a page of its own: a list as a table, an object as tables of fields, an estimate with its interval.
import { usePanel } from '../../app/page'
import { Panel } from '../../ui/Panel'
import { useWords } from '../../words/words'
import { Rows } from './Rows'
import { isRecord, type Row } from './shape'
import { Thing } from './Thing'

export default function Generic() {
  const { t } = useWords()
  const panel = usePanel()
  const answer: unknown = panel.answer
  const data = isRecord(answer) && 'data' in answer ? answer['data'] : answer
  if (Array.isArray(data)) {
    const list = answer as { total?: number | null; next_cursor?: string | null }
    return (
      <Panel title={t('lists.generic.rows')} of={panel} name="main">
        <Rows rows={data as Row[]} total={list.total ?? null} nextCursor={list.next_cursor ?? null} caption={t('lists.generic.caption')} />
      </Panel>
    )
  }
  return isRecord(data) ? <Thing data={data} panel={panel} name="main" title={t('lists.generic.fields')} /> : null
}
