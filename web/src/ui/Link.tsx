// A link inside the application. A plain anchor: the frame turns its clicks into navigation, and without scripts it still works.
import type { AnchorHTMLAttributes } from 'react'

export function Link({ className = 'link', ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) {
  return <a className={className} {...rest} />
}
