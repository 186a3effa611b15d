// Which parts of a text hold the words that were searched for.
export type Piece = { text: string; found: boolean }

/** The text in pieces; those that equal one of the words, in any case, are found. */
export function pieces(text: string, asked: string): Piece[] {
  const words = asked.toLowerCase().split(/\s+/).filter(Boolean).sort((a, b) => b.length - a.length)
  if (words.length === 0) return [{ text, found: false }]
  const any = new RegExp(`(${words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`, 'gi')
  return text.split(any).filter(Boolean).map((part) => ({ text: part, found: words.includes(part.toLowerCase()) }))
}
