// Nothing to show, said as a sentence: why it is empty, and what to do about it.
import type { ReactNode } from 'react'

export function Empty({ children, next }: { children: ReactNode; next?: ReactNode }) {
  return (
    <div className="rounded-control bg-paper px-4 py-5" data-empty>
      <p className="max-w-[60ch] text-body text-ink-2">{children}</p>
      {next && <p className="mt-1 text-small">{next}</p>}
    </div>
  )
}
