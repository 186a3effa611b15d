// The server's sentence: the answer of the page in words, with its numbers in bold and its links.
import type { SentencePart } from '../app/page'

export function Sentence({ parts, className = 'lede' }: { parts: SentencePart[]; className?: string }) {
  if (parts.length === 0) return null
  return <p className={className} data-sentence>{parts.map(part)}</p>
}

function part({ text, strong, href }: SentencePart, index: number) {
  const words = strong ? <strong key={index}>{text}</strong> : text
  return href ? <a key={index} className="link" href={href}>{words}</a> : words
}
