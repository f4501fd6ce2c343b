import type { components } from '@/api/schema'

export type Case = components['schemas']['Case']
export type CaseEvent = components['schemas']['CaseEvent']
export type CaseRecord = components['schemas']['CaseRecord']
export type CasePiece = components['schemas']['CasePiece']
export type Alert = components['schemas']['Alert']
export type Status = Case['status']

/** Cases without a verdict, in the order of their life. */
export const undecided: Status[] = ['watched', 'open', 'investigating', 'noticed', 'appealed']

/** Cases that are over. */
export const over: Status[] = ['confirmed', 'dismissed', 'reversed']

/** How a status looks. */
export const looks: Record<Status, 'success' | 'warning' | 'danger' | 'info' | 'primary'> = {
  watched: 'info', open: 'warning', investigating: 'primary', noticed: 'primary', appealed: 'danger', confirmed: 'success', dismissed: 'info', reversed: 'info',
}

/** scoresFrom are scores from which on lists are narrowed down. */
export const scoresFrom = ['30', '50', '70', '90'].map((value) => ({ value, label: `≥ ${value}` }))

/** ageOf is for how many whole days a case has been there: until it was decided, or until now. */
export function ageOf(c: Case, now = Date.now()): number {
  return Math.floor(((c.decided_at ? Date.parse(c.decided_at) : now) - Date.parse(c.opened_at)) / 86_400_000)
}

/** contested tells whether an appeal against a confirmed case waits for an answer. */
export function contested(c: Case): boolean {
  return c.status === 'confirmed' && c.appealed_at !== undefined && c.answered_at === undefined
}

/** appealable tells whether the origin may still appeal against a notice: nothing but dismissing is possible. */
export function appealable(c: Case, now = Date.now()): boolean {
  return c.status === 'noticed' && c.appeal_until !== undefined && Date.parse(c.appeal_until) > now
}

/** Step is what the brand can do with a case by a note alone; assigning needs somebody, too. */
export type Step = 'open' | 'notify' | 'confirm' | 'dismiss' | 'uphold' | 'reverse'

/** Deed is a step as it is offered: `word` is its name in this state. */
export interface Deed {
  step: Step | 'assign'
  word: string
  primary?: boolean
  danger?: boolean
  off?: boolean // not yet
}

/** deedsOf are the steps that a case's state allows to the brand. */
export function deedsOf(c: Case): Deed[] {
  const assign: Deed = { step: 'assign', word: c.inspector_id ? 'reassign' : 'assign' }
  const dismiss: Deed = { step: 'dismiss', word: 'dismiss' }
  switch (c.status) {
    case 'watched': return [{ step: 'open', word: 'open', primary: true }]
    case 'open':
    case 'investigating': return [{ step: 'notify', word: 'notify', primary: true }, assign, { step: 'confirm', word: 'confirm', danger: true }, dismiss]
    case 'noticed': return [{ step: 'confirm', word: 'confirm', danger: true, off: appealable(c) }, assign, dismiss]
    case 'appealed': return [{ step: 'confirm', word: 'refuse', danger: true }, { step: 'dismiss', word: 'accept', primary: true }, assign]
    case 'confirmed': return contested(c) ? [{ step: 'uphold', word: 'uphold', primary: true }, { step: 'reverse', word: 'acceptLate', danger: true }] : [{ step: 'reverse', word: 'reverse', danger: true }]
    default: return []
  }
}
