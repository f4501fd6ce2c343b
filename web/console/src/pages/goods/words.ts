import { count } from '@/format'
import { i18n } from '@/i18n'
import type { Batch } from './things'

/** Tag is what a state's word is shown in. */
export type Tag = 'primary' | 'success' | 'warning' | 'danger' | 'info'

const tags: Record<string, Record<string, Tag>> = {
  order: { asked: 'warning', refused: 'info', issued: 'primary', exported: 'primary', active: 'success' },
  activation: { waiting: 'warning', done: 'success', withdrawn: 'info' },
  export: { computing: 'primary', ready: 'success', revoked: 'info' },
  import: { waiting: 'info', checking: 'primary', running: 'primary', clearing: 'warning', done: 'success', failed: 'danger', cancelled: 'info' },
  recall: { marking: 'warning', open: 'danger', closed: 'info' },
  severity: { stop_sale: 'warning', consumer: 'danger' },
  standing: { held: 'primary', in_transit: 'warning', lost: 'danger', destroyed: 'info', never_packed: 'info' },
  event: { applied: 'success', pending: 'warning', voided: 'info' },
  code: { live: 'success', not_activated: 'warning', revoked: 'danger', recalled: 'danger' },
}

/** tagOf is the colour of a state. */
export const tagOf = (of: string, state: string): Tag => tags[of]?.[state] ?? 'info'

const { t, te } = i18n.global

/** levelName is a level's word; those above the pallet have numbers. */
export function levelName(level: string): string {
  return te(`goods.levels.${level}`, 'zh') ? t(`goods.levels.${level}`) : t('goods.levels.higher', { n: level.replace('level', '') })
}

/** faceName is a face's word: a level and a side of it. */
export function faceName(face: string): string {
  if (te(`goods.faces.${face}`, 'zh')) return t(`goods.faces.${face}`)
  const [level = '', side = ''] = face.split('_')
  return t(`goods.faces.${side || 'outer'}`, { level: levelName(level) })
}

/** levelOf is the level that a face is of. */
export const levelOf = (face: string): string => face.replace(/_(outer|inner)$/, '')

/** spanText is an interval as people count: from one on, the last included. The API counts from zero, and excludes the end. */
export function spanText(i: { level?: string; from?: number; to?: number }): string {
  if (!i.level) return t('goods.wholeBatch')
  const last = i.to ? count(i.to) : t('goods.end')
  return t('goods.span', { level: levelName(i.level), first: count((i.from ?? 0) + 1), last })
}

/** itemText is an item, "1/case/41", as people count: the level, and the number within its batch where that is known. */
export function itemText(item: string, batch?: Batch): string {
  const [epoch, level = '', slot] = item.split('/')
  const of = batch?.key_epoch === Number(epoch) ? batch.levels?.find((l) => l.level === level) : undefined
  const ordinal = of ? Number(slot) - of.first_slot : -1
  return of && ordinal >= 0 && ordinal < of.count ? t('goods.nth', { level: levelName(level), n: count(ordinal + 1) }) : `${levelName(level)} ${item}`
}

/** ordinalOf is an item's place in its batch, from zero; undefined where it is another batch's. */
export function ordinalOf(item: string, batch: Batch): number | undefined {
  const [epoch, level, slot] = item.split('/')
  const of = batch.levels?.find((l) => l.level === level)
  const ordinal = of ? Number(slot) - of.first_slot : -1
  return batch.key_epoch === Number(epoch) && of && ordinal >= 0 && ordinal < of.count ? ordinal : undefined
}
