// Where the stream stays lost: asks for the lake's version now and then. What is shown changes when the reader says so.
import { useEffect } from 'react'
import { fetchJson } from './page'
import { hear, useNews } from './stream'

const EVERY_MS = 30_000
const CHEAPEST = '/health'

/** `shown`: the version of which the page was made; counts until the first news. */
export function usePolling(shown: string): void {
  const { quiet, paused, lake_version: heard } = useNews()
  const known = heard ?? shown
  useEffect(() => {
    if (!quiet || paused) return
    const timer = setInterval(() => document.hidden || void ask(known), EVERY_MS)
    return () => clearInterval(timer)
  }, [quiet, paused, known])
}

async function ask(known: string): Promise<void> {
  const answer = await fetchJson<{ meta?: { lake_version: string } }>(CHEAPEST).catch(() => null) // gone, like the stream
  const version = answer?.meta?.lake_version ?? known
  if (version !== known) hear(version)
}
