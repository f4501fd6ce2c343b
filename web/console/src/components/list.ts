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
  kind: 'text' | 'choice' | 'date'
  choices?: { value: string; label: string }[]
}

/** View is a list as somebody wants it: filters, order and columns. */
export interface View {
  name: string
  query: Record<string, string>
  columns: string[]
}

const kept = (list: string) => `channelrouter.views.${list}`

/** views are those that were saved of a list. */
export function views(list: string): View[] {
  try {
    return JSON.parse(localStorage.getItem(kept(list)) ?? '[]')
  } catch {
    return []
  }
}

/** keepViews saves them. */
export function keepViews(list: string, all: View[]): void {
  localStorage.setItem(kept(list), JSON.stringify(all))
}

/** valueAt is what stands in a row at a key. */
export function valueAt(row: object, key: string): unknown {
  return key.split('.').reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], row)
}
