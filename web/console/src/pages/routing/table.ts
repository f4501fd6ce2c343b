import type { components } from '@/api/schema'

export type Policy = components['schemas']['ScanRoutingPolicy']
export type Rule = components['schemas']['ScanRule']
export type Landing = components['schemas']['ScanLanding']
export type Version = components['schemas']['PolicyVersionScanRoutingPolicy']
export type Role = Rule['role']
export type Action = Rule['action']

export const roles: Role[] = ['consumer', 'guide', 'terminal', 'salesperson', 'distributor']

/** Faces in the order of levels; `*` is every other one. */
export const faces = ['pallet', 'case_outer', 'case_inner', 'box_outer', 'box_inner', 'unit_outer', 'unit_inner']

/** What each role's app can do; the server knows on which faces. */
export const actions: Record<Role, Action[]> = {
  consumer: ['claim', 'verify', 'trace'], guide: ['guide_reward', 'trace', 'verify'], terminal: ['case_open', 'trace', 'verify'], salesperson: ['trace', 'verify'], distributor: ['trace', 'verify'],
}

/** Cell is what a role does on a face; without an action it is left to `*`, and there to nobody. */
export interface Cell {
  action?: Action
  page: string
}

/** Table is a policy as it is edited: by face and role. */
export type Table = Record<string, Record<Role, Cell>>

export const at = (face: string, role: Role) => `${face} ${role}`

/** rowsOf are the faces that a policy speaks of: all that there are, and the rest. */
export function rowsOf(p: Policy): string[] {
  const more = (p.rules ?? []).map((r) => r.face).filter((f) => f !== '*' && !faces.includes(f))
  return [...faces, ...new Set(more), '*']
}

/** tableOf spreads a policy out; the first rule that fits decides, so that what comes after is none. */
export function tableOf(p: Policy): Table {
  const table: Table = {}
  for (const face of rowsOf(p)) table[face] = Object.fromEntries(roles.map((role) => [role, cell(p, face, role)])) as Record<Role, Cell>
  return table
}
function cell(p: Policy, face: string, role: Role): Cell {
  const first = (p.rules ?? []).find((r) => r.role === role && (r.face === face || r.face === '*'))
  return first && first.face === face ? { action: first.action, page: first.page } : { page: '' }
}

/** policyOf writes a table as rules: each role's own faces before the rest. */
export function policyOf(t: Table): Policy {
  const rules = roles.flatMap((role) => Object.entries(t).flatMap(([face, row]) => {
    const { action, page } = row[role]
    return action ? [{ face, role, app: role, page: page.trim(), action } satisfies Rule] : []
  }))
  return { rules }
}

/** landings are the cells of a dry run. */
export function landings(all: Landing[] | null): Map<string, Landing> {
  return new Map((all ?? []).map((l) => [at(l.face, l.role as Role), l]))
}

/** differ are the cells in which two dry runs lead elsewhere. */
export function differ(a: Landing[] | null, b: Landing[] | null): Set<string> {
  const before = landings(a)
  const where = (l?: Landing) => (l?.route ? `${l.route.action} ${l.route.page}` : '')
  return new Set([...landings(b)].filter(([k, l]) => where(l) !== where(before.get(k))).map(([k]) => k))
}
