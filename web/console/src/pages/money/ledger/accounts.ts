import type { components } from '@/api/schema'

export type AccountKind = components['schemas']['LedgerAccountName']['kind']

/** The kinds of accounts: the brand's, people's, organisations'. */
export const kinds: AccountKind[] = [
  'brand_reward', 'brand_rebate', 'brand_penalty', 'brand_paid_out', 'brand_tax', 'brand_adjustment', 'brand_settled', 'brand_orders',
  'wallet_consumer', 'wallet_guide', 'wallet_salesperson', 'in_flight', 'org_rebate', 'org_penalty', 'org_reward', 'org_compensation', 'org_adjustment', 'org_credit',
]
