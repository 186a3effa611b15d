// What opens over the page: Drawer at the right, Sheet from below, Dialog in the middle. The browser's own modal dialog keeps
// the focus inside and Esc closes; focus returns to where it was.
import { useEffect, useRef, type ReactNode } from 'react'
import { useWords } from '../words/words'

type Props = { title: string; open: boolean; onClose: () => void; children: ReactNode }

function Over({ title, open, onClose, children, form }: Props & { form: 'drawer' | 'sheet' | 'dialog' }) {
  const { t } = useWords()
  const box = useRef<HTMLDialogElement>(null)

  useEffect(() => {
    const dialog = box.current
    if (!dialog || !open) return
    const before = document.activeElement
    if (!dialog.open) dialog.showModal()
    dialog.querySelector<HTMLElement>('[data-autofocus]')?.focus()
    return () => {
      dialog.close()
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
  }, [open])

  if (!open) return null
  return (
    <dialog
      ref={box} className="over" data-form={form} aria-label={title}
      onCancel={(event) => { event.preventDefault(); onClose() }}
      onClick={(event) => { if (event.target === box.current) onClose() }}
    >
      <div className="over-head">
        <h2>{title}</h2>
        <button type="button" className="quiet" onClick={onClose}>{t('ui.close')} <kbd>{t('ui.key.esc')}</kbd></button>
      </div>
      <div className="over-body">{children}</div>
    </dialog>
  )
}

export const SideDrawer = (props: Props) => <Over {...props} form="drawer" />
export const Sheet = (props: Props) => <Over {...props} form="sheet" />
export const Dialog = (props: Props) => <Over {...props} form="dialog" />
