import { onUnmounted, ref, shallowRef } from 'vue'
import { send } from '@/api/client'

/** LiveEvent is the data of an event of GET /console/live. */
export interface LiveEvent {
  kind: string
  at: string
  scan_id?: string
  case_id?: string
  payout_id?: string
  product_id?: string
  adcode?: string
  org_id?: string
  outcome?: string
  diverted?: boolean
  fen?: number
}
export interface Told { id: string; event: LiveEvent }
const most = 100 // lines that are kept

/** useLive follows what happens. A stream that ends is asked for again behind its last event; pauses double up to half a minute. */
export function useLive() {
  const lines = shallowRef<Told[]>([])
  const state = ref<'away' | 'connected' | 'paused'>('away')
  const skipped = ref(false)
  let last = ''
  let asked: AbortController | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let failed = 0

  function take(block: string): void {
    const field = (name: string) => block.split('\n').find((l) => l.startsWith(`${name}: `))?.slice(name.length + 2) ?? ''
    if (field('event') === 'skipped') skipped.value = true
    const id = field('id')
    if (!id) return
    last = id
    lines.value = [{ id, event: JSON.parse(field('data')) as LiveEvent }, ...lines.value].slice(0, most)
  }
  async function follow(): Promise<void> {
    const mine = (asked = new AbortController())
    try {
      const answer = await send(new Request(new URL('/api/v1/console/live', window.location.origin), { signal: mine.signal, headers: last ? { 'Last-Event-ID': last } : {} }))
      if (!answer.ok || !answer.body) throw new Error(String(answer.status))
      state.value = 'connected'
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
      for (let rest = ''; ; ) {
        const { done, value } = await reader.read()
        if (done) break
        failed = 0
        const blocks = (rest + value).split('\n\n')
        rest = blocks.pop() ?? ''
        blocks.forEach(take)
      }
    } catch { /* it is asked for again below */ }
    if (mine.signal.aborted) return
    state.value = 'away'
    timer = setTimeout(follow, Math.min(30_000, 500 * 2 ** failed++))
  }
  function stop(): void {
    clearTimeout(timer)
    asked?.abort()
  }
  function pause(): void {
    stop()
    state.value = 'paused'
  }
  function goOn(): void {
    failed = 0
    state.value = 'away'
    void follow()
  }
  void follow()
  onUnmounted(stop)
  return { lines, state, skipped, pause, goOn }
}
