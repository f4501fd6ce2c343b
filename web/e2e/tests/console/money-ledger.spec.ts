import { Brand } from '../brand'
import { expect, fine, test } from '../guard'

test('the ledger is verified, and an organisation\'s balances stand beside its rebates', async ({ as, request }) => {
  const [org] = (await (await Brand.as(request, 'owner')).get('/organisations?kind=distributor&limit=1')).items
  const page = await as('auditor', 'money/ledger')
  await page.getByRole('button', { name: '开始核对' }).click()
  await expect(page.getByRole('region', { name: '账本核对' }).getByRole('status')).toContainText('账本无误')
  const balances = page.getByRole('region', { name: '渠道商余额' })
  await balances.getByRole('combobox').fill(org.code)
  await page.getByRole('option', { name: org.name }).click()
  await expect(balances).toContainText('合计应付')
  await expect(page).toHaveURL(new RegExp(`org=${org.id}`))
  await expect(page.getByRole('region', { name: '已计返利' })).toContainText('经销商')
  await fine(page)
})

test('an owner has undelivered facts delivered again', async ({ as }) => {
  const dead = { items: [{ id: '31', type: 'scan.recorded', key: 'scan/1', attempts: 20, created_at: '2026-03-02T01:00:00Z', last_error: 'no such table' }] }
  const page = await as('owner')
  let left: object = dead
  await page.route('**/console/outbox/dead*', (r) => r.fulfill({ json: left }))
  await page.route('**/console/outbox/replays', (r) => {
    expect(r.request().postDataJSON()).toEqual({ ids: ['31'] })
    left = { items: [] }
    return r.fulfill({ json: { replayed: 1 } })
  })
  await page.goto('/console/money/ledger')
  const region = page.getByRole('region', { name: '未送达的事实' })
  await region.getByRole('row').filter({ hasText: 'scan.recorded' }).locator('.el-checkbox').click()
  await region.getByRole('button', { name: '重新投递 1 条' }).click()
  await expect(region).toContainText('全部送达')
})

test('finance publishes the next reward policy; the ones before stay to be read', async ({ as, request }) => {
  const finance = await Brand.as(request, 'finance')
  const before = await finance.get('/policies/rewards/current')
  const page = await as('finance', 'money/policies?of=rewards')
  await page.getByRole('button', { name: '发布新版本' }).click()
  const dialog = page.getByRole('dialog', { name: '发布新版本' })
  await expect(dialog.locator('.is-required').first()).toBeVisible() // the API's rules have come
  await dialog.getByLabel('消费者积分比例').fill('1001')
  await dialog.getByLabel('消费者积分比例').blur()
  await expect(dialog.getByText('不能大于 1000')).toBeVisible()
  await dialog.getByLabel('消费者积分比例').fill(String(before.policy.consumer_points_percent))
  await dialog.getByLabel('导购每件奖励').fill((before.policy.guide_fen / 100).toFixed(2)) // the same as before, for other tests
  await dialog.getByRole('button', { name: '发布' }).click()
  await expect(page.getByText(`第 ${before.version + 1} 版`)).toBeVisible()
  await expect(page.getByRole('group', { name: '历史' })).toContainText('执行中')
  await fine(page)
})

test('each policy of money can be read, and who may not publish is not offered it', async ({ as }) => {
  const page = await as('manager', 'money/policies')
  for (const [tab, word] of [['奖励', '导购每件奖励'], ['基础返利', '导购扫码算动销'], ['提现', '每人每日'], ['个税', '税由谁承担'], ['结算', '每月自动切账']] as const) {
    await page.getByRole('tab', { name: tab }).click()
    await expect(page.getByText(word).first()).toBeVisible()
    await expect(page.getByRole('button', { name: '发布新版本' })).toHaveCount(0)
  }
  await fine(page)
})

test('forms of the larger policies open filled in with what is in force', async ({ as }) => {
  const page = await as('owner', 'money/policies?of=taxes')
  for (const [tab, label, value] of [['个税', '定额扣除上限', '4000.00'], ['基础返利', '经销商', /\d/], ['提现', '每人每日笔数', /\d/], ['结算', '确认期限', /\d/]] as const) {
    await page.getByRole('tab', { name: tab }).click()
    await page.getByRole('button', { name: '发布新版本' }).click()
    const dialog = page.getByRole('dialog', { name: '发布新版本' })
    await expect(dialog.getByLabel(label).first()).toHaveValue(value)
    await fine(page)
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
  }
})
