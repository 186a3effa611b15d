// The words of one mark, beside it: on hover and on focus, stays while hovered, goes with Esc.
export interface HintPlace {
  x: number
  y: number
  words: string
}

const HALF = 120
const ROOM_ABOVE = 64

export function Hint({ id, hint, width, hold, release }: { id: string; hint: HintPlace; width: number; hold: () => void; release: () => void }) {
  const below = hint.y < ROOM_ABOVE
  const left = Math.max(Math.min(HALF, width / 2), Math.min(hint.x, width - Math.min(HALF, width / 2)))
  return (
    <div
      id={id}
      role="tooltip"
      onPointerEnter={hold}
      onPointerLeave={release}
      className="absolute z-20 w-max max-w-60 rounded-control border border-line-2 bg-surface px-2.5 py-1.5 text-small text-ink"
      style={{ left, top: below ? hint.y + 14 : hint.y - 14, transform: below ? 'translateX(-50%)' : 'translate(-50%, -100%)' }}
    >
      {hint.words}
    </div>
  )
}
