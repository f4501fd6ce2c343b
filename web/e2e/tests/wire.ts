import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** Wire is a way to the program that can be cut, with all that goes over it, and mended. */
export interface Wire { url: string; cut: () => void; mend: () => void; close: () => void }

/** wire lays one: a page that is opened at its address loses its connections when it is cut, which an offline browser's streams do not. */
export async function wire(to: string): Promise<Wire> {
  const there = new URL(to)
  const ends = new Set<Socket>()
  let whole = true
  const server = createServer((here) => {
    if (!whole) return here.destroy()
    const beyond = connect(Number(there.port), there.hostname)
    for (const [end, other] of [[here, beyond], [beyond, here]] as const) {
      ends.add(end)
      end.on('error', () => {}).on('close', () => { ends.delete(end); other.destroy() })
      end.pipe(other)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = (): void => { whole = false; ends.forEach((end) => end.destroy()) }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, cut, mend: () => { whole = true }, close: () => { cut(); server.close() } }
}
