import { type Page, readers } from '@/page'

export default [
  { name: 'organisations', path: '/channel/organisations', group: 'channel', page: () => import('./Organisations.vue'), roles: readers },
  { name: 'organisation', path: '/channel/organisations/:id', group: 'channel', page: () => import('./Organisation.vue'), roles: readers, hidden: true },
  { name: 'territories', path: '/channel/territories', group: 'channel', page: () => import('./Territories.vue'), roles: readers },
  { name: 'channelImport', path: '/channel/import', group: 'channel', page: () => import('./ImportExport.vue'), roles: readers },
] as Page[]
