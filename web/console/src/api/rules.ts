import type { FormItemRule } from 'element-plus'
import { i18n } from '@/i18n'
import { send } from './client'
import { Problem } from './problem'

/** Schema is what of JSON Schema the API's document uses. */
export interface Schema {
  $ref?: string
  type?: string | string[]
  properties?: Record<string, Schema>
  items?: Schema
  required?: string[]
  enum?: string[]
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  pattern?: string
  description?: string
}
interface Document {
  paths: Record<string, Record<string, { operationId: string; requestBody?: { content: Record<string, { schema: Schema }> } }>>
  components: { schemas: Record<string, Schema> }
}

let asked: Promise<Document> | undefined

/** The API's document, asked for once, when the first form opens. */
async function document(): Promise<Document> {
  asked ??= send(new Request(new URL('/openapi.json', window.location.origin))).then(async (answer) => {
    if (!answer.ok) throw await Problem.from(answer)
    return answer.json()
  })
  asked.catch(() => (asked = undefined))
  return asked
}

/** bodyOf is the schema of what an operation takes, as the server that is running takes it. */
export async function bodyOf(operation: string): Promise<{ schema: Schema; find: (s: Schema) => Schema }> {
  const d = await document()
  const find = (s: Schema): Schema => (s.$ref ? find(d.components.schemas[s.$ref.split('/').pop()!]!) : s)
  for (const methods of Object.values(d.paths)) {
    for (const o of Object.values(methods)) {
      const body = o.operationId === operation && o.requestBody?.content['application/json']
      if (body) return { schema: find(body.schema), find }
    }
  }
  throw new Error(`the API has no operation ${operation} with a body`)
}

/** rulesOf are the API's rules for a field, for the form to say before it is sent. */
export function rulesOf(s: Schema, required: boolean): FormItemRule[] {
  const t = i18n.global.t
  const rules: FormItemRule[] = []
  if (required) rules.push({ required: true, message: t('common.required'), trigger: 'blur' })
  const type = Array.isArray(s.type) ? s.type.find((x) => x !== 'null') : s.type
  const say = (bad: boolean, message: string) => (bad ? new Error(message) : undefined)
  const check = (test: (value: never) => Error | undefined) => rules.push({
    trigger: 'blur',
    validator: (_rule, value, done) => done(value === '' || value === undefined || value === null ? undefined : test(value as never)),
  })
  if (type === 'string') {
    if (s.minLength) check((v: string) => say([...v].length < s.minLength!, t('common.tooShort', { n: s.minLength! })))
    if (s.maxLength) check((v: string) => say([...v].length > s.maxLength!, t('common.tooLong', { n: s.maxLength! })))
    if (s.pattern) check((v: string) => say(!new RegExp(s.pattern!, 'u').test(v), t('common.badForm', { pattern: s.pattern! })))
  }
  if (type === 'integer' || type === 'number') {
    check((v: unknown) => say(Number.isNaN(Number(v)), t('common.notNumber')))
    if (type === 'integer') check((v: unknown) => say(!Number.isInteger(Number(v)), t('common.notInteger')))
    if (s.minimum !== undefined) check((v: unknown) => say(Number(v) < s.minimum!, t('common.tooSmall', { n: s.minimum! })))
    if (s.maximum !== undefined) check((v: unknown) => say(Number(v) > s.maximum!, t('common.tooLarge', { n: s.maximum! })))
  }
  return rules
}

/** rulesIn are those of all fields of a body, by their paths: "name", and "terms.cap_fen" of a field in a field. */
export function rulesIn(schema: Schema, find: (s: Schema) => Schema, under = '', around: Schema[] = []): Record<string, FormItemRule[]> {
  if (around.includes(schema)) return {}
  return Object.entries(schema.properties ?? {}).reduce<Record<string, FormItemRule[]>>((all, [key, ref]) => {
    const s = find(ref)
    return { ...all, [under + key]: rulesOf(s, schema.required?.includes(key) ?? false), ...rulesIn(s, find, `${under}${key}.`, [...around, schema]) }
  }, {})
}

/** faultsOf are a problem's faults by the field that they are about, below a part of the body; "" has those of none. */
export function faultsOf(problem: Problem, below = ''): Record<string, string> {
  const by: Record<string, string> = {}
  for (const fault of problem.faults) {
    const [, at = '', said = fault] = /^body\.([\w.[\]]+): (.*)$/.exec(fault) ?? []
    const field = at.startsWith(below) ? at.slice(below.length) : at
    by[field] = [by[field], said].filter(Boolean).join('; ')
  }
  return by
}
