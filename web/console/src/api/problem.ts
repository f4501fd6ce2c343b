import type { components } from './schema'

type Body = components['schemas']['ProblemBody']

/** Problem is why a request was not carried out: RFC 9457 with a stable code and what to do next. */
export class Problem extends Error {
  readonly status: number // 0: no answer came
  readonly code: string
  readonly hint: string
  readonly detail: string
  readonly faults: string[] // of the fields of the request
  readonly current: unknown // what a thing is by now that somebody else has changed
  readonly requestId: string

  constructor(body: Partial<Body>, requestId = '') {
    super(body.title ?? body.code ?? 'unknown')
    this.status = body.status ?? 0
    this.code = body.code ?? 'internal'
    this.hint = body.hint ?? ''
    this.detail = body.detail ?? ''
    this.faults = body.errors ?? []
    this.current = body.current
    this.requestId = requestId
  }

  /** unreachable tells whether no answer came at all. */
  get unreachable(): boolean {
    return this.status === 0
  }

  /** of makes a Problem of whatever was thrown. */
  static of(thrown: unknown): Problem {
    return thrown instanceof Problem ? thrown : new Problem({ code: 'client.unexpected', title: String(thrown) })
  }

  /** from reads the problem of an answer that is none of success. */
  static async from(answer: Response): Promise<Problem> {
    const id = answer.headers.get('X-Request-ID') ?? ''
    try {
      return new Problem(await answer.json(), id)
    } catch {
      return new Problem({ status: answer.status, code: 'client.no_problem', title: `HTTP ${answer.status}` }, id)
    }
  }
}
