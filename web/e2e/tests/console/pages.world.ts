import type { APIRequestContext } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { asks } from '../asks'

/** A page as the console's table has it; roles: who may see it. */
export interface Row { name: string; path: string; roles: string[] }

const source = '../console/src'
const everybody = ['owner', 'channel_manager', 'finance', 'auditor', 'operator']

/** rowsOf reads the table of pages, which stands in files that only the console's own build understands. */
export function rowsOf(): Row[] {
  const sets = Object.fromEntries([...readFileSync(`${source}/page.ts`, 'utf8').matchAll(/export const (\w+): Role\[\] = \[(.*)\]/g)].map(([, name, roles]) => [name!, words(roles!)]))
  const files = [`${source}/pages.ts`, ...readdirSync(`${source}/pages`, { withFileTypes: true }).filter((d) => d.isDirectory()).map((d) => `${source}/pages/${d.name}/index.ts`).filter((f) => !f.includes('/home/'))]
  return files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/\{ name: '(\w+)', path: '([^']+)'.*\}/g)].map(([row, name, path]) => {
    const roles = /roles: (?:(\w+)|\[(.*?)\])/.exec(row!)
    return { name: name!, path: path!, roles: roles ? (sets[roles[1]!] ?? words(roles[2]!)) : everybody }
  }))
}
const words = (list: string): string[] => [...list.matchAll(/'(\w+)'/g)].map(([, word]) => word!)

const some: Record<string, Promise<Record<string, string>>> = {}

/** addressesOf fills in something that there is for what a page's address names. */
export async function addressesOf(request: APIRequestContext): Promise<Record<string, string>> {
  return (some.all ??= find(request))
}

async function find(request: APIRequestContext): Promise<Record<string, string>> {
  const api = await asks(request, 'owner')
  const first = async (path: string): Promise<Record<string, string>> => (await api.get(path)).items[0]
  const [organisation, thread, announcement, found, order, batch, recall, programme, run, user, account, reconciliation] = await Promise.all([
    '/organisations?kind=distributor&limit=1', '/threads?limit=1', '/announcements?limit=1', '/diversion-cases?status=investigating&limit=1', '/code-orders?limit=1', '/batches?limit=1', '/recalls?limit=1',
    '/rebate-programmes?limit=1', '/settlement/bank-runs?limit=1', '/users?limit=1', '/ledger/accounts?kind=wallet_consumer&limit=1', '/reconciliations?limit=1',
  ].map(first))
  const statement = await first('/settlement/periods/1/statements?limit=1')
  const { policy } = await api.get('/policies/diversion/current')
  const post = async (path: string, data: object): Promise<{ id: string }> => (await request.post(`/api/v1/console${path}`, { headers: { ...api.headers, 'Idempotency-Key': randomUUID() }, data })).json()
  const replay = await post('/diversion-replays', { policy, days: 7 })
  const files = await post('/code-exports', { batch_id: batch!.id, face: 'pallet', format: 'csv' })
  const text = '编码,发货方,收货方,发货时间\nNOCODE,D-NJ,T-SZ1,2026-01-05 10:00\n'
  const upload = await post('/uploads', { name: 'shipments.csv', size: Buffer.byteLength(text) })
  await request.patch(`/api/v1/console/uploads/${upload.id}`, { headers: { ...api.headers, 'Content-Type': 'application/octet-stream', 'Upload-Offset': '0' }, data: Buffer.from(text) })
  const taken = await post('/imports', { upload_id: upload.id, kind: 'shipments', skip_bad: false, offline: false })
  const asked = await post('/personal-data-requests', { person_id: account!.id!.split('-')[1], kind: 'export', source: 'letter', proof: '来信附身份证明' }) // a wallet's owner: kind, owner, asset
  const at = (path: string, of: Record<string, string> | undefined) => path + of!.id
  return {
    organisation: at('/channel/organisations/', organisation), thread: at('/contact/threads/', thread), announcement: at('/contact/announcements/', announcement), case: at('/diversion/cases/', found),
    diversionReplay: at('/diversion/replays/', replay as never), codeOrder: at('/goods/code-orders/', order), batch: at('/goods/batches/', batch), codeExport: at('/goods/code-files/', files as never),
    import: at('/goods/imports/', taken as never), recall: at('/goods/recalls/', recall), programme: at('/money/programmes/', programme), programmeVersion: `${at('/money/programmes/', programme)}/versions/1`,
    period: '/money/settlement/1', statement: `/money/settlement/1/${statement.org_id}`, bankRun: at('/money/bank-runs/', run), credit: `/money/credits/${statement.org_id}`, reconciliation: at('/money/reconciliations/', reconciliation), user: at('/people/users/', user),
    ledgerAccount: at('/money/ledger/accounts/', account), request: at('/people/requests/', asked as never),
  }
}
