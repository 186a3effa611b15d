// The code of the pages, one chunk each. A page's code is loaded before its document is shown, so nothing flashes.
import type { ComponentType } from 'react'
import { loadAreas, type Area } from '../words/words'

const MODULES = import.meta.glob<{ default: ComponentType }>('../pages/*/index.tsx')

const GENERIC = 'generic'
const JUDGING = new Set(['overview', 'scoreboard', 'explorer', 'trust', 'bands', 'recalibration'])
const loaded = new Map<string, ComponentType>()

/** The folder that shows pages of this name; names without a folder of their own are tables and objects. */
function folder(name: string): string {
  return `../pages/${name}/index.tsx` in MODULES ? name : GENERIC
}

/** Whose words a page uses. */
export function areasOf(name: string): Area[] {
  return JUDGING.has(name) ? ['explorer'] : ['lists']
}

/** Loads the code and the words of a page, once. */
export async function loadPage(name: string): Promise<void> {
  const own = folder(name)
  const load = MODULES[`../pages/${own}/index.tsx`]
  if (loaded.has(own) || !load) return
  const [code] = await Promise.all([load(), loadAreas(...areasOf(name))])
  loaded.set(own, code.default)
}

/** The component of a page whose code was loaded. */
export function pageOf(name: string): ComponentType | null {
  return loaded.get(folder(name)) ?? null
}

/** Pages whose question does not stand alone on top: they show it themselves. */
const OWN_HEADING = new Set(['explorer', 'market'])

export function hasOwnHeading(name: string): boolean {
  return OWN_HEADING.has(name)
}

/** Whether the title of a page is the venue's text, which stays as it was written. */
export function isNamedByVenue(name: string): boolean {
  return name === 'event'
}
