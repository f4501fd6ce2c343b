import { language } from './i18n'

const locale = () => (language.value === 'en' ? 'en-GB' : 'zh-CN')
const zone = 'Asia/Shanghai' // business days are China's, wherever the browser is

/** yuan writes fen as yuan: 1234567 is "12,345.67". */
export function yuan(fen: number | undefined): string {
  return fen === undefined ? '' : (fen / 100).toLocaleString(locale(), { minimumFractionDigits: 2, maximumFractionDigits: 2 })
}

/** count writes a whole number with separators. */
export function count(n: number | undefined): string {
  return n === undefined ? '' : n.toLocaleString(locale())
}

/** percent writes a share: 0.123 is "12.3%". */
export function percent(share: number | undefined, digits = 1): string {
  return share === undefined || !Number.isFinite(share) ? '' : share.toLocaleString(locale(), { style: 'percent', maximumFractionDigits: digits })
}

/** when writes a time on China's clocks. */
export function when(time: string | undefined | null): string {
  return time ? new Date(time).toLocaleString('sv-SE', { timeZone: zone }).slice(0, 19) : ''
}

/** date writes the day of a time on China's clocks. */
export function date(time: string | undefined | null): string {
  return when(time).slice(0, 10)
}

/** day writes a business day, 20260302, as 2026-03-02. */
export function day(n: number | undefined): string {
  return n ? String(n).replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3') : ''
}

/** month writes a month, 202603, as 2026-03. */
export function month(n: number | undefined): string {
  return n ? String(n).replace(/^(\d{4})(\d\d)$/, '$1-$2') : ''
}

/** bizDate is the business day of a time, yyyymmdd, some days later. */
export function bizDate(at = new Date(), later = 0): number {
  return Number(new Date(at.getTime() + later * 86_400_000).toLocaleDateString('sv-SE', { timeZone: zone }).replaceAll('-', ''))
}
