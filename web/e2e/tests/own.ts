import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accounts } from './accounts'

/** Own is a server of a test's own with goods and a stand-in for WeChat, which may be killed and started again. */
export class Own {
  private readonly dir = mkdtempSync(join(tmpdir(), 'channelrouter-own-'))
  private readonly program = readFileSync('.made/program', 'utf8')
  private wechat?: ChildProcess
  private server?: ChildProcess
  private settings: Record<string, string> = {}
  private consumer = ''
  private epoch = 1
  private slot = 0
  private constructor(readonly url: string, private readonly fake: string) {}

  /** open starts both, on free ports, with a channel manager and a pallet of goods. */
  static async open(): Promise<Own> {
    const own = new Own(`http://127.0.0.1:${await freePort()}`, `http://127.0.0.1:${await freePort()}`)
    try {
      await own.play()
      own.run(['keyring', 'init'])
      own.run(['migrate', 'up'])
      const { login, name, role, password } = accounts.manager
      own.run(['user', 'add', login, '--name', name, '--role', role], password)
      await own.start()
      await own.stock()
    } catch (e) {
      await own.close()
      throw e
    }
    return own
  }

  private environment(): NodeJS.ProcessEnv {
    return { PATH: process.env.PATH, HOME: this.dir, CHANNELROUTER_LISTEN: new URL(this.url).host, CHANNELROUTER_LOG_LEVEL: 'error', ...this.settings }
  }
  private run(args: string[], input = ''): string {
    return execFileSync(this.program, args, { cwd: this.dir, env: this.environment(), input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'inherit'] })
  }
  private async play(): Promise<void> {
    this.wechat = spawn(this.program, ['fake', '--listen', new URL(this.fake).host, '--server', this.url], { cwd: this.dir, env: this.environment(), stdio: ['ignore', 'pipe', 'ignore'] })
    let said = ''
    this.wechat.stdout?.on('data', (part) => (said += part))
    await until('the stand-in for WeChat', async () => (await fetch(`${this.fake}/fake`)).ok)
    for (const line of said.trim().split('\n')) {
      const [name = '', ...value] = line.split('=')
      this.settings[name] = value.join('=').replace(/^'(.*)'$/, '$1')
    }
  }
  private async stock(): Promise<void> {
    const { login, password } = accounts.manager
    const { access_token: manager } = await this.ask<{ access_token: string }>('/console/sessions', '', { login, password })
    await this.ask('/console/products', manager, { products: [{ sku: 'P01', gtin: '06900000000014', name: '奶粉', pack: '', points_earned: 10, points_to_redeem: 100 }] })
    const { items: [product] } = await this.ask<{ items: { id: string }[] }>('/console/products', manager)
    const batch = await this.ask<{ id: string; key_epoch: number; levels: { level: string; first_slot: number }[] }>('/console/batches', manager, { ref: 'OWN', product_id: product?.id, units_per_case: 6, cases_per_pallet: 4, pallets: 1 })
    await this.ask(`/console/batches/${batch.id}/activations`, manager, {})
    this.epoch = batch.key_epoch
    this.slot = batch.levels.find((l) => l.level === 'unit')?.first_slot ?? 0
  }

  /** claim has a consumer claim the next unit in a district, by a scan as his app sends it. */
  async claim(adcode: string): Promise<void> {
    if (!this.consumer) {
      const { code } = (await (await fetch(`${this.fake}/fake/login-code?role=consumer&person=li`)).json()) as { code: string }
      this.consumer = (await this.ask<{ access_token: string }>('/consumer/sessions', '', { code })).access_token
    }
    const code = this.run(['code', 'encode', '--epoch', String(this.epoch), '--face', 'unit_inner', '--slot', String(this.slot++)]).trim()
    const { outcome } = await this.ask<{ outcome: string }>('/consumer/scans', this.consumer, { code, adcode })
    if (outcome !== 'claimed') throw new Error(`a claim is a ${outcome}`)
  }

  private async ask<T>(path: string, token: string, body?: unknown): Promise<T> {
    const headers: Record<string, string> = { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID(), ...(token ? { Authorization: `Bearer ${token}` } : {}) }
    const answer = await fetch(`${this.url}/api/v1${path}`, { method: body ? 'POST' : 'GET', headers, body: body ? JSON.stringify(body) : undefined })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`)
    return (text ? JSON.parse(text) : {}) as T
  }

  /** start has the server serve, from where the one before was killed. */
  async start(): Promise<void> {
    this.server = spawn(this.program, ['serve'], { cwd: this.dir, env: this.environment(), stdio: ['ignore', 'ignore', 'inherit'] })
    await until('the server', async () => (await fetch(`${this.url}/readyz`)).ok)
  }
  /** kill kills it as it is, in the middle of what it does. */
  async kill(): Promise<void> {
    await end(this.server)
  }
  async close(): Promise<void> {
    await Promise.all([end(this.server), end(this.wechat)])
    rmSync(this.dir, { recursive: true, force: true })
  }
}

async function end(child?: ChildProcess): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((done) => child.once('exit', done))
  child.kill('SIGKILL')
  await gone
}

async function until(what: string, done: () => Promise<boolean>): Promise<void> {
  for (let left = 600; left > 0; left--) {
    if (await done().catch(() => false)) return
    await new Promise((next) => setTimeout(next, 50))
  }
  throw new Error(`${what} does not answer`)
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const taken = createServer().listen(0, '127.0.0.1', () => {
      const { port } = taken.address() as { port: number }
      taken.close(() => done(port))
    })
  })
}
