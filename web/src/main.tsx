// The application's start: read the page document that came inside the HTML, then take over from the plain page.
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { canonical } from './app/address'
import { queries, startPage, type PageDocument } from './app/page'
import { loadPage } from './app/pages'
import { startReader } from './app/reader'
import { router } from './app/router'
import './style/style.css'

async function start() {
  const text = document.getElementById('page')?.textContent
  const came = text ? (JSON.parse(text) as PageDocument) : null
  await Promise.all([startReader(came?.lang ?? 'en'), came ? loadPage(came.page) : null])
  if (came) startPage(came, canonical(location.pathname + location.search))
  await router.load()
  createRoot(document.getElementById('app') ?? document.body).render(
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  )
}

void start()
