// What was inferred and not read anywhere: a dotted underline, and the rule behind it on hover and focus.
import type { ReactNode } from 'react'
import { Tooltip } from '../../ui/Tooltip'

export function Inferred({ rule, children }: { rule: string; children: ReactNode }): ReactNode {
  return (
    <Tooltip text={rule} focusable>
      <span data-inferred className="underline decoration-dotted underline-offset-3">{children}</span>
    </Tooltip>
  )
}
