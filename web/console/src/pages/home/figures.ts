import { computed, type WritableComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { components } from '@/api/schema'
import { bizDate, count, yuan } from '@/format'

export type Overview = components['schemas']['Overview']
export type Figure = 'scans' | 'claims' | 'sold' | 'active_terminals' | 'reward_fen' | 'reward_points' | 'rebate_fen'

/** What areas and trends may show. */
export const shown: Figure[] = ['scans', 'claims', 'sold', 'rebate_fen']

/** said writes a figure in its unit. */
export function said(figure: Figure, n: number): string {
  return figure.endsWith('_fen') ? `¥${yuan(n)}` : count(n)
}

/** lastDays is a period up to today. */
export function lastDays(n: number): { from: number; to: number } {
  return { from: bizDate(new Date(), 1 - n), to: bizDate() }
}

/** useFigure is a figure that is chosen of some, and kept in the address of the page. */
export function useFigure(key: string, of: Figure[]): WritableComputedRef<Figure> {
  const route = useRoute()
  const router = useRouter()
  return computed({
    get: () => of.find((f) => f === route.query[key]) ?? 'scans',
    set: (figure) => void router.replace({ query: { ...route.query, [key]: figure === 'scans' ? undefined : figure } }),
  })
}
