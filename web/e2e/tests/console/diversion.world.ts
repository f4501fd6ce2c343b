import type { APIRequestContext, Page, Route } from '@playwright/test'
import { type components } from '../../../console/src/api/schema'
import { accounts, type Who } from '../accounts'

type Case = components['schemas']['Case']
type CaseEvent = components['schemas']['CaseEvent']
type CaseRecord = components['schemas']['CaseRecord']
type Alert = components['schemas']['Alert']

const console_ = '/api/v1/console'

/** asks is the API for one of the tests' users. */
export async function asks(request: APIRequestContext, who: Who) {
  const session = await request.post(`${console_}/sessions`, { data: { login: accounts[who].login, password: accounts[who].password } })
  const headers = { Authorization: `Bearer ${(await session.json()).access_token}` }
  return {
    headers,
    get: async (path: string) => (await request.get(console_ + path, { headers })).json(),
    post: async (path: string, data: object) => {
      const answer = await request.post(console_ + path, { headers, data })
      return answer.status() === 204 ? {} : answer.json()
    },
    put: async (path: string, data: object) => (await request.put(console_ + path, { headers, data })).json(),
  }
}

const day = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString()

/** A case in any state, of goods and organisations that there are: what leads to most states is done in apps, which these tests have not. */
export interface World {
  cases: Case[]
  sent: { path: string; body: Record<string, unknown>; key?: string }[]
  refuse?: { status: number; body: object } // the next step
}

export const item = '1/unit/42'

/** worldOf answers a page's questions about cases; everything else the program answers. */
export async function worldOf(page: Page, request: APIRequestContext, status: Case['status'], more: Partial<Case> = {}): Promise<World> {
  const api = await asks(request, 'auditor')
  const origin = (await api.get('/organisations?kind=distributor&limit=1')).items[0]
  const terminal = (await api.get('/organisations?kind=terminal&limit=1')).items[0]
  const product = (await api.get('/products')).items[0]
  const noticed = ['noticed', 'appealed', 'confirmed'].includes(status)
  const c: Case = {
    id: '900000000000000001', status, origin_id: origin.id, terminal_id: terminal.id, product_id: product.id, score: 78, units: noticed ? 24 : 0, penalty_fen: 0, opened_at: day(-9),
    ...(noticed ? { noticed_at: day(-3), appeal_until: day(12) } : {}), ...(status === 'appealed' ? { appealed_at: day(-1) } : {}),
    flags: [
      { scan_id: '900000000000000011', item, hard: true, reasons: 'terminal_under_other_distributor', score: 95, at: day(-9) },
      { scan_id: '900000000000000012', item: '1/unit/43', hard: false, reasons: 'outside_territory', score: 40, at: day(-8) },
    ],
    alerts: [alertOf(origin, product)],
    ...more,
  }
  const world: World = { cases: [c], sent: [] }
  await page.route(`**${console_}/diversion-cases**`, (r) => answer(r, world))
  await page.route(`**${console_}/case-evidence/**`, (r) => answer(r, world))
  return world
}

function alertOf(origin: Alert['origin'], product: Alert['product']): Alert {
  return {
    id: '900000000000000021', kind: 'diverted', score: 78, case_id: '900000000000000001', origin, product, city: '温州市', adcode: '330300', first_at: day(-9), last_at: day(-2), at: day(-1), policy_version: 0, items: [item, '1/unit/43'],
    reasons: [
      { reason: 'outside_territory', count: 12, nats: 9.4, expected: 0.7, zh: '12 位消费者在温州市扫了货，正常情况下约 0.7 位', en: '12 consumers scanned in Wenzhou; about 0.7 would be normal' },
      { reason: 'cluster_of_a_case', count: 12, nats: 4.2, of: 2, zh: '其中许多出自同几箱（共涉及 2 箱）', en: 'many of them are of the same cases (2 cases)' },
    ],
  }
}

const dot = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** recordsOf are an inspection with a piece that was struck out, and an appeal. */
function recordsOf(c: Case): CaseRecord[] {
  if (!['investigating', 'noticed', 'appealed', 'confirmed'].includes(c.status)) return []
  const sha256 = 'ab'.repeat(32)
  const inspection: CaseRecord = {
    id: '900000000000000031', kind: 'inspection', person_id: '900000000000000041', org_id: c.origin_id, terminal_id: c.terminal_id, text: '货架上有两箱，店主说从外地进的', receipt: 'No. 7', codes_damaged: true, at: day(-4), recorded_at: day(-4),
    evidence: [
      { id: '900000000000000051', kind: 'scan', item, scan_id: '900000000000000011', verdict: 'diverted', sha256 },
      { id: '900000000000000052', kind: 'scan', item: '1/unit/44', verdict: 'match', sha256, struck: { by_id: '1', reason: '扫错了货', at: day(-3) } },
      { id: '900000000000000053', kind: 'photo', sha256, photo: { id: '900000000000000061', width: 1, height: 1, url: dot } },
      { id: '900000000000000054', kind: 'receipt', sha256, photo: { id: '900000000000000062', width: 1, height: 1, hidden: true } },
    ],
  }
  const appeal: CaseRecord = { id: '900000000000000032', kind: 'appeal', person_id: '900000000000000042', org_id: c.origin_id, text: '这批货是被盗的，已经报警', at: c.appealed_at ?? day(-1), recorded_at: day(-1), evidence: [] }
  return c.appealed_at ? [inspection, appeal] : [inspection]
}

function eventsOf(c: Case): CaseEvent[] {
  const opened: CaseEvent = { id: '900000000000000071', action: 'open' as never, from: 'watched', to: 'open', facts: { alert: '900000000000000021', score: 78 } as never, at: day(-8) }
  const notice: CaseEvent = { id: '900000000000000072', action: 'notify', from: 'open', to: 'noticed', user_id: '1', note: '证据充分', facts: { units: 24, from: day(-9), to: day(-4), until: c.appeal_until } as never, at: c.noticed_at ?? day(-3) }
  return c.status === 'watched' ? [] : c.noticed_at ? [opened, notice] : [opened]
}

const leads: Record<string, Case['status']> = { open: 'open', assign: 'investigating', notify: 'noticed', confirm: 'confirmed', dismiss: 'dismissed', uphold: 'confirmed', reverse: 'reversed' }

/** penalty is what confirming the case would cost. */
const penalty: components['schemas']['CasePenalty'] = { units: 24, rate_fen: 2000, penalty_fen: 48_000, nth: 1, policy_version: 0, reckoning: [{ rule: 'units', units: 24, rate_fen: 2000, fen: 48_000 }] }

async function answer(r: Route, w: World): Promise<void> {
  const url = new URL(r.request().url())
  const [, room, id, part] = /console\/([\w-]+)(?:\/(\d+)(?:\/(\w+))?)?/.exec(url.pathname)!
  const c = w.cases.find((x) => x.id === id)
  if (r.request().method() === 'POST') {
    w.sent.push({ path: url.pathname, body: r.request().postDataJSON(), key: r.request().headers()['idempotency-key'] })
    if (w.refuse) {
      const { status, body } = w.refuse
      w.refuse = undefined
      return r.fulfill({ status, contentType: 'application/problem+json', body: JSON.stringify(body) })
    }
    if (room === 'case-evidence') return r.fulfill({ json: { id, kind: 'scan', sha256: '' } })
    Object.assign(c!, { status: leads[part!] }, part === 'uphold' ? { answered_at: day(0) } : {})
    return r.fulfill({ json: c })
  }
  if (!id) return r.fulfill({ json: { items: w.cases.filter((x) => !url.searchParams.get('status') || x.status === url.searchParams.get('status')) } })
  if (part === 'penalty') return r.fulfill({ json: penalty })
  if (part === 'events') return r.fulfill({ json: eventsOf(c!) })
  if (part === 'records') return r.fulfill({ json: recordsOf(c!) })
  return r.fulfill({ json: c })
}
