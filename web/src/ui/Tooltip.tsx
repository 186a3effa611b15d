// A definition or a full value on hover and on focus; stays while pointed at, Esc closes it, never the only place of a fact.
import { useEffect, useId, useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import { createPortal } from 'react-dom'

const LEAVES_MS = 120
const GAP = 6

/** `focusable`: the words can be reached by Tab themselves; leave it out around a button or link. */
export function Tooltip({ text, children, focusable = false }: { text: ReactNode; children: ReactNode; focusable?: boolean }) {
  const id = useId()
  const anchor = useRef<HTMLSpanElement>(null)
  const leaving = useRef(0)
  const [open, setOpen] = useState(false)

  const show = () => { window.clearTimeout(leaving.current); setOpen(true) }
  const leave = () => { leaving.current = window.setTimeout(() => setOpen(false), LEAVES_MS) }

  useEffect(() => () => window.clearTimeout(leaving.current), [])
  useEffect(() => {
    if (!open) return
    const close = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.stopPropagation()
      setOpen(false)
    }
    window.addEventListener('keydown', close, true)
    return () => window.removeEventListener('keydown', close, true)
  }, [open])

  return (
    <span
      ref={anchor} aria-describedby={open ? id : undefined} tabIndex={focusable ? 0 : undefined}
      onPointerEnter={show} onPointerLeave={leave} onFocus={show} onBlur={leave}
    >
      {children}
      {open && createPortal(
        <Tip id={id} anchor={anchor.current} onPointerEnter={show} onPointerLeave={leave}>{text}</Tip>,
        anchor.current?.closest('dialog') ?? document.body,
      )}
    </span>
  )
}

function Tip({ id, anchor, children, ...pointer }: {
  id: string; anchor: HTMLElement | null; children: ReactNode; onPointerEnter: () => void; onPointerLeave: () => void
}) {
  const tip = useRef<HTMLDivElement>(null)
  const [place, setPlace] = useState({ left: 0, top: -9999 })

  useLayoutEffect(() => {
    if (!anchor || !tip.current) return
    const at = anchor.getBoundingClientRect()
    const own = tip.current.getBoundingClientRect()
    const above = at.bottom + GAP + own.height > window.innerHeight
    setPlace({
      left: Math.max(8, Math.min(at.left, window.innerWidth - own.width - 8)),
      top: above ? at.top - own.height - GAP : at.bottom + GAP,
    })
  }, [anchor])

  return <div ref={tip} role="tooltip" id={id} className="tip" style={place} {...pointer}>{children}</div>
}
