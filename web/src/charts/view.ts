// Chart or table: a panel that has its own switch provides this, and the figures in it hide theirs.
import { createContext } from 'react'

export interface View {
  table: boolean
  toggle: () => void
}

export const PanelView = createContext<View | null>(null)
