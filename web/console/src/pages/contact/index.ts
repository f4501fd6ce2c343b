import { managers, type Page, readers } from '@/page'

export default [
  { name: 'threads', path: '/contact/threads', group: 'contact', page: () => import('./Threads.vue'), roles: readers },
  { name: 'thread', path: '/contact/threads/:id', group: 'contact', page: () => import('./Thread.vue'), hidden: true, roles: readers },
  { name: 'announcements', path: '/contact/announcements', group: 'contact', page: () => import('./Announcements.vue'), roles: readers },
  { name: 'announce', path: '/contact/announcements/new', group: 'contact', page: () => import('./Announce.vue'), hidden: true, roles: managers },
  { name: 'announcement', path: '/contact/announcements/:id', group: 'contact', page: () => import('./Announcement.vue'), hidden: true, roles: readers },
] as Page[]
