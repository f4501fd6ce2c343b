import { expect, fine, test } from '../guard'
import { Own } from '../own'
import { shot } from '../shot'
import { asks } from '../asks'
import { wire } from '../wire'

test('an auditor sees figures, drills down by the table, and comes back', async ({ as, page }) => {
  test.slow() // axe looks at maps
  await as('auditor', '?days=90')
  await expect(page.locator('[data-figure=scans] strong')).toHaveText(/[1-9]/)
  await expect(page.locator('[data-live-state]')).toHaveText('已连接')
  await expect(page.locator('table button').first()).toHaveText(/[市省区]$/)
  await fine(page)
  await shot(page, 'home')
  await page.locator('table button').first().click()
  await expect(page).toHaveURL(/within=\d{6}/)
  await page.getByRole('button', { name: '返回全国' }).click()
  await expect(page).not.toHaveURL(/within=/)
})

test('the feed goes on behind its last event when the connection was cut, and can be paused', async ({ as, baseURL, page, request }) => {
  const api = await asks(request, 'owner')
  const open: { id: string }[] = (await api.get('/diversion-cases?status=open&limit=100')).items
  const asked: (string | undefined)[] = []
  page.on('request', (r) => { if (r.url().endsWith('/console/live')) asked.push(r.headers()['last-event-id']) })
  const way = await wire(baseURL!)
  await as('manager', 'account')
  await page.goto(`${way.url}/console/`)
  const told = (of: { id: string }) => page.getByRole('log').locator(`a[href$="/cases/${of.id}"]`)
  const dismiss = (of: { id: string }) => api.post(`/diversion-cases/${of.id}/dismiss`, { note: '核实后不构成窜货。' })
  await expect(page.locator('[data-live-state]')).toHaveText('已连接')
  await dismiss(open[0]!)
  await expect(told(open[0]!)).toHaveCount(1)
  way.cut()
  await expect(page.locator('[data-live-state]')).toHaveText('连接已断开，正在重连…')
  await dismiss(open[1]!)
  way.mend()
  await expect(told(open[1]!)).toHaveCount(1)
  await expect(told(open[0]!)).toHaveCount(1) // and not once more
  expect(asked.at(-1)).toMatch(/^\d+-\d+$/)
  await page.getByRole('button', { name: '暂停' }).click()
  await expect(page.getByRole('log')).toHaveAttribute('aria-live', 'off')
  way.close()
})

test.describe('on a server of its own', () => {
  const alone = test.extend<{ own: Own }>({
    own: async ({}, use) => { // eslint-disable-line no-empty-pattern
      const own = await Own.open()
      await use(own)
      await own.close()
    },
    baseURL: async ({ own }, use) => use(own.url),
  })

  alone('scans change the figures and are told, each once, also over the death of the server', async ({ as, page, own }) => {
    alone.setTimeout(120_000)
    await page.clock.install() // so that a quarter of a minute passes at once
    await as('manager', '?days=1')
    await page.evaluate(() => document.body.setAttribute('data-same', '')) // a reload would lose it
    const figure = (name: string) => page.locator(`[data-figure=${name}] strong`)
    const told = page.getByRole('log').getByRole('listitem')
    await expect(page.locator('[data-live-state]')).toHaveText('已连接')
    await expect(figure('scans')).toHaveText('0')
    await expect(told).toHaveCount(0)

    await own.claim('330106')
    await expect(told).toHaveText([/领奖.*杭州市/s])
    await own.claim('440106')
    await expect(told).toHaveText([/领奖.*广州市/s, /领奖.*杭州市/s])
    await page.clock.fastForward(15_000)
    await expect(figure('scans')).toHaveText('2')
    await expect(figure('claims')).toHaveText('2')

    await own.claim('510107') // of which nobody was told yet
    await own.kill()
    await expect(page.locator('[data-live-state]')).not.toHaveText('已连接')
    await own.start()
    await own.claim('420106')
    await own.claim('610113')
    await expect(told).toHaveText([/西安市/, /武汉市/, /成都市/, /广州市/, /杭州市/], { timeout: 60_000 })
    await expect(page.locator('[data-live-state]')).toHaveText('已连接')
    await own.claim('370102')
    await expect(told).toHaveText([/济南市/, /西安市/, /武汉市/, /成都市/, /广州市/, /杭州市/])
    await page.clock.fastForward(15_000)
    await expect(figure('scans')).toHaveText('6')
    await expect(page.locator('body')).toHaveAttribute('data-same', '')
  })
})
