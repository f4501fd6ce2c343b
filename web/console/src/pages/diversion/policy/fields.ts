import { type ShallowRef, shallowRef } from 'vue'
import { api } from '@/api/client'
import type { components } from '@/api/schema'
import { valueAt } from '@/components/list'
import { percent, yuan } from '@/format'

export type Policy = components['schemas']['DiversionPolicy']
export type Version = components['schemas']['PolicyVersionDiversionPolicy']
export type Detection = NonNullable<Policy['detection']>

/** Field is a part of the policy: where it stands, and how it is read and written. */
export interface Field {
  path: string
  kind: 'number' | 'flag' | 'fen' | 'percent' | 'tiers' | 'rates' | 'codes' | 'weights' | 'months'
}

/** The policy's fields in the groups that pages show them in. */
export const groups: { name: string; fields: Field[] }[] = [
  { name: 'judging', fields: [{ path: 'window_days', kind: 'number' }, { path: 'hard_score', kind: 'number' }, { path: 'soft_score', kind: 'number' }, { path: 'hard_waits', kind: 'flag' }, { path: 'online_sellers', kind: 'codes' }] },
  { name: 'charge', fields: [{ path: 'penalty_fen', kind: 'fen' }, { path: 'penalty_fen_by_sku', kind: 'rates' }, { path: 'penalties.tiers', kind: 'tiers' }, { path: 'penalties.repeat_months', kind: 'number' }, { path: 'penalties.compensation_bp', kind: 'percent' }] },
  { name: 'notice', fields: [{ path: 'penalties.notice_required', kind: 'flag' }, { path: 'penalties.appeal_days', kind: 'number' }] },
  { name: 'caps', fields: [{ path: 'penalties.case_cap_fen', kind: 'fen' }, { path: 'penalties.period_cap_fen', kind: 'fen' }, { path: 'penalties.period_months', kind: 'months' }, { path: 'penalties.grace_units', kind: 'number' }, { path: 'penalties.grace_days', kind: 'number' }] },
  { name: 'detection', fields: [{ path: 'detection.open_score', kind: 'number' }, { path: 'detection.witnesses', kind: 'number' }, { path: 'detection.window_days', kind: 'number' }, { path: 'detection.clone_accounts', kind: 'number' }, { path: 'detection.travel_kmh', kind: 'number' }, { path: 'detection.scans_per_hour', kind: 'number' }, { path: 'detection.watch_gifts', kind: 'flag' }, { path: 'detection.weights', kind: 'weights' }] },
]

/** Reasons that may be weighed. */
export const reasons = [
  'terminal_under_other_distributor', 'guide_under_other_distributor', 'found_by_inspector', 'outside_territory', 'beyond_the_border', 'cluster_of_a_case', 'cluster_of_a_shipment', 'shipment_spread_abroad',
  'impossible_travel', 'many_scans_of_one_code', 'code_removed_or_damaged', 'never_shipped', 'sold_after_return', 'gift_stock_sold', 'scans_too_fast', 'one_account_across_places',
]

const known = shallowRef<Policy>()

/** useUsual is what holds where a policy says nothing, as the API tells it; it is asked for once. */
export function useUsual(): Readonly<ShallowRef<Policy | undefined>> {
  if (!known.value) void api.get('/api/v1/console/diversion-defaults').then((p) => (known.value = p)).catch(() => undefined)
  return known
}

/** Words a page has, with their values. */
type Say = (word: string, values?: Record<string, unknown>) => string

/** word is the name of a field's words: they have no dots. */
export const word = (path: string) => path.replace('.', '_')

const empty = (value: unknown) => value === undefined || value === null || value === 0 || (typeof value === 'object' && Object.keys(value).length === 0)

/** show writes a field's value as people read it; what is not set is what is usual, or has words of its own. */
export function show(t: Say, policy: Policy, f: Field, usual?: Policy): string {
  const value = valueAt(policy, f.path)
  if (!empty(value)) return written(t, value, f)
  if (!f.path.includes('.') && ['number', 'fen'].includes(f.kind)) return written(t, value ?? 0, f)
  if (!usual) return '…'
  const falls = valueAt(usual, f.path)
  return empty(falls) ? unset(t, f) : t('diversion.policy.usual', { value: written(t, falls, f) })
}

/** falling is what holds where a field is left empty. */
export function falling(t: Say, usual: Policy, f: Field): string {
  const value = valueAt(usual, f.path)
  return empty(value) ? unset(t, f) : written(t, value, f)
}

const unset = (t: Say, f: Field) => (f.kind === 'flag' ? t('common.no') : t(`diversion.policy.unset.${word(f.path)}`))

function written(t: Say, value: unknown, f: Field): string {
  switch (f.kind) {
    case 'flag': return t(value ? 'common.yes' : 'common.no')
    case 'fen': return `${yuan(value as number)} ${t('common.yuan')}`
    case 'percent': return percent((value as number) / 10_000, 2)
    case 'tiers': return (value as number[]).map((bp) => percent(bp / 10_000, 2)).join(' · ')
    case 'rates': return Object.entries(value as Record<string, number>).map(([sku, fen]) => `${sku} ${yuan(fen)}`).join('；')
    case 'codes': return (value as string[]).join('、')
    case 'weights': return Object.entries(value as Record<string, number>).map(([r, w]) => `${t(`diversion.reason.${r}`)} × ${w}`).join('；')
    default: return String(value)
  }
}

/** changes are the fields in which two policies differ, as people read them. */
export function changes(t: Say, before: Policy, after: Policy, usual?: Policy): { name: string; before: string; after: string }[] {
  return groups.flatMap((g) => g.fields).flatMap((f) => {
    const [a, b] = [show(t, before, f, usual), show(t, after, f, usual)]
    return a === b ? [] : [{ name: t(`diversion.policy.name.${word(f.path)}`), before: a, after: b }]
  })
}

/** editable is a policy with a place for everything that a form may fill in. */
export function editable(p: Policy): Policy {
  const copy = JSON.parse(JSON.stringify(p)) as Policy
  return { ...copy, penalties: copy.penalties ?? {}, penalty_fen_by_sku: copy.penalty_fen_by_sku ?? {}, online_sellers: copy.online_sellers ?? [] }
}

/** plain is a policy as it is published: without what was left empty. */
export function plain(p: Policy): Policy {
  const set = Object.entries(p.penalties ?? {}).filter(([, v]) => v && !(Array.isArray(v) && v.length === 0))
  const { penalties: _, penalty_fen_by_sku: rates, online_sellers: codes, detection: own, ...rest } = p
  return {
    ...rest,
    ...(rates && Object.keys(rates).length ? { penalty_fen_by_sku: rates } : {}),
    ...(codes?.length ? { online_sellers: codes } : {}),
    ...(own ? { detection: own } : {}),
    ...(set.length ? { penalties: Object.fromEntries(set) } : {}),
  }
}
