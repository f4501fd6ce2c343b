import type { components } from '@/api/schema'
import { bizDate } from '@/format'

export type Programme = components['schemas']['Programme']
export type Version = components['schemas']['ProgrammeVersion']
export type Terms = components['schemas']['RebateTerms']
export type Kind = Programme['kind']
export type Every = Terms['every']

export const kinds: Kind[] = ['per_unit', 'tiered', 'retrospective', 'growth', 'mix', 'new_terminal', 'display', 'target']
export const tiers = ['regional', 'distributor', 'wholesaler', 'terminal'] as const
export const forever = 99991231

/** blank are the terms that a new version of a kind begins with. */
export function blank(kind: Kind): Terms {
  const terms: Terms = { every: 'month', ...(kind === 'per_unit' ? {} : { shares_bp: { distributor: 10_000 } }) }
  switch (kind) {
    case 'per_unit': return { ...terms, per_unit: { rates: { distributor_fen: 0, wholesaler_fen: 0, terminal_fen: 0 } } }
    case 'tiered': return { ...terms, tiered: { steps: [{ from: 0, fen: 0 }] } }
    case 'retrospective': return { ...terms, retrospective: { steps: [{ from: 0, fen: 0 }] } }
    case 'growth': return { ...terms, growth: { over: 'previous_period', floor_units: 1, steps: [{ from: 0, fen: 0 }] } }
    case 'mix': return { ...terms, mix: { at_least: 1, units: 1, bonus_fen: 100, products: [] } }
    case 'new_terminal': return { ...terms, new_terminal: { units: 1, bonus_fen: 100 } }
    case 'display': return { ...terms, display: { bonus_fen: 100 } }
    case 'target': return { ...terms, target: { measure: 'sell_out', steps: [{ from_bp: 10_000 }] } }
  }
}

/** kept leaves out what says nothing: an empty scope, shares of nothing, limits that are none. */
export function kept(t: Terms): Terms {
  const filled = <T extends object>(o: T | undefined): T | undefined => {
    const entries = Object.entries(o ?? {}).filter(([, v]) => (Array.isArray(v) ? v.length : v))
    return entries.length ? (Object.fromEntries(entries) as T) : undefined
  }
  return { ...t, scope: filled(t.scope), shares_bp: filled(t.shares_bp), cap_fen: t.cap_fen || undefined, budget_fen: t.budget_fen || undefined }
}

/** stepsOf are the steps of terms, and says what of a step's beginning a kind counts. */
export function stepsOf(t: Terms): { from: 'units' | 'reached' | 'growth' | 'target'; steps: { from: number; fen?: number; bonus_fen?: number }[] } | undefined {
  if (t.tiered) return { from: 'units', steps: t.tiered.steps ?? [] }
  if (t.retrospective) return { from: 'reached', steps: t.retrospective.steps ?? [] }
  if (t.growth) return { from: 'growth', steps: t.growth.steps ?? [] }
  if (t.target) return { from: 'target', steps: (t.target.steps ?? []).map((s) => ({ from: s.from_bp, fen: s.fen, bonus_fen: s.bonus_fen })) }
  return undefined
}

const months = { month: 1, quarter: 3, year: 12 }

/** periodOf is the first month, yyyymm, of the period that a month is in. */
export function periodOf(every: Every, month: number): number {
  return month - (((month % 100) - 1) % months[every])
}

/** beginsPeriod tells whether a day, yyyymmdd, is the first of a period. */
export function beginsPeriod(every: Every, day: number): boolean {
  return day % 100 === 1 && periodOf(every, Math.floor(day / 100)) === Math.floor(day / 100)
}

/** before is the first month of the period before another. */
export function before(every: Every, period: number): number {
  const count = Math.floor(period / 100) * 12 + (period % 100) - 1 - months[every]
  return Math.floor(count / 12) * 100 + (count % 12) + 1
}

/** dayBefore is the day before the first of a month. */
export function dayBefore(month: number): number {
  return bizDate(new Date(Date.UTC(Math.floor(month / 100), (month % 100) - 1, 0)))
}

/** byPeriod tells whether a version begins with a period. */
export function byPeriod(kind: Kind, t: Terms): boolean {
  return kind !== 'per_unit' || Boolean(t.cap_fen || t.budget_fen)
}

/** stateOf is a version's state as people say it: what is published is in force, to come, or over. */
export function stateOf(v: Version, today = bizDate()): string {
  if (v.state !== 'published') return v.state
  return v.from > today ? 'toCome' : v.to <= today ? 'over' : 'inForce'
}
