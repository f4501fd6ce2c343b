import { expect, fine, test } from '../guard'
import { shot } from '../shot'

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

test('the feed goes on behind its last event when the stream was cut off, and can be paused', async ({ as, page }) => {
  const asked: (string | undefined)[] = []
  await page.route('**/api/v1/console/live', (r) => {
    asked.push(r.request().headers()['last-event-id'])
    const n = asked.length
    return r.fulfill({ contentType: 'text/event-stream', body: n > 2 ? ': beat\n\n' : `id: ${n}-7\nevent: claim\ndata: {"kind":"claim","at":"2026-03-02T01:00:00Z","adcode":"330100"}\n\n` })
  })
  await as('manager', '')
  await expect.poll(() => asked.length).toBeGreaterThan(1)
  expect(asked.slice(0, 2)).toEqual([undefined, '1-7'])
  await expect(page.getByRole('log').getByRole('listitem')).toHaveCount(2)
  await page.getByRole('button', { name: '暂停' }).click()
  await expect(page.getByRole('log')).toHaveAttribute('aria-live', 'off')
})
