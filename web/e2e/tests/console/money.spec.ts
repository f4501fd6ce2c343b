import { readFileSync } from 'node:fs'
import { expect, fine, test } from '../guard'
import { shot } from '../shot'
import { asks } from '../asks'

// The history has settled one month, and presented another with one line in dispute.
const yuan = (fen: number) => (fen / 100).toLocaleString('en', { minimumFractionDigits: 2 })

test('a programme is drafted by one, tried on past days, and published by another', async ({ as, page }) => {
  test.slow() // axe looks at a page full of fields
  const code = `E2E-${Date.now()}`
  await as('manager', 'money/programmes')
  await page.getByRole('button', { name: '新建政策' }).click()
  const dialog = page.getByRole('dialog', { name: '新建政策' })
  await dialog.getByLabel('政策编号').fill(code)
  await dialog.getByLabel('政策名称').fill('冬季动销返利')
  await dialog.getByRole('button', { name: '保存' }).click()
  await page.getByRole('button', { name: '起草新版本' }).click()
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('请填写').first()).toBeVisible()
  const first = page.getByRole('combobox', { name: '开始日期' })
  const next = new Date(Date.now() + 40 * 86_400_000)
  const day = `${next.getFullYear()}-${String(next.getMonth() + 1).padStart(2, '0')}-01`
  await first.fill(day)
  await first.press('Enter')
  await page.getByLabel('总预算').fill('50000')
  await page.getByRole('group', { name: '每件返利' }).getByLabel('经销商', { exact: true }).fill('1.2')
  await page.getByRole('group', { name: '每件返利' }).getByLabel('终端', { exact: true }).fill('0.5')
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('草稿', { exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: '发布' })).toHaveCount(0)
  const address = page.url()

  await as('finance', new URL(address).pathname.replace('/console/', ''))
  await page.getByRole('button', { name: '试算' }).click()
  const found = page.getByRole('region', { name: '试算' })
  await expect(found.getByRole('status')).toContainText('按这一版会付')
  await expect(found.getByRole('row').nth(1)).toBeVisible()
  await fine(page)
  await shot(page, 'what-if')
  await page.getByRole('button', { name: '发布' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '发布' }).click()
  await expect(page.getByText('待生效')).toBeVisible()
  await expect(page.getByText(/50,000\.00 元/)).toBeVisible()
})

test('a month is closed: a statement is followed to a scan, its dispute is decided, and it is paid by the bank', async ({ as, page, request }) => {
  test.slow()
  const api = await asks(request, 'finance')
  const disputed = (await api.get('/settlement/periods/2/statements?disputed=true')).items[0]
  await as('finance', 'money/settlement')
  await expect(page.getByRole('row', { name: /第 1 期.*已结账/ })).toBeVisible()
  await page.getByRole('button', { name: /第 2 期/ }).click()
  await expect(page.getByText('1 份对账单有争议待答复')).toBeVisible()
  await expect(page.getByRole('button', { name: '结账' })).toBeDisabled()
  await shot(page, 'period')
  await page.getByText('1 份对账单有争议待答复').click()
  await page.getByRole('button', { name: disputed.org_name }).click()
  await expect(page.getByText('争议理由')).toBeVisible()
  await fine(page)
  await shot(page, 'statement')

  await page.getByRole('button', { name: '返利', exact: true }).first().click()
  const line = page.getByRole('dialog', { name: /第 1 行 · 返利/ })
  await expect(line.getByRole('listitem').filter({ hasText: /扫码.*扫码 \d{10,}/ }).first()).toBeVisible()
  await fine(page)
  await shot(page, 'statement-line', page.locator('.el-drawer:visible'))
  await page.keyboard.press('Escape')
  await expect(line).toHaveCount(0)

  await page.getByRole('button', { name: '维持原状' }).click()
  const answer = page.getByRole('dialog', { name: '答复第 1 行的争议' })
  await answer.getByRole('button', { name: '维持原状' }).click()
  await expect(answer.getByText('请填写')).toBeVisible()
  await answer.getByLabel('答复内容').fill('已与扫码记录逐件核对，件数无误。')
  await answer.getByRole('button', { name: '维持原状' }).click()
  await expect(page.getByText('答复: 已与扫码记录逐件核对')).toBeVisible()
  await page.goto('/console/money/settlement/2')
  await expect(page.getByText('都已确认，可以结账。')).toBeVisible()
  await page.getByRole('button', { name: '结账' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '结账' }).click()
  await expect(page.getByRole('button', { name: '发起银行付款' })).toBeVisible({ timeout: 20_000 })

  await page.getByRole('button', { name: '发起银行付款' }).click()
  const propose = page.getByRole('dialog', { name: '发起银行付款' })
  await expect(propose.getByText('第 2 期')).toBeVisible()
  await propose.getByRole('button', { name: '发起银行付款' }).click()
  await expect(page.getByText('待审批', { exact: true })).toBeVisible({ timeout: 20_000 })
  await expect(page.getByText('须由他人批准')).toBeVisible()
  await expect(page.getByRole('button', { name: '批准' })).toHaveCount(0)
  const run = page.url().split('/').pop()!.replace(/\?.*/, '')

  await as('owner', `money/bank-runs/${run}`)
  await page.getByRole('button', { name: '批准' }).click()
  await page.getByRole('dialog', { name: '批准' }).getByRole('button', { name: '批准' }).click()
  await expect(page.getByText('待银行结果', { exact: true })).toBeVisible({ timeout: 30_000 })
  await page.getByRole('button', { name: '银行文件（UTF-8）' }).click()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('dialog').getByRole('button', { name: '银行文件（UTF-8）' }).click()])
  expect(readFileSync(await file.path(), 'utf8').split('\n').length).toBeGreaterThan(2)
  const results = async (rows: string[]): Promise<void> => page.locator('input[type=file]').setInputFiles({ name: 'results.csv', mimeType: 'text/csv', buffer: Buffer.from(['序号,结果', ...rows].join('\n')) })
  await page.locator('input[type=file]').setInputFiles({ name: 'holiday.csv', mimeType: 'text/csv', buffer: Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0]) })
  await expect(page.getByRole('alert').filter({ has: page.locator('code') })).toBeVisible()
  await results(['1,成功', '999,成功'])
  await expect(page.getByText(/新结果 1.*未采用 1/)).toBeVisible()
  await expect(page.getByText('银行文件里没有这一序号')).toBeVisible()
  await fine(page)
  await shot(page, 'bank-run')
})

test('a difference between our payouts and the merchant’s bill is settled with a note, once', async ({ as, page, request }) => {
  const api = await asks(request, 'finance')
  const run = (await api.get('/reconciliations?limit=100')).items.find((r: { differences: number }) => r.differences > 0)
  const found: { id: string; kind: string; bill_no: string }[] = (await api.get(`/reconciliations/${run.id}/differences`)).items
  await as('finance', 'money/reconciliations')
  await expect(page.getByRole('row', { name: /佣金.*已完成.* 0 / }).first()).toBeVisible()
  await page.getByRole('row').filter({ has: page.locator('.el-tag--danger') }).getByRole('button').first().click()
  for (const kind of ['账单有、我方没有', '我方有、账单没有', '金额不同', '我方已退回、账单已付', '我方已付、账单已退回', '我方还未定']) await expect(page.getByRole('row', { name: new RegExp(kind) })).toBeVisible()
  await fine(page)
  await shot(page, 'reconciliation')

  const hand = found.find((d) => d.kind === 'not_ours')!
  const row = page.getByRole('row', { name: new RegExp(hand.bill_no) })
  await expect(row).toContainText('待处理')
  await row.getByRole('button', { name: '处理' }).click()
  const dialog = page.getByRole('dialog', { name: '处理' })
  await dialog.getByRole('button', { name: '处理' }).click()
  await expect(dialog.getByText('请填写')).toBeVisible()
  await dialog.getByLabel('处理结果').fill('商户平台手工补发，已入账')
  await dialog.getByRole('button', { name: '处理' }).click()
  await expect(row).toContainText('商户平台手工补发，已入账')
  await expect(row).toContainText('张财务')

  // Somebody else settles another one meanwhile: what was typed stays, and his note stands.
  const other = found.find((d) => d.kind === 'returned_paid')!
  const second = page.getByRole('row', { name: new RegExp(other.bill_no) })
  await second.getByRole('button', { name: '处理' }).click()
  await dialog.getByLabel('处理结果').fill('我写的处理结果')
  await (await asks(request, 'owner')).post(`/reconciliations/${run.id}/differences/${other.id}/settle`, { note: '已联系微信支付' })
  await dialog.getByRole('button', { name: '处理' }).click()
  await expect(dialog.locator('[data-code="payout.difference_settled"]')).toBeVisible()
  await expect(dialog.getByLabel('处理结果')).toHaveValue('我写的处理结果')
  await page.reload()
  await expect(second).toContainText('已联系微信支付')
  await expect(second).toContainText('王总')

  await as('auditor', `money/reconciliations/${run.id}`)
  await expect(second).toBeVisible()
  await expect(page.getByRole('button', { name: '处理' })).toHaveCount(0)
})

test('finance verifies the ledger, reads payouts and what an organisation is owed', async ({ as, page, request }) => {
  const api = await asks(request, 'finance')
  const org = (await api.get('/settlement/periods/1/statements?limit=1')).items[0]
  await as('finance', `money/ledger?org=${org.org_id}`)
  await page.getByRole('button', { name: '开始核对' }).click()
  await expect(page.getByText('账本无误，借贷平衡，封存链完整')).toBeVisible({ timeout: 30_000 })
  // Another test may pay or decide between the page's reading and ours: read both anew until they meet.
  await expect(async () => {
    await page.reload()
    const { rebate_fen } = await api.get(`/organisations/${org.org_id}/balances`)
    await expect(page.getByRole('region', { name: '渠道商余额' }).getByText(yuan(rebate_fen)).first()).toBeVisible({ timeout: 3_000 })
  }).toPass({ timeout: 30_000 })
  await shot(page, 'ledger')
  await page.goto('/console/')
  await expect(page.locator('[data-figure=payouts_waiting] strong')).toHaveText(/^[1-9]/)
  await page.goto('/console/money/payouts?state=paid')
  await expect(page.getByRole('row', { name: /已到账/ }).first()).toBeVisible()
})

test('an auditor reads the money, and moves none', async ({ as, page, request }) => {
  const api = await asks(request, 'auditor')
  const org = (await api.get('/settlement/periods/1/statements?limit=1')).items[0].org_id
  const run = (await api.get('/settlement/bank-runs?limit=1')).items.at(-1).id
  await as('auditor', `money/settlement/1/${org}`)
  for (const [path, seen, none] of [
    [`settlement/1/${org}`, /第 1 期/, /申请调整|转为货款抵扣|维持原状/], ['settlement/1', /第 1 期/, /发起银行付款|结账$/], ['settlement', /对账结算/, /现在切账/],
    [`bank-runs/${run}`, /银行付款/, /^批准|银行文件|上传结果/], ['bank-accounts', /收款账户/, /登记收款账户|批准|停用/], ['payouts', /提现/, /年度扣缴申报/], ['policies', /资金规则/, /发布新版本/],
  ] as const) {
    await page.goto(`/console/money/${path}`)
    await expect(page.getByRole('heading', { level: 1, name: seen })).toBeVisible()
    await expect(page.getByRole('main').locator('.el-skeleton')).toHaveCount(0)
    await expect(page.getByRole('main').getByRole('button', { name: none })).toHaveCount(0)
  }
})
