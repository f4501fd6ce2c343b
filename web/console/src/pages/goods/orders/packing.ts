import type { components } from '@/api/schema'

export type PackLevel = components['schemas']['PackLevel']

/** The levels that a packaging may have, from the unit up. */
export const levels = ['unit', 'box', 'case', 'pallet', ...Array.from({ length: 12 }, (_, i) => `level${i + 4}`)]

/** fiveInOne is the standard packaging: pallet, case outside and inside, unit outside and under the cap. */
export function fiveInOne(unitsPerCase: number, casesPerPallet: number): PackLevel[] {
  return [
    { level: 'unit', outer: true, inner: true, per_parent: unitsPerCase },
    { level: 'case', outer: true, inner: true, per_parent: casesPerPallet },
    { level: 'pallet', outer: true },
  ]
}

/** amounts are how many items of each level so many containers of the topmost make, and how many codes they carry. */
export function amounts(packing: PackLevel[], top: number): { items: number[]; codes: number } {
  const items: number[] = []
  packing.toReversed().reduce((n, l, i, all) => {
    const here = i === 0 ? n : n * (l.per_parent ?? 0)
    items[all.length - 1 - i] = here
    return here
  }, top)
  return { items, codes: packing.reduce((n, l, i) => n + (items[i] ?? 0) * (Number(l.outer ?? false) + Number(l.inner ?? false)), 0) }
}

/** standard is what a packaging is five in one by; undefined for any other. */
export function standard(packing: PackLevel[]): { unitsPerCase: number; casesPerPallet: number } | undefined {
  const [unit, crate] = packing
  const same = fiveInOne(unit?.per_parent ?? 0, crate?.per_parent ?? 0)
  const shape = (p: PackLevel[]) => JSON.stringify(p.map((l) => [l.level, l.name ?? '', l.per_parent ?? 0, l.outer ?? false, l.inner ?? false]))
  return shape(packing) === shape(same) ? { unitsPerCase: unit!.per_parent!, casesPerPallet: crate!.per_parent! } : undefined
}
