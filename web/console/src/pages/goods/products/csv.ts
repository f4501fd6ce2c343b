import type { components } from '@/api/schema'

export type NewProduct = components['schemas']['NewProduct']

/** What is wrong with a file of products: a word of goods.csv, with where and what. */
export class CsvFault extends Error {
  constructor(readonly word: 'encoding' | 'heading' | 'number' | 'empty' | 'quote', readonly at: Record<string, string | number> = {}) {
    super(word)
  }
}

type Told = Exclude<keyof NewProduct, 'packaging_profile_id'>

const columns: Record<Told, string[]> = {
  sku: ['sku', '货号'], gtin: ['gtin', '条码'], name: ['name', '名称'], pack: ['pack', '规格'],
  points_earned: ['points_earned', '扫码积分'], points_to_redeem: ['points_to_redeem', '兑换积分'], line: ['line', '产品线'],
}
const numbers: Told[] = ['points_earned', 'points_to_redeem']

/** The heading of a file of products. */
export const heading = Object.keys(columns).join(',')

/** readProducts takes a CSV file's products out, in UTF-8 or, as Chinese spreadsheets write it, GB18030. */
export function readProducts(bytes: ArrayBuffer): NewProduct[] {
  const rows = cells(decode(bytes)).filter((r) => r.some((c) => c.trim()))
  const titles = (rows.shift() ?? []).map((c) => c.trim().toLowerCase())
  const at = new Map((Object.keys(columns) as Told[]).map((k) => [k, titles.findIndex((c) => columns[k].includes(c))]))
  const missing = (['sku', 'gtin', 'name', 'points_earned'] as const).filter((k) => at.get(k) === -1)
  if (missing.length) throw new CsvFault('heading', { missing: missing.join(', ') })
  if (!rows.length) throw new CsvFault('empty')
  return rows.map((row, i) => {
    const one: Record<string, string | number> = {}
    for (const [key, column] of at) {
      const text = (row[column] ?? '').trim()
      if (!text) continue
      one[key] = numbers.includes(key) ? Number(text) : text
      if (Number.isNaN(one[key])) throw new CsvFault('number', { line: i + 2, column: key, text })
    }
    return { points_earned: 0, ...one } as NewProduct
  })
}

function decode(bytes: ArrayBuffer): string {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes)
    } catch { /* the next one */ }
  }
  throw new CsvFault('encoding')
}

/** cells are a CSV's rows, with quoted cells (RFC 4180). */
export function cells(text: string): string[][] {
  const rows: string[][] = [[]]
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y
  for (let at = 0; at < text.length;) {
    cell.lastIndex = at
    const found = cell.exec(text)
    if (!found) throw new CsvFault('quote', { line: rows.length })
    rows.at(-1)!.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '')
    if (found[3] && found[3] !== ',') rows.push([])
    at = cell.lastIndex
  }
  return rows
}
