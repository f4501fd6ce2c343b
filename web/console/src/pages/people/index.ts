import { type Page, readers } from '@/page'

export default [
  { name: 'users', path: '/people/users', group: 'people', page: () => import('./Users.vue'), roles: readers },
  { name: 'user', path: '/people/users/:id', group: 'people', page: () => import('./User.vue'), hidden: true, roles: ['owner'] },
  { name: 'audit', path: '/people/audit', group: 'people', page: () => import('./Audit.vue'), roles: readers },
  { name: 'account', path: '/account', group: 'people', page: () => import('./Account.vue'), hidden: true },
] as Page[]
