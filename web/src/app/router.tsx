// Every address of the plan, with the page expected there: its code comes while the document is on its way. What is shown is the
// page that the document names, so the server decides, and an address that is missing here works too.
// Places to come: alerts, crowd, wallets, watchlists, search modes, datasets, backtest, papers, postmortem, groups, analytics.
import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router'
import { canonical, queryOf, searchOf } from './address'
import { Broken, Content, Frame } from './Frame'
import { awaitPage } from './page'

const PLAN: Record<string, string> = {
  '/': 'overview',
  '/overview': 'overview',
  '/scoreboard': 'scoreboard',
  '/scoreboard/explorer': 'explorer',
  '/trust/reliability': 'trust',
  '/bands/coverage': 'bands',
  '/recalibrated/evidence': 'recalibration',
  '/markets': 'markets',
  '/markets/$market_id': 'market',
  '/events': 'events',
  '/events/$event_id': 'event',
  '/tsfm/forecast': 'forecast',
  '/coverage': 'coverage',
  '/ops/runs': 'runs',
  '/ops/runs/$run_id': 'run',
  '/search': 'search',
  '/docs': 'docs',
  '/docs/$name': 'docs',
  '/$': 'generic',
}

const root = createRootRoute({ component: Frame })

const routes = Object.entries(PLAN).map(([path, page]) =>
  createRoute({
    getParentRoute: () => root,
    path,
    component: Content,
    errorComponent: Broken,
    loaderDeps: ({ search }) => search,
    loader: ({ location, abortController }) => awaitPage(canonical(location.href), page, abortController.signal),
    gcTime: 0, // documents are kept by the queries
  }),
)

export const router = createRouter({
  routeTree: root.addChildren(routes),
  parseSearch: searchOf,
  stringifySearch: queryOf,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
