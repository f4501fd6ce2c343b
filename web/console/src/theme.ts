import { ref } from 'vue'

const kept = 'channelrouter.theme'

/** dark tells whether pages are shown light on dark. */
export const dark = ref(false)

/** shade chooses it, and remembers. */
export function shade(to: boolean): void {
  dark.value = to
  document.documentElement.classList.toggle('dark', to)
  localStorage.setItem(kept, to ? 'dark' : 'light')
}

/** firstTheme is the one that was chosen before, or else the system's. */
export function firstTheme(): void {
  const before = localStorage.getItem(kept)
  dark.value = before ? before === 'dark' : window.matchMedia('(prefers-color-scheme: dark)').matches
  document.documentElement.classList.toggle('dark', dark.value)
}
