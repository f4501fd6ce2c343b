/** offer lets the browser save what was made here. */
export function offer(content: Blob, name: string): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** bytes writes a size: 1536 is "1.5 KB". */
export function bytes(n: number): string {
  for (const [unit, size] of [['GB', 2 ** 30], ['MB', 2 ** 20], ['KB', 2 ** 10]] as const) {
    if (n >= size) return `${(n / size).toFixed(1)} ${unit}`
  }
  return `${n} B`
}
