import type { Component } from 'vue'
import type { RouteRecordRaw } from 'vue-router'
import { ChatDotRound, Goods, HomeFilled, Location, Money, Share, Shop, User } from '@element-plus/icons-vue'
import channel from './pages/channel'
import contact from './pages/contact'
import diversion from './pages/diversion'
import goods from './pages/goods'
import money from './pages/money'
import people from './pages/people'
import routing from './pages/routing'
import { type Page, readers } from './page'
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

const table: Page[] = [
  { name: 'home', path: '/', group: 'home', page: () => import('./pages/home/Home.vue'), roles: readers },
  ...goods, ...channel, ...routing, ...diversion, ...money, ...contact, ...people,
]

/** The console's pages as routes; each comes as a file of its own when it is opened. */
export const routes: RouteRecordRaw[] = [
  ...table.map((p): RouteRecordRaw => ({
    path: p.path, name: p.name, component: p.page, props: true, meta: { group: p.group, menu: !p.hidden, roles: p.roles },
  })),
  { path: '/:rest(.*)*', name: 'missing', component: () => import('./pages/Missing.vue'), meta: { group: '' } },
]
