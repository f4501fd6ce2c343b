import { expect, fine, test } from '../guard'
import { asks } from '../asks'

// Versions follow one another: what one test publishes, the next begins from.
test.describe.configure({ mode: 'serial' })

test('a manager changes the policy, replays it on last month, and publishes it', async ({ as, page }) => {
  test.slow() // axe looks at a page full of fields
  await as('manager', 'diversion/policy')
  await page.getByRole('button', { name: '修改' }).click()
  await expect(page.getByText('与现行规则没有差别。')).toBeVisible()
  await page.getByLabel('每件罚款', { exact: true }).fill('25')
  await page.getByRole('button', { name: '加一档' }).click()
  await page.getByRole('button', { name: '加一档' }).click()
  await page.getByLabel('第 2 次').fill('150')
  await page.getByLabel('单案上限').fill('5000')
  await page.getByRole('switch', { name: '先告知才能处罚' }).press('Space')
  await expect(page.getByRole('row', { name: '单案上限 不封顶 5,000.00 元' })).toBeVisible()
  await page.getByRole('button', { name: '先回放' }).click()
  await expect(page).toHaveURL(/diversion\/replays\/\d+$/)
  await expect(page.getByText('30 天，')).toBeVisible({ timeout: 20_000 })
  await expect(page.getByText('不再立案')).toBeVisible()
  await page.getByRole('button', { name: '发布' }).click()
  const dialog = page.getByRole('dialog', { name: '发布新规则' })
  await expect(dialog.getByRole('row', { name: '屡犯倍率 100%（默认） 100% · 150%' })).toBeVisible()
  await fine(page)
  await dialog.getByRole('button', { name: '发布' }).click()
  await expect(page).toHaveURL(/diversion\/policy\?version=\d+$/)
  await expect(page.getByText('5,000.00 元')).toBeVisible()
  await expect(page.getByRole('button', { name: /第 \d+ 版 现行/ })).toBeVisible()
})

test('what a draft would open and close is told case by case', async ({ as, page, request }) => {
  const api = await asks(request, 'manager')
  const { policy } = await api.get('/policies/diversion/current')
  const stricter = { open_score: 85, witnesses: 30, window_days: 14, clone_accounts: 4, travel_kmh: 900, scans_per_hour: 60, watch_gifts: false }
  const { id } = await api.post('/diversion-replays', { policy: { ...policy, detection: stricter }, days: 90 })
  await as('auditor', `diversion/replays/${id}`)
  await expect(page.getByText(/次扫码/)).toBeVisible({ timeout: 30_000 })
  const { outcome } = await api.get(`/diversion-replays/${id}`)
  expect([outcome.closes > 0, outcome.both > 0]).toEqual([true, true])
  await expect(page.locator('.closes dd')).toHaveText(String(outcome.closes))
  const closing = outcome.closing[0]
  await page.getByText(`${closing.origin.name} → ${closing.city}`).first().click()
  await expect(page.getByText(closing.reasons[0].zh).first()).toBeVisible()
  await expect(page.getByRole('main').getByRole('button')).toHaveCount(0)
  await fine(page)
})

test('a policy that contradicts itself is refused in its place', async ({ as, page }) => {
  test.slow() // axe looks at a page full of fields
  await as('owner', 'diversion/policy/draft')
  await page.getByLabel('硬证据分').fill('30')
  await page.getByLabel('并案窗口（天）').fill('400')
  await page.getByLabel('并案窗口（天）').blur()
  await expect(page.getByText('不能大于 366')).toBeVisible()
  await page.getByLabel('并案窗口（天）').fill('45')
  await page.getByRole('button', { name: '先回放' }).click()
  await expect(page.locator('[data-code="diversion.bad_policy"]')).toBeVisible()
  await expect(page.getByLabel('硬证据分')).toHaveValue('30')
  await page.getByRole('switch', { name: '自定义识别参数' }).press('Space')
  await expect(page.getByLabel('立案分数')).toHaveValue('50')
  await fine(page)
})

test('who was overtaken is told so before he publishes; two versions are compared', async ({ as, page, request }) => {
  const api = await asks(request, 'owner')
  await as('manager', 'diversion/policy/draft')
  await page.getByLabel('并案窗口（天）').fill('21')
  const { policy } = await api.get('/policies/diversion/current')
  const { version } = await api.post('/policies/diversion', { policy: { ...policy, window_days: 14 } })
  await page.getByRole('button', { name: '不回放，直接发布' }).click()
  const dialog = page.getByRole('dialog', { name: '发布新规则' })
  await expect(dialog.getByText(`有人发布了第 ${version} 版`)).toBeVisible()
  await expect(dialog.getByRole('row', { name: '并案窗口（天） 14 21' })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.goto(`/console/diversion/policy?version=${version}`)
  await page.getByRole('combobox', { name: '与…比较' }).click({ force: true })
  await page.getByRole('option', { name: `第 ${version - 1} 版` }).click()
  await expect(page.getByRole('row', { name: /^并案窗口（天） \d+ 14$/ })).toBeVisible()
  await expect(page).toHaveURL(/against=/)
  await fine(page)
})

for (const who of ['finance', 'auditor'] as const) {
  test(`${who} reads the policy, and changes nothing`, async ({ as, page }) => {
    await as(who, 'diversion/policy')
    await expect(page.getByRole('heading', { name: '罚款' })).toBeVisible()
    await expect(page.getByRole('button', { name: '修改' })).toHaveCount(0)
    await fine(page)
    await page.goto('/console/diversion/policy/draft')
    await expect(page.getByText('您的角色只能查看')).toBeVisible()
  })
}
