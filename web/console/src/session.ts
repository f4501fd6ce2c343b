import { defineStore } from 'pinia'
import { api, guard } from './api/client'
import type { components } from './api/schema'
import { Problem } from './api/problem'
import { language } from './i18n'

export type User = components['schemas']['User']
export type Role = User['role']

/** A browser's refresh token is a cookie that no script reads; the header says that the page is ours. */
const ours = { 'X-Console': '1' }

/** Who is at the console. A session that ends in mid-work is begun again over the page, which keeps what was typed. */
export const useSession = defineStore('session', {
  state: () => ({
    me: null as User | null,
    access: '',
    asking: false, // a dialog asks for the password again
    waiting: [] as { resolve: () => void; reject: (why: Problem) => void }[],
    refreshing: null as Promise<boolean> | null,
  }),
  getters: {
    /** may tells whether the user has one of the roles. */
    may: (state) => (...roles: Role[]): boolean => state.me !== null && roles.includes(state.me.role),
  },
  actions: {
    /** open puts the session before all requests, and takes up the one of before. */
    async open(): Promise<void> {
      guard({
        token: () => this.access,
        renew: (spent) => this.renew(spent),
        language: () => language.value,
        forbidden: () => void this.look().catch(() => {}),
      })
      if (await this.refresh()) await this.look().catch(() => this.forget())
    },

    async login(login: string, password: string, code?: string): Promise<void> {
      const body = { login, password, browser: true, ...(code ? { code } : {}) }
      const session = await api.post('/api/v1/console/sessions', { body, headers: ours })
      this.take(session)
      const before = this.me
      await this.look()
      if (before && before.id !== this.me?.id) return window.location.reload() // another's page
      this.asking = false
      this.waiting.splice(0).forEach((w) => w.resolve())
    },

    async logout(): Promise<void> {
      const end = () => api.delete('/api/v1/console/sessions/current')
      await end().catch(async () => { if (await this.refresh()) await end() }).catch(() => {}) // the cookie outlives the token
      this.forget()
    },

    /** leave gives up asking: what waits is told that there is no session. */
    leave(): void {
      this.waiting.splice(0).forEach((w) => w.reject(new Problem({ status: 401, code: 'request.no_session' })))
      this.forget()
    },

    async look(): Promise<void> {
      this.me = await api.get('/api/v1/console/me')
    },

    /** renew gets a token after one that is spent: by the refresh token, or else by asking. */
    async renew(spent: string): Promise<void> {
      if (this.access !== spent && this.access) return
      if (await this.refresh()) return
      if (!this.me) throw new Problem({ status: 401, code: 'request.no_session' })
      this.asking = true
      await new Promise<void>((resolve, reject) => this.waiting.push({ resolve, reject }))
    },

    refresh(): Promise<boolean> {
      this.refreshing ??= this.exchange().finally(() => (this.refreshing = null))
      return this.refreshing
    },

    async exchange(): Promise<boolean> {
      try {
        this.take(await api.post('/api/v1/console/sessions/refresh', { headers: ours }))
        return true
      } catch (thrown) {
        if (Problem.of(thrown).unreachable) throw thrown
        return false
      }
    },

    take(session: components['schemas']['Session']): void {
      this.access = session.access_token
    },

    forget(): void {
      this.access = ''
      this.me = null
      this.asking = false
    },
  },
})
