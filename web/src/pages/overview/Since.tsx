/** What changed between the newest two runs: by new data, by corrected labels, by code. */
import { changed } from '../../app/address'
import type { PagePanel } from '../../app/page'
import { count } from '../../format'
import { Empty } from '../../ui/Empty'
import { useWords, type Key } from '../../words/words'
import { Part } from './Part'
import type { Changes } from './types'

export function Since({ data, of }: { data: Changes | null; of: PagePanel }) {
  const { t, lang } = useWords()
  const href = data ? changed('/scoreboard/changes', { after: data.after, before: data.before }) : '/ops/runs'
  return (
    <Part
      name="changes" word="explorer.overview.changes" note={t('explorer.overview.changes_note')} of={of} href={href}
      all="explorer.overview.all_changes"
    >
      {data === null ? (
        <Empty>{t('explorer.overview.one_run')}</Empty>
      ) : (
        <dl className="facts">
          <Fact word="explorer.overview.new_data" name="rows_new" text={count(data.rows_new, lang)} />
          <Fact word="explorer.overview.new_labels" name="labels_changed" text={count(data.labels_changed, lang)} />
          <Fact
            word="explorer.overview.new_code" name="code_changed"
            text={t(data.code_changed ? 'explorer.overview.code_changed' : 'explorer.overview.code_same')}
          />
        </dl>
      )}
    </Part>
  )
}

function Fact({ word, name, text }: { word: Key; name: string; text: string }) {
  const { t } = useWords()
  return (
    <>
      <dt>{t(word)}</dt>
      <dd data-column={name}>{text}</dd>
    </>
  )
}
