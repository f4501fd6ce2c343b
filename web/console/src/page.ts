import type { Component } from 'vue'
import type { Role } from './session'

/** Page is a page of the console: its name is its word in the menu, too (i18n menu.NAME). */
export interface Page {
  name: string
  path: string
  group: string // of the menu
  page: () => Promise<Component>
  hidden?: boolean // reached from others, not from the menu
  roles?: Role[] // who may see it; all, where none is named
}

/** All but operators, who handle goods. */
export const readers: Role[] = ['owner', 'channel_manager', 'finance', 'auditor']

/** Who changes the channel, goods and cases. */
export const managers: Role[] = ['owner', 'channel_manager']

/** Who sees the register of personal-data requests. */
export const registrars: Role[] = ['owner', 'channel_manager', 'auditor']

/** Who answers for the money. */
export const payers: Role[] = ['owner', 'finance']

/** Who handles goods. */
export const handlers: Role[] = ['owner', 'channel_manager', 'operator']
