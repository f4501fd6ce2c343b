import type { components } from '@/api/schema'

export type Recall = components['schemas']['Recall']

/** stateOf is where a recall stands: its codes are being marked, goods are called back, or it has ended. */
export const stateOf = (r: Recall): 'marking' | 'open' | 'closed' => (r.closed_at ? 'closed' : r.marked_at ? 'open' : 'marking')
