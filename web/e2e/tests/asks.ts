import type { APIRequestContext } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import { accounts, type Who } from './accounts'

const console_ = '/api/v1/console'

/** asks is the API for one of the tests' users. */
export async function asks(request: APIRequestContext, who: Who) {
  const session = await request.post(`${console_}/sessions`, { data: { login: accounts[who].login, password: accounts[who].password } })
  const headers = { Authorization: `Bearer ${(await session.json()).access_token}` }
  return {
    headers,
    get: async (path: string) => (await request.get(console_ + path, { headers })).json(),
    post: async (path: string, data: object) => {
      const answer = await request.post(console_ + path, { headers: { ...headers, 'Idempotency-Key': randomUUID() }, data })
      return answer.status() === 204 ? {} : answer.json()
    },
    put: async (path: string, data: object) => (await request.put(console_ + path, { headers, data })).json(),
  }
}
