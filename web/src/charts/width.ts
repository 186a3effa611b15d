/** The width that a chart has: measured before the first paint and again whenever it changes. */
import { useLayoutEffect, useRef, useState } from 'react'

/** A ref to put on an element, and its inner width in whole pixels; `assumed` until it has been measured. */
export function useWidth<T extends Element>(assumed: number) {
  const ref = useRef<T>(null)
  const [width, setWidth] = useState(assumed)
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    const measure = () => {
      const found = Math.floor(element.getBoundingClientRect().width)
      if (found > 0) setWidth(found)
    }
    measure()
    if (typeof ResizeObserver === 'undefined') return
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [ref, width] as const
}
