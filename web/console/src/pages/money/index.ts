import { type Page, readers } from '@/page'

export default [
  { name: 'programmes', path: '/money/programmes', group: 'money', page: () => import('./programme/Programmes.vue'), roles: readers },
  { name: 'programme', path: '/money/programmes/:id', group: 'money', page: () => import('./programme/Programme.vue'), hidden: true, roles: readers },
  { name: 'programmeVersion', path: '/money/programmes/:id/versions/:number', group: 'money', page: () => import('./programme/ProgrammeVersion.vue'), hidden: true, roles: readers },
] as Page[]
