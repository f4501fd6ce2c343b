import { api } from '@/api/client'
import type { components } from '@/api/schema'

type Org = components['schemas']['Org']
type Person = components['schemas']['NamedPerson']
type Place = { name: string; centre?: [number, number] }

const orgs = new Map<string, Promise<Org | undefined>>()
const places = new Map<string, Promise<Map<string, Place>>>() // of each province
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

const people = new Map<string, Promise<Person | undefined>>()
let wanted: { id: string; told: (p: Promise<Person | undefined>) => void }[] = []

/** personOf is one of the apps' people by his id; those whom a page names together are asked for together. */
export function personOf(id: string): Promise<Person | undefined> {
  const known = people.get(id) ?? new Promise<Person | undefined>((told) => {
    if (wanted.push({ id, told }) === 1) setTimeout(askForPeople)
  })
  people.set(id, known)
  known.catch(() => people.delete(id))
  return known
}

function askForPeople(): void {
  const all = wanted
  wanted = []
  for (let at = 0; at < all.length; at += 150) {
    const some = all.slice(at, at + 150)
    const asked = api.get('/api/v1/console/persons', { params: { query: { ids: some.map((w) => w.id).join(',') } } })
    some.forEach((w) => w.told(asked.then(({ items }) => items?.find((p) => p.id === w.id))))
  }
}

/** called is how a person is called: by his masked phone, and by what he does and for whom. */
export function called(t: (word: string, values?: Record<string, unknown>) => string, p: Person): string {
  const post = p.posts?.[0]
  const does = post && `${t(`channel.roles.${post.role}`)} · ${post.organisation.name}`
  return [p.phone ?? t('common.person', { id: p.id }), does].filter(Boolean).join(' ')
}

/** placeOf is the name of a province or a city, "浙江省温州市"; its province's map tells it. */
export async function placeOf(adcode: string): Promise<string | undefined> {
  return (await place(adcode))?.name
}

/** centreOf is where the city of a division has its centre: longitude, latitude (GCJ-02). */
export async function centreOf(adcode: string): Promise<[number, number] | undefined> {
  return (await place(adcode))?.centre
}

/** Provinces stand on China's map, all else on its province's. */
async function place(adcode: string): Promise<Place | undefined> {
  const of = adcode.endsWith('0000') ? '' : `${adcode.slice(0, 2)}0000`
  const known = places.get(of) ?? placesOf(of)
  places.set(of, known)
  known.catch(() => places.delete(of))
  const all = await known
  const only = all.size === 1 ? [...all.values()][0] : undefined // a municipality is one city, whatever its counties' numbers
  return all.get(adcode) ?? all.get(`${adcode.slice(0, 4)}00`) ?? only
}

async function placesOf(of: string): Promise<Map<string, Place>> {
  const map = await api.get('/api/v1/console/map', { params: { query: of ? { of, level: 'city' } : { level: 'province' } } })
  return new Map(map.features?.map(({ properties: { adcode, full_name, cp } }) => [adcode, { name: full_name, ...(cp?.length === 2 ? { centre: cp as [number, number] } : {}) }]))
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
