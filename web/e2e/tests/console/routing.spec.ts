import { expect, fine, test } from '../guard'
import { asks } from '../asks'

test.describe.configure({ mode: 'serial' })

test('everybody reads who lands where', async ({ as, page }) => {
  await as('auditor', 'routing')
  const lands = page.getByRole('region', { name: '谁落到哪里' })
  await expect(lands.getByRole('row', { name: /^单品内/ })).toContainText('领奖')
  await expect(lands.getByRole('row', { name: /^箱内/ })).toContainText('pages/open/index')
  await page.getByText('规则表', { exact: true }).click()
  await expect(page.getByRole('region', { name: '规则表' }).getByRole('row', { name: /^托盘/ })).toContainText('同其他各面')
  await expect(page.getByRole('button', { name: '修改' })).toHaveCount(0)
  await fine(page)
  await page.setViewportSize({ width: 768, height: 900 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(768)
  await page.goto('/console/routing/draft')
  await expect(page.getByText('您的角色只能查看')).toBeVisible()
})

test('a change is tried, and published once it was', async ({ as, page }) => {
  test.slow() // axe looks at a page full of fields
  const mine = Date.now()
  await as('manager', 'routing')
  await page.getByRole('button', { name: '修改' }).click()
  await expect(page.getByRole('button', { name: '发布' })).toBeDisabled()
  await page.getByRole('combobox', { name: '托盘 · 业务员：动作' }).click({ force: true })
  await page.getByRole('option', { name: '溯源' }).click()
  await page.getByLabel('托盘 · 业务员：页面').fill(`pages/pallet/${mine}`)
  await expect(page.getByRole('row', { name: new RegExp(`^托盘 · 业务员 .* 溯源 pages/pallet/${mine}$`) })).toBeVisible()
  await page.getByRole('button', { name: '试算' }).click()
  await expect(page.getByText('1 格落点有变化')).toBeVisible()
  await expect(page.getByRole('region', { name: '试算结果' }).getByRole('cell', { name: '有变化' })).toContainText(`pages/pallet/${mine}`)
  await fine(page)
  await page.getByLabel('托盘 · 业务员：页面').fill(`pages/pallet/${mine}/look`)
  await expect(page.getByText('草稿改过了，请重新试算。')).toBeVisible()
  await expect(page.getByRole('button', { name: '发布' })).toBeDisabled()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: '发布' }).click()
  const dialog = page.getByRole('dialog', { name: '发布新规则' })
  await expect(dialog.getByRole('row', { name: `溯源 pages/pallet/${mine}/look` })).toBeVisible()
  await dialog.getByRole('button', { name: '发布' }).click()
  await expect(page).toHaveURL(/routing\?version=\d+$/)
  await expect(page.getByRole('row', { name: /^托盘/ })).toContainText(`pages/pallet/${mine}/look`)
})

test('versions are compared cell by cell', async ({ as, page, request }) => {
  const api = await asks(request, 'owner')
  const { policy } = await api.get('/policies/routing/current')
  const rules = (page_: string) => [...policy.rules.filter((r: { face: string; role: string }) => r.face !== 'box_outer' || r.role !== 'salesperson'), { face: 'box_outer', role: 'salesperson', app: 'salesperson', page: page_, action: 'trace' }]
    .sort((x, y) => Number(x.face === '*') - Number(y.face === '*'))
  const one = await api.post('/policies/routing', { policy: { rules: rules('pages/box/one') } })
  const two = await api.post('/policies/routing', { policy: { rules: rules('pages/box/two') } })
  await as('finance', `routing?version=${two.version}&against=${one.version}`)
  await expect(page.getByRole('row', { name: '盒外 · 业务员 溯源 pages/box/one 溯源 pages/box/two' })).toBeVisible()
  await expect(page.getByRole('heading', { name: `第 ${one.version} 版 → 第 ${two.version} 版` })).toBeVisible()
  await page.getByRole('button', { name: `第 ${one.version} 版` }).click()
  await expect(page.getByRole('row', { name: /^盒外/ })).toContainText('pages/box/one')
})

test('what cannot be is refused, and the draft stays', async ({ as, page }) => {
  await as('owner', 'routing/draft')
  await page.getByRole('combobox', { name: '托盘 · 消费者：动作' }).click({ force: true })
  await page.getByRole('option', { name: '领奖' }).click()
  await page.getByRole('button', { name: '试算' }).click()
  await expect(page.getByRole('alert')).toContainText('scan.bad_routing')
  await expect(page.getByLabel('托盘 · 消费者：页面')).toHaveValue('pages/claim/index')
  await expect(page.getByRole('button', { name: '发布' })).toBeDisabled()
})
