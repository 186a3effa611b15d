// A text with the searched words marked.
import type { ReactNode } from 'react'
import { pieces } from './pieces'

export function Marked({ text, words }: { text: string; words: string }): ReactNode {
  return (
    <span lang="en">
      {pieces(text, words).map((piece, at) => (piece.found ? <mark key={at} className="bg-warn-t text-ink">{piece.text}</mark> : piece.text))}
    </span>
  )
}
