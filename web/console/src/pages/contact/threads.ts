import type { components } from '@/api/schema'

export type Thread = components['schemas']['BrandThread']
export type Post = components['schemas']['ThreadPost']

export const topics = ['goods', 'reward', 'rebate', 'order', 'diversion', 'other'] as const
export const roles = ['consumer', 'guide', 'terminal', 'salesperson', 'distributor'] as const
export const states = ['open', 'answered', 'closed'] as const

/** colour is that of a thread's state. */
export const colour: Record<Thread['state'], 'warning' | 'success' | 'info'> = { open: 'warning', answered: 'success', closed: 'info' }

/** waited is how long it has been since a time, in the largest unit that is not 0. */
export function waited(since: string, now = Date.now()): { unit: 'minutes' | 'hours' | 'days'; n: number } {
  const minutes = Math.max(0, Math.floor((now - Date.parse(since)) / 60_000))
  if (minutes < 60) return { unit: 'minutes', n: minutes }
  if (minutes < 48 * 60) return { unit: 'hours', n: Math.floor(minutes / 60) }
  return { unit: 'days', n: Math.floor(minutes / 1440) }
}
