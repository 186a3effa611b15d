// Draws a chart into the page of a test, as the reader's browser would, and takes it away again.
import { act, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { afterEach } from 'vitest'

;(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true
const opened: (() => void)[] = []

export function draw(element: ReactNode): HTMLElement {
  const place = document.body.appendChild(document.createElement('div'))
  const root = createRoot(place)
  act(() => root.render(element))
  opened.push(
    () => act(() => root.unmount()),
    () => place.remove(),
  )
  return place
}

/** The markup of a chart that is 640 pixels wide: nothing is laid out in these tests. */
export const markup = (element: ReactNode) => draw(element).innerHTML

afterEach(() => opened.splice(0).forEach((close) => close()))
