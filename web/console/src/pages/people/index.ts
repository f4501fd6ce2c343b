import type { Page } from '@/page'

export default [
  { name: 'account', path: '/account', group: 'people', page: () => import('./Account.vue'), hidden: true },
] as Page[]
