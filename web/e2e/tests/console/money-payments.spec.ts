import type { Page } from '@playwright/test'
import { Brand, unique } from '../brand'
import { expect, fine, login, test } from '../guard'

/** Answers of the API for what only a closed month, the bank or WeChat Pay leads to. */
const answer = (page: Page, url: string | RegExp, json: object) => page.route(url, (r) => r.fulfill({ json }))
const by = '1'
const at = '2026-03-02T01:00:00Z'
const run = {
  id: '77', period: '3', state: 'proposed', lines: 2, fen: 123_400, paid: 0, paid_fen: 0, succeeded: 0, failed: 0, failed_fen: 0, dropped: 0, left_out: 1, proposed_by: by, proposed_at: at,
}

test('a bank account is asked for by one and approved by another', async ({ as, request, browser }) => {
  const [org] = (await (await Brand.as(request, 'owner')).get('/organisations?kind=distributor&limit=1')).items
  const holder = unique('收款')
  const page = await as('manager', 'money/bank-accounts')
  await page.getByRole('button', { name: '登记收款账户' }).click()
  const dialog = page.getByRole('dialog', { name: '登记收款账户' })
  await dialog.getByLabel('渠道商').fill(org.code)
  await page.getByRole('option', { name: org.name }).click()
  await dialog.getByLabel('户名').fill(holder)
  await dialog.getByLabel('开户行').fill('工商银行')
  await dialog.getByLabel('账号').fill('123')
  await dialog.getByLabel('联行号').fill('12')
  await dialog.getByRole('button', { name: '提交申请' }).click()
  await expect(dialog.getByText('至少 8 个字符')).toBeVisible()
  await expect(dialog.getByText(/格式不对/)).toBeVisible()
  await dialog.getByLabel('账号').fill('6222 0210 0112 3456')
  await dialog.getByLabel('联行号').fill('')
  await dialog.getByLabel('账号').press('Enter')
  const row = (p: Page) => p.getByRole('row').filter({ hasText: holder })
  await expect(row(page)).toContainText('3456')
  await expect(row(page)).not.toContainText('6222')
  await expect(row(page).getByRole('button', { name: '批准' })).toHaveCount(0) // that is finance's
  await fine(page)

  const context = await browser.newContext()
  const other = await context.newPage()
  await other.goto(`/console/money/bank-accounts?org_id=${org.id}`)
  await login(other, 'finance')
  await row(other).getByRole('button', { name: '批准' }).click()
  await expect(other.getByText('请通过其他途径与渠道商核实账户')).toBeVisible()
  await other.getByRole('dialog', { name: '批准' }).getByRole('button', { name: '批准' }).click()
  await expect(row(other)).toContainText('使用中')
  await row(other).getByRole('button', { name: '停用' }).click()
  await other.getByRole('dialog', { name: '停用' }).getByRole('button', { name: '停用' }).click()
  await expect(row(other)).toContainText('已停用')
  await context.close()
})

test('a bank run is approved by a second person, and tells of rows that the bank\'s file got wrong', async ({ as }) => {
  const page = await as('finance')
  await answer(page, /settlement\/bank-runs\/77$/, run)
  await answer(page, /settlement\/bank-runs\/77\/lines/, { items: [
    { number: 1, org_id: '9', org_code: 'D-1', org_name: '南京', name: '南京公司', account_id: '5', number_ends: '3456', fen: 100_000, state: 'listed' },
    { number: 2, org_id: '8', org_code: 'D-2', org_name: '杭州', name: '杭州公司', account_id: '6', number_ends: '7777', fen: 23_400, state: 'dropped', reason: 'settlement.owed_other' },
  ] })
  await answer(page, /settlement\/bank-runs\/77\/omissions/, { items: [{ org_id: '7', org_code: 'T-1', org_name: '小店', fen: 500, reason: 'no_account' }] })
  await page.goto('/console/money/bank-runs/77')
  await expect(page.getByRole('region', { name: '付款明细' })).toContainText('应付金额已变')
  await fine(page)
  await page.getByRole('tab', { name: /未列入/ }).click()
  await expect(page.getByRole('group', { name: '未列入' })).toContainText('没有批准的收款账户')
  await answer(page, /settlement\/bank-runs\/77\/approve$/, { ...run, state: 'sent' })
  await answer(page, /settlement\/bank-runs\/77$/, { ...run, state: 'sent', paid: 1, paid_fen: 100_000 })
  await page.getByRole('button', { name: '批准' }).click()
  await expect(page.getByRole('dialog', { name: '批准' })).toContainText('将向 2 个账户支付共 1,234.00 元')
  await page.getByRole('dialog', { name: '批准' }).getByRole('button', { name: '批准' }).click()
  await expect(page.getByRole('button', { name: '银行文件', exact: true })).toBeVisible()

  await answer(page, /settlement\/bank-runs\/77\/results$/, {
    rows: 3, taken: 1, repeated: 1, refused: 1, first_refused: [{ row: 4, line: '9', code: 'remittance.unknown_line' }], run: { ...run, state: 'sent', succeeded: 1 },
  })
  await page.getByLabel('上传结果').setInputFiles({ name: '回盘.csv', mimeType: 'text/csv', buffer: Buffer.from('序号,结果\r\n1,成功\r\n') })
  await expect(page.getByText('回盘.csv：共 3 行，新结果 1，已知 1，未采用 1')).toBeVisible()
  await expect(page.getByRole('group', { name: '未采用的行' })).toContainText('银行文件里没有这一序号')
  await fine(page)
})

test('bank runs and credit say what to do where there are none yet', async ({ as }) => {
  const page = await as('finance')
  await answer(page, /\/settlement\/bank-runs\?/, { items: [] })
  await answer(page, /\/settlement\/periods\?/, { items: [] })
  await answer(page, /\/settlement\/credits\?/, { items: [] })
  await page.goto('/console/money/bank-runs')
  await expect(page.getByText('还没有银行付款')).toBeVisible()
  await page.getByRole('button', { name: '发起银行付款' }).click()
  const dialog = page.getByRole('dialog', { name: '发起银行付款' })
  await dialog.getByRole('button', { name: '发起银行付款' }).click()
  await expect(dialog.getByText('请填写')).toBeVisible()
  await page.goto('/console/money/credits')
  await expect(page.getByText('没有渠道商有抵扣额')).toBeVisible()
  await fine(page)
})

test('credit is used for an order, never more than there is', async ({ as, request }) => {
  const [org] = (await (await Brand.as(request, 'owner')).get('/organisations?kind=distributor&limit=1')).items
  const page = await as('manager')
  await answer(page, new RegExp(`/organisations/${org.id}/balances$`), { rebate_fen: 0, penalty_fen: 0, reward_fen: 0, compensation_fen: 0, adjustment_fen: 0, credit_fen: 5000 })
  await page.goto(`/console/money/credits/${org.id}`)
  await page.getByRole('button', { name: '抵扣订单' }).click()
  const dialog = page.getByRole('dialog', { name: '抵扣订单' })
  await dialog.getByLabel('订单号').fill('SO-1')
  await dialog.getByLabel('金额').fill('999999')
  await dialog.getByRole('button', { name: '抵扣订单' }).click()
  await expect(dialog.getByRole('alert')).toContainText('remittance.not_enough')
  await expect(dialog.getByLabel('订单号')).toHaveValue('SO-1')
  await fine(page)
})

test('payouts are listed by state, and a difference of a statement is settled with a note', async ({ as }) => {
  const page = await as('finance', 'money/payouts')
  await page.getByRole('combobox', { name: '状态' }).click({ force: true })
  await page.getByRole('option', { name: '已到账' }).click()
  await expect(page).toHaveURL(/state=paid/)
  await expect(page.getByRole('region', { name: '提现' })).toContainText('已到账')
  await expect(page.getByRole('button', { name: '年度扣缴申报' })).toBeVisible()
  await fine(page)

  const difference = { id: '5', kind: 'not_in_bill', day: 20_260_301, merchant: 'prize', bill_no: 'PR1', ours_fen: 100, theirs_fen: 0, found_at: at }
  await answer(page, /\/reconciliations\?/, { items: [{ id: '4', day: 20_260_301, merchant: 'prize', state: 'finished', differences: 1, bills: 9, lines: 8, other_lines: 0, out_fen: 800, in_fen: 0, begun_at: at, finished_at: at }] })
  await answer(page, /\/reconciliations\/4\/differences\?/, { items: [difference] })
  await page.goto('/console/money/reconciliations')
  await page.getByRole('button', { name: '2026-03-01' }).click()
  await expect(page.getByText('我方有、账单没有')).toBeVisible()
  await fine(page)
  await page.getByRole('button', { name: '处理' }).click()
  const dialog = page.getByRole('dialog', { name: '处理' })
  await dialog.getByLabel('处理结果').fill('次日账单补记')
  await page.route(/\/differences\/5\/settle$/, (r) => r.fulfill({ json: { ...difference, note: r.request().postDataJSON().note, settled_at: at, settled_by: by } }))
  await answer(page, /\/reconciliations\/4\/differences\?/, { items: [{ ...difference, note: '次日账单补记', settled_at: at, settled_by: by }] })
  await dialog.getByRole('button', { name: '处理' }).click()
  await expect(page.getByRole('table')).toContainText('次日账单补记')
  await expect(page.getByRole('button', { name: '处理' })).toHaveCount(0)
})

test('an auditor sees payments, and no button that writes', async ({ as }) => {
  const page = await as('auditor', 'money/bank-accounts')
  await answer(page, /settlement\/bank-runs\/77$/, run)
  await answer(page, /settlement\/bank-runs\/77\/lines/, { items: [] })
  await expect(page.getByRole('heading', { name: '收款账户' })).toBeVisible()
  for (const deed of ['登记收款账户', '批准', '停用']) await expect(page.getByRole('button', { name: deed })).toHaveCount(0)
  await page.goto('/console/money/bank-runs/77')
  await expect(page.getByText('请他人核对明细后批准')).toBeVisible()
  for (const deed of ['批准', '拒绝', '上传结果', '银行文件']) await expect(page.getByRole('button', { name: deed })).toHaveCount(0)
  await page.goto('/console/money/payouts')
  await expect(page.getByRole('heading', { name: '提现' })).toBeVisible()
  await expect(page.getByRole('button', { name: '年度扣缴申报' })).toHaveCount(0)
})
