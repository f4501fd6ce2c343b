import type { Component } from 'vue'
import type { RouteRecordRaw } from 'vue-router'
import { Bell, ChatDotRound, Goods, HomeFilled, Location, Money, Share, Shop, User } from '@element-plus/icons-vue'
import type { Role } from './session'

/** Group is a part of the menu. */
export interface Group {
  name: string
  icon: Component
}

/** The menu's groups, in order. */
export const groups: Group[] = [
  { name: 'home', icon: HomeFilled },
  { name: 'goods', icon: Goods },
  { name: 'channel', icon: Shop },
  { name: 'routing', icon: Share },
  { name: 'diversion', icon: Location },
  { name: 'money', icon: Money },
  { name: 'contact', icon: ChatDotRound },
  { name: 'people', icon: User },
]

declare module 'vue-router' {
  interface RouteMeta {
    group: string
    menu?: boolean // it stands in the menu
    roles?: Role[] // who may see it; all, where none is named
  }
}

interface Page {
  name: string
  path: string
  group: string
  page: () => Promise<Component>
  hidden?: boolean // reached from others
  roles?: Role[]
}

/** All but operators, who handle goods. */
const readers: Role[] = ['owner', 'channel_manager', 'finance', 'auditor']

const table: Page[] = [
  { name: 'home', path: '/', group: 'home', page: () => import('./pages/home/Home.vue'), roles: readers },
  { name: 'account', path: '/account', group: 'people', page: () => import('./pages/people/Account.vue'), hidden: true },
]

/** The console's pages as routes; each comes as a file of its own when it is opened. */
export const routes: RouteRecordRaw[] = [
  ...table.map((p): RouteRecordRaw => ({
    path: p.path, name: p.name, component: p.page, props: true, meta: { group: p.group, menu: !p.hidden, roles: p.roles },
  })),
  { path: '/:rest(.*)*', name: 'missing', component: () => import('./pages/Missing.vue'), meta: { group: '' } },
]

/** Bell is the sign of what waits for somebody. */
export const waits = Bell
