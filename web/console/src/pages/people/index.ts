import { type Page, readers, registrars } from '@/page'

export default [
  { name: 'users', path: '/people/users', group: 'people', page: () => import('./Users.vue'), roles: readers },
  { name: 'user', path: '/people/users/:id', group: 'people', page: () => import('./User.vue'), hidden: true, roles: ['owner'] },
  { name: 'audit', path: '/people/audit', group: 'people', page: () => import('./Audit.vue'), roles: readers },
  { name: 'requests', path: '/people/requests', group: 'people', page: () => import('./Requests.vue'), roles: registrars },
  { name: 'request', path: '/people/requests/:id', group: 'people', page: () => import('./Request.vue'), hidden: true, roles: registrars },
  { name: 'account', path: '/account', group: 'people', page: () => import('./Account.vue'), hidden: true },
] as Page[]
