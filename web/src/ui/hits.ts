// The first hits of a search while somebody types: asked once the typing rests.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '../api/client'
import type { components } from '../api/schema'

export type Hit = components['schemas']['FoundMarket']

const RESTS_MS = 150
const LEAST_LETTERS = 2
const MOST = 8

export function useHits(text: string): Hit[] {
  const [asked, setAsked] = useState('')
  const wanted = text.trim().length >= LEAST_LETTERS ? text.trim() : ''
  useEffect(() => {
    const timer = setTimeout(() => setAsked(wanted), RESTS_MS)
    return () => clearTimeout(timer)
  }, [wanted])
  const { data } = useQuery({
    queryKey: ['search', asked],
    queryFn: async ({ signal }) => (await api.GET('/search', { params: { query: { limit: MOST, q: asked } }, signal })).data?.data ?? [],
    enabled: asked !== '' && wanted !== '',
    placeholderData: keepPreviousData,
  })
  return wanted ? (data ?? []) : []
}
