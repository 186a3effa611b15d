// A button that copies a text and says that it did.
import type { ReactNode } from 'react'
import { t } from '../words/words'
import { toast } from './Toast'

export function Copy({ text, children, label, className = 'quiet' }: {
  text: string | (() => string); children: ReactNode; label?: string; className?: string
}) {
  return (
    <button type="button" className={className} aria-label={label} onClick={() => void copyText(typeof text === 'string' ? text : text())}>
      {children}
    </button>
  )
}

/** Puts a text on the clipboard and says so; where the browser refuses, says that instead. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    toast(t('ui.copied'))
  } catch {
    toast(t('ui.copy.refused'))
  }
}
