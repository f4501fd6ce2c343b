import { managers, type Page, readers } from '@/page'

export default [
  { name: 'routing', path: '/routing', group: 'routing', page: () => import('./Routing.vue'), roles: readers },
  { name: 'routingDraft', path: '/routing/draft', group: 'routing', page: () => import('./Draft.vue'), hidden: true, roles: managers },
] as Page[]
