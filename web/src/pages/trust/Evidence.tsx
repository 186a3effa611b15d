/** Beside the score: does recalibration help? The count of its verdicts, and the way to the cells. */
import { usePanel } from '../../app/page'
import { Panel } from '../../ui/Panel'
import { useWords } from '../../words/words'
import { countsOf, type EvidenceRow } from '../recalibration/evidence'

export function Evidence() {
  const { t } = useWords()
  const panel = usePanel<{ data: EvidenceRow[] }>('evidence')
  return (
    <Panel title={t('explorer.trust.evidence')} of={panel} name="evidence">
      <p className="text-body text-ink-2">
        {t('explorer.recalibration.counts', countsOf(panel.answer?.data ?? []))}{' '}
        <a className="link" href="/recalibrated/evidence">
          {t('explorer.trust.evidence_all')}
        </a>
      </p>
    </Panel>
  )
}
