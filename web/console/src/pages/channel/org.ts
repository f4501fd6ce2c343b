import type { components } from '@/api/schema'

export type Org = components['schemas']['Org']
export type TreeOrg = components['schemas']['TreeOrg']
export type Territory = components['schemas']['Territory']
export type Area = components['schemas']['Area']

/** The tiers of the channel, from the top. */
export const kinds = ['brand', 'regional', 'distributor', 'wholesaler', 'terminal'] as const

/** Who acts where: the roles that an organisation of a kind has. */
export const rolesAt: Record<Org['kind'], ('guide' | 'terminal' | 'salesperson' | 'distributor' | 'warehouse')[]> = {
  brand: ['salesperson', 'warehouse'], regional: ['salesperson', 'distributor'], distributor: ['salesperson', 'distributor', 'warehouse'],
  wholesaler: ['distributor', 'warehouse'], terminal: ['guide', 'terminal'],
}

/** now is this moment as the API takes it. */
export const now = (): string => new Date().toISOString()
