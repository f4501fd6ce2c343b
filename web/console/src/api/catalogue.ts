import { api } from './client'
import type { components } from './schema'

export type Product = components['schemas']['Product']

let products: Promise<Map<string, Product>> | undefined

async function all(): Promise<Map<string, Product>> {
  const found = new Map<string, Product>()
  for (let after: string | undefined; ;) {
    const page = await api.get('/api/v1/console/products', { params: { query: { limit: 200, ...(after ? { after } : {}) } } })
    for (const p of page.items ?? []) found.set(p.id, p)
    if (!(after = page.next_after)) return found
  }
}

/** catalogue is all products by SKU, asked for once until they change. */
export async function catalogue(): Promise<Product[]> {
  products ??= all()
  products.catch(() => (products = undefined))
  return [...(await products).values()]
}

/** forgetCatalogue has the products asked for again. */
export function forgetCatalogue(): void {
  products = undefined
}

/** productOf is a product by its id. */
export async function productOf(id: string): Promise<Product | undefined> {
  await catalogue()
  return (await products)?.get(id)
}

/** productLines are those that products have, in order. */
export async function productLines(): Promise<string[]> {
  return [...new Set((await catalogue()).flatMap((p) => p.line || []))].sort((a, b) => a.localeCompare(b))
}
