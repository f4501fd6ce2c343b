import { managers, type Page, readers } from '@/page'

export default [
  { name: 'cases', path: '/diversion/cases', group: 'diversion', page: () => import('./Cases.vue'), roles: readers },
  { name: 'case', path: '/diversion/cases/:id', group: 'diversion', page: () => import('./case/Case.vue'), hidden: true, roles: readers },
  { name: 'alerts', path: '/diversion/alerts', group: 'diversion', page: () => import('./Alerts.vue'), roles: readers },
  { name: 'diversionPolicy', path: '/diversion/policy', group: 'diversion', page: () => import('./policy/Policy.vue'), roles: readers },
  { name: 'diversionDraft', path: '/diversion/policy/draft', group: 'diversion', page: () => import('./policy/Draft.vue'), hidden: true, roles: managers },
  { name: 'diversionReplay', path: '/diversion/replays/:id', group: 'diversion', page: () => import('./policy/Replay.vue'), hidden: true, roles: readers },
] as Page[]
