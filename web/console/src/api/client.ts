import createClient, { type Middleware } from 'openapi-fetch'
import { Problem } from './problem'
import type { paths } from './schema'

/** Gate is what stands between requests and the session: the token, and how a new one is got. */
interface Gate {
  token(): string
  /** renew resolves once there is a session again, after asking the user if need be. */
  renew(spent: string): Promise<void>
  language(): string
  /** forbidden is told that the user may not do what he tried: his role may have changed. */
  forbidden(): void
}

let gate: Gate = { token: () => '', renew: () => Promise.reject(new Error('no session')), language: () => 'zh', forbidden: () => {} }

/** guard puts the session's gate before all requests. */
export function guard(g: Gate): void {
  gate = g
}

/** ended tells whether it is the session that an answer misses: a wrong password or code is refused alike. */
async function ended(answer: Response): Promise<boolean> {
  const { code } = (await answer.clone().json().catch(() => ({}))) as { code?: string }
  return !/^identity\.(bad_|second_factor)/.test(code ?? '')
}

/** send is fetch with the session: a request that meets an expired one waits until it is renewed, and is sent again. */
export async function send(request: Request): Promise<Response> {
  for (let attempt = 0; ; attempt++) {
    const token = gate.token()
    const sent = request.clone()
    sent.headers.set('Accept-Language', gate.language())
    if (token) sent.headers.set('Authorization', `Bearer ${token}`)
    let answer: Response
    try {
      answer = await fetch(sent)
    } catch (thrown) {
      if (request.signal.aborted) throw thrown
      throw new Problem({ status: 0, code: 'client.unreachable', title: 'unreachable' })
    }
    if (answer.status === 401 && attempt < 2 && !request.url.includes('/console/sessions') && (await ended(answer))) {
      await gate.renew(token)
      continue
    }
    if (answer.status === 403) gate.forbidden()
    return answer
  }
}

const refuse: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) throw await Problem.from(response)
  },
}

const client = createClient<paths>({ baseUrl: window.location.origin, fetch: send })
client.use(refuse)

/** data is what an answer has; a Problem was thrown where there was none. */
async function data<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T
}

/** The API by its paths, typed by its document. Each throws a Problem. */
export const api = {
  get: ((path: never, init: never) => data(client.GET(path, init))) as unknown as Call<'get'>,
  post: ((path: never, init: never) => data(client.POST(path, init))) as unknown as Call<'post'>,
  put: ((path: never, init: never) => data(client.PUT(path, init))) as unknown as Call<'put'>,
  patch: ((path: never, init: never) => data(client.PATCH(path, init))) as unknown as Call<'patch'>,
  delete: ((path: never, init: never) => data(client.DELETE(path, init))) as unknown as Call<'delete'>,
}

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'
type PathsOf<M extends Method> = { [P in keyof paths]: paths[P] extends Record<M, { responses: unknown }> ? P : never }[keyof paths]
type Operation<P extends keyof paths, M extends Method> = paths[P] extends Record<M, infer O> ? O : never
type Given<O> = (O extends { parameters: infer P } ? { params?: Partial<P> } : object) &
  (O extends { requestBody: { content: { 'application/json': infer B } } } ? { body: B } : O extends { requestBody?: { content: { 'application/json': infer B } } } ? { body?: B } : object) & {
    headers?: Record<string, string>
    signal?: AbortSignal
  }
type Answered<O> = O extends { responses: { 200: { content: { 'application/json': infer A } } } } ? A : O extends { responses: { 201: { content: { 'application/json': infer A } } } } ? A : void
type Call<M extends Method> = <P extends PathsOf<M>>(path: P, init?: Given<Operation<P, M>>) => Promise<Answered<Operation<P, M>>>

/** file fetches what is no JSON, and lets the browser save it. */
export async function save(path: string, name?: string): Promise<void> {
  const answer = await send(new Request(new URL(path, window.location.origin)))
  if (!answer.ok) throw await Problem.from(answer)
  const said = /filename\*?=(?:UTF-8'')?"?([^";]+)/.exec(answer.headers.get('Content-Disposition') ?? '')
  const url = URL.createObjectURL(await answer.blob())
  const link = document.createElement('a')
  link.href = url
  link.download = name ?? decodeURIComponent(said?.[1] ?? 'file')
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** key is a new idempotency key: one for each form that is opened, kept over its retries. */
export function key(): string {
  return crypto.randomUUID()
}
