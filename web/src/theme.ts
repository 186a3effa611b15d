// Runs before the first paint: the reader's theme and language on the root, so that the page does not change its colours.
(() => {
  const root = document.documentElement
  try {
    const kept = JSON.parse(localStorage.getItem('credence.reader') ?? '{}') as { theme?: string; density?: string }
    const theme = new URLSearchParams(location.search).get('theme') ?? kept.theme
    if (theme === 'light' || theme === 'dark') root.dataset['theme'] = theme
    if (kept.density) root.dataset['density'] = kept.density
  } catch {
    return // storage switched off: the system's theme
  }
})()
