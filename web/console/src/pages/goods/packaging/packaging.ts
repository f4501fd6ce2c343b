import { api } from '@/api/client'
import type { components } from '@/api/schema'
import { count } from '@/format'
import type { PackLevel } from '../orders/packing'
import { levelName } from '../words'

export type Packaging = components['schemas']['Packaging']

let all: Promise<Packaging[]> | undefined

/** packagings are all that are kept, some dozens, asked for once until they change. */
export function packagings(): Promise<Packaging[]> {
  all ??= api.get('/api/v1/console/packaging-profiles', { params: { query: { limit: 200 } } }).then((page) => page.items ?? [])
  all.catch(() => (all = undefined))
  return all
}

/** forgetPackagings has them asked for again. */
export function forgetPackagings(): void {
  all = undefined
}

/** packagingOf is one by its id. */
export async function packagingOf(id: string): Promise<Packaging | undefined> {
  return (await packagings()).find((p) => p.id === id)
}

const called = (l: PackLevel) => l.name || levelName(l.level)

/** inWords is a packaging from the top: "托盘 › 40 箱 › 6 件". */
export function inWords(levels: PackLevel[]): string {
  return levels.map((l, i) => (i === levels.length - 1 ? called(l) : `${count(l.per_parent)} ${called(l)}`)).toReversed().join(' › ')
}
