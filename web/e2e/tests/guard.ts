import AxeBuilder from '@axe-core/playwright'
import { type APIRequestContext, expect, type Page, test as base } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import { accounts, type Who } from './accounts'

/** A page that may ask nobody but this machine, and must not report an error. */
export const test = base.extend<{ as: (who: Who, path?: string) => Promise<Page> }>({
  page: async ({ page }, use) => {
    const bad: string[] = []
    await page.route((u) => u.hostname !== '127.0.0.1' && u.protocol.startsWith('http'), (r) => {
      bad.push(`asked ${r.request().url()}`)
      return r.abort()
    })
    page.on('pageerror', (e) => bad.push(`threw ${e.message}`))
    page.on('console', (m) => {
      // The browser itself reports answers that the page expects and tells of.
      if (m.type() === 'error' && !/Failed to load resource/.test(m.text())) bad.push(`logged ${m.text()}`)
    })
    await use(page)
    expect(bad).toEqual([])
  },
  as: async ({ page }, use) => {
    await use(async (who, path = '') => {
      const { login, password, name } = accounts[who]
      const session = await page.request.post('/api/v1/console/sessions', { data: { login, password, browser: true }, headers: { 'X-Console': '1' } })
      expect(session.ok(), await session.text()).toBe(true)
      await page.goto(`/console/${path}`)
      await expect(page.getByRole('button', { name }).first()).toBeVisible()
      return page
    })
  },
})

/** Somebody of a test's own, whose session and role may be taken away: those of the accounts are other tests' too. */
export interface Newcomer { id: string; name: string; login: string; password: string; page: Page }

/** newcomer adds a console user by the API, and logs him in on the page. */
export async function newcomer(page: Page, request: APIRequestContext, role: string, path = ''): Promise<Newcomer> {
  const headers = await ownersHeaders(request)
  const name = `新人${randomUUID().slice(0, 8)}`
  const who = { login: `e2e-${name}`, name, role, password: 'of-newcomers-Passw0rd-9' }
  const added = await request.post('/api/v1/console/users', { headers, data: who })
  expect(added.ok(), await added.text()).toBe(true)
  const session = await page.request.post('/api/v1/console/sessions', { data: { login: who.login, password: who.password, browser: true }, headers: { 'X-Console': '1' } })
  expect(session.ok(), await session.text()).toBe(true)
  await page.goto(`/console/${path}`)
  await expect(page.getByRole('button', { name }).first()).toBeVisible()
  return { ...who, id: (await added.json()).id, page }
}

/** endSessions has the owner end all sessions of somebody: from then on none of his tokens opens anything. */
export async function endSessions(request: APIRequestContext, who: Newcomer): Promise<void> {
  const ended = await request.delete(`/api/v1/console/users/${who.id}/sessions`, { headers: await ownersHeaders(request) })
  expect(ended.ok(), await ended.text()).toBe(true)
}

async function ownersHeaders(request: APIRequestContext): Promise<Record<string, string>> {
  const { login, password } = accounts.owner
  const session = await request.post('/api/v1/console/sessions', { data: { login, password } })
  return { Authorization: `Bearer ${(await session.json()).access_token}` }
}

/** login fills in the form that is shown. */
export async function login(page: Page, who: Who): Promise<void> {
  await page.getByLabel('账号').fill(accounts[who].login)
  await page.getByLabel('密码').fill(accounts[who].password)
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page.getByRole('button', { name: accounts[who].name }).first()).toBeVisible()
}

/** fine holds that a page can be used by everybody: axe finds nothing, light and dark, where nothing but colours differs. */
export async function fine(page: Page): Promise<void> {
  const still = await page.addStyleTag({ content: '*, ::before, ::after { transition: none !important }' })
  await page.waitForTimeout(350) // what comes in, comes in slowly
  expect(await light(page)).toEqual([])
  await page.evaluate(() => document.documentElement.classList.add('dark'))
  expect(await faults(page, (axe) => axe.withRules(['color-contrast']))).toEqual([])
  await page.evaluate((tag) => { document.documentElement.classList.remove('dark'); (tag as HTMLElement).remove() }, still)
}

/** light is what axe finds wrong with a page as it stands, or with a part of it. */
export async function light(page: Page, part?: string): Promise<string[]> {
  return faults(page, (axe) => (part ? axe.include(part) : axe))
}

async function faults(page: Page, by: (axe: AxeBuilder) => AxeBuilder): Promise<string[]> {
  const found = await by(new AxeBuilder({ page })).analyze()
  return found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(' | ')}`)
}

export { expect }
