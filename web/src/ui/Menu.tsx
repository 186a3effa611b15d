// A button that opens a short list of actions: arrows move, Esc closes and gives the focus back, leaving it closes it.
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'

export function Menu({ label, button, children, tool, align = 'right' }: {
  label: string; button: ReactNode; children: ReactNode; tool?: string; align?: 'left' | 'right'
}) {
  const id = useId()
  const box = useRef<HTMLSpanElement>(null)
  const [open, setOpen] = useState(false)

  useEffect(() => {
    if (!open) return
    box.current?.querySelector<HTMLElement>('.menu :is(a, button, input)')?.focus()
    const outside = (event: PointerEvent) => { if (!box.current?.contains(event.target as Node)) setOpen(false) }
    document.addEventListener('pointerdown', outside)
    return () => document.removeEventListener('pointerdown', outside)
  }, [open])

  const onKeyDown = (event: KeyboardEvent) => {
    const items = [...(box.current?.querySelectorAll<HTMLElement>('.menu :is(a, button, input)') ?? [])]
    const at = items.indexOf(document.activeElement as HTMLElement)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key]
    if (!open) return
    if (event.key === 'Escape') {
      event.stopPropagation()
      setOpen(false)
      box.current?.querySelector<HTMLElement>('button')?.focus()
    } else if (to !== undefined) {
      event.preventDefault()
      items[(to + items.length) % items.length]?.focus()
    }
  }

  return (
    <span
      ref={box} className="relative inline-block" onKeyDown={onKeyDown}
      onBlur={(event) => { if (event.relatedTarget && !box.current?.contains(event.relatedTarget)) setOpen(false) }}
    >
      <button
        type="button" className="quiet" aria-label={label} aria-expanded={open} aria-controls={open ? id : undefined} data-tool={tool}
        onClick={() => setOpen(!open)}
      >
        {button}
      </button>
      {open && (
        <div id={id} role="group" aria-label={label} className={`menu top-full mt-1 ${align === 'right' ? 'right-0' : 'left-0'}`} onClick={(event) => {
          if ((event.target as HTMLElement).closest('a, [data-closes]')) setOpen(false)
        }}>
          {children}
        </div>
      )}
    </span>
  )
}
