import { api } from '@/api/client'
import type { components } from '@/api/schema'

export type Batch = components['schemas']['Batch']
export type BatchRow = components['schemas']['BatchRow']

let newest: Promise<BatchRow[]> | undefined
const batches = new Map<string, Promise<Batch | undefined>>()

/** batchesLike are the newest whose number begins with a text, or whose product it names. */
export async function batchesLike(text: string): Promise<BatchRow[]> {
  return (await api.get('/api/v1/console/batches', { params: { query: { q: text, sort: '-created_at', limit: 50 } } })).items ?? []
}

/** newestBatches are so many as a choice can show. */
export function newestBatches(): Promise<BatchRow[]> {
  newest ??= api.get('/api/v1/console/batches', { params: { query: { sort: '-created_at', limit: 200 } } }).then((page) => page.items ?? [])
  newest.catch(() => (newest = undefined))
  return newest
}

/** forgetBatches has the list asked for again. */
export function forgetBatches(): void {
  newest = undefined
}

/** batchOf is a batch with its levels, asked for once: it never changes. */
export function batchOf(id: string): Promise<Batch | undefined> {
  const known = batches.get(id) ?? api.get('/api/v1/console/batches/{id}', { params: { path: { id } } }).catch(() => void batches.delete(id))
  batches.set(id, known)
  return known
}

/** numberOf is a batch's number; the newest are known from their list. */
export async function numberOf(id: string): Promise<string | undefined> {
  const row = (await newestBatches().catch(() => [])).find((b) => b.id === id)
  return row?.ref ?? (await batchOf(id))?.ref
}
