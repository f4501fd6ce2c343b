import { expect, fine, test } from '../guard'
import { asks } from './diversion.world'

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

test('what a draft would open and close is told case by case', async ({ as, page }) => {
  const suspect = (name: string) => ({ origin: { id: '1', code: 'D', name }, product: { id: '2', sku: 'P', name: '奶粉' }, city: '温州市', score: 66, first_at: '2026-01-05T00:00:00Z', reasons: [{ reason: 'outside_territory', count: 5, nats: 8, zh: '5 位消费者', en: '5 consumers' }] })
  let asked = 0
  await page.route('**/diversion-replays/77', (r) => r.fulfill({ json: {
    id: '77', days: 30, asked_at: '2026-02-01T00:00:00Z', policy: { window_days: 60, hard_score: 95, soft_score: 40, penalty_fen: 2000 },
    ...(asked++ < 1 ? { percent: 40 } : { percent: 100, done_at: '2026-02-01T00:01:00Z', outcome: { from: '2026-01-01T16:00:00Z', to: '2026-01-31T16:00:00Z', in_force_version: 0, scans: 1234, both: 7, opens: 3, closes: 1, opening: [suspect('苏州经销商')], closing: [suspect('杭州经销商')], staying: [] } }),
  } }))
  await as('auditor', 'diversion/replays/77')
  await expect(page.getByText('已完成 40%')).toBeVisible()
  await expect(page.getByText('1,234 次扫码')).toBeVisible()
  await expect(page.getByText('列出最强的 1 件，共 3 件')).toBeVisible()
  await page.getByText('苏州经销商 → 温州市').click()
  await expect(page.getByText('5 位消费者').first()).toBeVisible()
  await expect(page.getByText('杭州经销商 → 温州市')).toBeVisible()
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
