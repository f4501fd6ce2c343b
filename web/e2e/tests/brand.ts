import { type APIRequestContext, expect } from '@playwright/test'
import { accounts, type Who } from './accounts'

/** The brand's API as somebody of the console, for what a test needs to be there. */
export class Brand {
  private constructor(private readonly request: APIRequestContext, private readonly token: string) {}

  static async as(request: APIRequestContext, who: Who): Promise<Brand> {
    const { login, password } = accounts[who]
    const answer = await request.post('/api/v1/console/sessions', { data: { login, password } })
    expect(answer.ok(), await answer.text()).toBe(true)
    return new Brand(request, (await answer.json()).access_token)
  }

  get(path: string) {
    return this.ask('get', path)
  }

  post(path: string, data?: object) {
    return this.ask('post', path, data)
  }

  put(path: string, data: object) {
    return this.ask('put', path, data)
  }

  private async ask(method: 'get' | 'post' | 'put', path: string, data?: object) {
    const headers = { Authorization: `Bearer ${this.token}`, 'Idempotency-Key': crypto.randomUUID() }
    const answer = await this.request[method](`/api/v1/console${path}`, { headers, ...(data ? { data } : {}) })
    expect(answer.ok(), `${method} ${path}: ${await answer.text()}`).toBe(true)
    return answer.json()
  }
}

/** A name that no other test takes. */
export const unique = (what: string) => `${what}-${crypto.randomUUID().slice(0, 8)}`
