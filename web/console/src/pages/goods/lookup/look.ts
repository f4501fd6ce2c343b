import { api } from '@/api/client'
import { Problem } from '@/api/problem'
import type { components } from '@/api/schema'
import { i18n } from '@/i18n'
import { type Batch, batchOf } from '../things'

export type Info = components['schemas']['CodeInfo']
export type Tree = components['schemas']['Tree']
export type Footprint = components['schemas']['Footprint']

/** Found is what a code leads to. Of codes that are not live the API tells only the goods' way. */
export interface Found {
  state: 'live' | 'not_activated' | 'revoked' | 'recalled'
  info?: Info
  batch?: Batch
  tree: Tree
  trail: Footprint[]
}

const states: Record<string, Found['state']> = { 'code.not_activated': 'not_activated', 'code.revoked': 'revoked', 'code.recalled': 'recalled' }

/** look finds what a code leads to. It throws a Problem where it is none of ours. */
export async function look(code: string, signal?: AbortSignal): Promise<Found> {
  const query = { code }
  const known = await api.get('/api/v1/console/codes', { params: { query }, signal }).catch((thrown: unknown) => Problem.of(thrown))
  const state = known instanceof Problem ? states[known.code] : 'live'
  if (!state) throw inWords(known as Problem)
  const info = known instanceof Problem ? undefined : known
  const [tree, trail, batch] = await Promise.all([
    api.get('/api/v1/console/codes/tree', { params: { query: { ...query, limit: 200 } }, signal }),
    api.get('/api/v1/console/codes/trail', { params: { query }, signal }),
    info && batchOf(info.batch_id),
  ])
  return { state, info, batch, tree, trail: trail ?? [] }
}

/** inWords says in the console's language why a text is no code. */
function inWords(problem: Problem): Problem {
  const { t, te } = i18n.global
  const word = `goods.codeFaults.${problem.code.replace('.', '_')}`
  if (!te(`${word}.title`, 'zh')) return problem
  return new Problem({ status: problem.status, code: problem.code, title: t(`${word}.title`), hint: t(`${word}.hint`) }, problem.requestId)
}
