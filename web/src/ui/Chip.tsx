// A state in a word; the colour only repeats what the word says.
import type { ReactNode } from 'react'

export type Tone = 'plain' | 'yes' | 'no' | 'breach' | 'warn' | 'ok' | 'other'

export function Chip({ tone = 'plain', children }: { tone?: Tone | undefined; children: ReactNode }) {
  return <span className="chip" data-tone={tone}>{children}</span>
}
