import { api } from '@/api/client'
import type { components } from '@/api/schema'

type Org = components['schemas']['Org']

const orgs = new Map<string, Promise<Org | undefined>>()
let users: Promise<Map<string, string>> | undefined

/** orgOf is an organisation by its id, asked for once while the console stands. */
export function orgOf(id: string): Promise<Org | undefined> {
  const known = orgs.get(id) ?? api.get('/api/v1/console/organisations/{id}', { params: { path: { id } } }).catch(() => void orgs.delete(id))
  orgs.set(id, known)
  return known
}

/** userOf is the name of a console user; all are asked for at once, for they are few. */
export async function userOf(id: string): Promise<string | undefined> {
  users ??= everybody()
  users.catch(() => (users = undefined))
  return (await users).get(id)
}

async function everybody(): Promise<Map<string, string>> {
  const names = new Map<string, string>()
  for (let after: string | undefined; ;) {
    const page = await api.get('/api/v1/console/users', { params: { query: { limit: 200, ...(after ? { after } : {}) } } })
    page.items?.forEach((u) => names.set(u.id, u.name))
    after = page.next_after
    if (!after) return names
  }
}
