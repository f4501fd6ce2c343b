import { api } from '@/api/client'

/** Column is a column of a list: `key` is where its value stands in a row ("org.name"), and what exports call it. */
export interface Column<Row> {
  key: string
  label: string
  width?: number
  min?: number
  number?: boolean // right-aligned
  sort?: boolean // the API sorts by it
  hidden?: boolean // until the user wants it
  text?: (row: Row) => string | number | undefined
}

/** Filter is what the API narrows a list by: `key` is the query's. */
export interface Filter {
  key: string
  label: string
  kind: 'text' | 'choice' | 'date' | 'org' | 'product' | 'line'
  choices?: { value: string; label: string }[]
  many?: boolean // choices may be several, which the address has with commas between them
  of?: 'distributor' | 'wholesaler' | 'terminal' // the kind of organisations
}

/** View is a list as somebody wants it: filters, order and columns. */
export interface View {
  name: string
  query: Record<string, string>
  columns: string[]
}

/** views are those that the user has saved of a list. */
export async function views(list: string): Promise<View[]> {
  const { items } = await api.get('/api/v1/console/views', { params: { query: { list } } })
  return (items ?? []).map((v) => ({ name: v.name, query: Object.fromEntries(new URLSearchParams(v.query)), columns: v.columns ?? [] }))
}

/** keepView saves one, in place of that of its name. */
export async function keepView(list: string, v: View): Promise<void> {
  await api.put('/api/v1/console/views', { params: { query: { list } }, body: { name: v.name, query: new URLSearchParams(v.query).toString(), columns: v.columns } })
}

/** forgetView removes one. */
export async function forgetView(list: string, name: string): Promise<void> {
  await api.delete('/api/v1/console/views', { params: { query: { list, name } } })
}

/** valueAt is what stands in a row at a key. */
export function valueAt(row: object, key: string): unknown {
  return key.split('.').reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], row)
}
