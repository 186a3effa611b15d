// The place of something that comes: as large as what comes, and visible only when it takes longer than 300 ms.
import { useEffect, useState } from 'react'
import { useWords } from '../words/words'

const PATIENCE_MS = 300

export function Waiting({ for: what, height = 160 }: { for?: string; height?: number }) {
  const { t } = useWords()
  const long = useLong(PATIENCE_MS)
  return (
    <div aria-busy="true" style={{ minHeight: height }}>
      {long && (
        <div className="skeleton h-full min-h-[inherit] rounded-control bg-sunken p-3 text-small text-ink-3">
          {what ? t('ui.waiting.for', { what }) : t('ui.waiting')}
        </div>
      )}
    </div>
  )
}

/** True once so many milliseconds have passed. */
export function useLong(milliseconds: number): boolean {
  const [long, setLong] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), milliseconds)
    return () => clearTimeout(timer)
  }, [milliseconds])
  return long
}
