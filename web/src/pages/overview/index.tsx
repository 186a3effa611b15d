/** What can be believed today, what moved, what was not seen? One screen; each row opens the page that proves it. */
import { usePanel } from '../../app/page'
import { Believable } from './Believable'
import { Gaps, Incoherent } from './Disagree'
import { Moved } from './Moved'
import { NotSeen } from './NotSeen'
import { Since } from './Since'
import type { Overview } from './types'

export default function OverviewPage() {
  const panel = usePanel<{ data: Overview }>('main')
  const data = panel.answer?.data
  if (!data) return null
  return (
    <div className="grid gap-4 md:grid-cols-2 lg:grid-cols-3 [&_.panel-tools]:ml-0 [&_[data-below]]:hidden">
      <Believable rows={data.believable} of={panel} />
      <Moved rows={data.moved} of={panel} />
      <NotSeen data={data.not_seen} of={panel} />
      <Gaps rows={data.gaps_to_recalibrated} of={panel} />
      <Incoherent rows={data.incoherent} of={panel} />
      <Since data={data.changes} of={panel} />
    </div>
  )
}
