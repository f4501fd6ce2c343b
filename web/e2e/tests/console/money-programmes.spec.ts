import { Brand, unique } from '../brand'
import { expect, fine, test } from '../guard'

/** The first day of a month that is to come, yyyymmdd. */
const nextYear = (new Date().getFullYear() + 1) * 10_000 + 101
const stepped = { every: 'month', shares_bp: { distributor: 10_000 }, tiered: { steps: [{ from: 0, fen: 10 }, { from: 100, fen: 20 }] } }

async function drafted(brand: Brand, kind = 'tiered', terms: object = stepped) {
  const made = await brand.post('/rebate-programmes', { code: unique('R'), kind, name: unique('阶梯') })
  await brand.post(`/rebate-programmes/${made.id}/versions`, { from: nextYear, terms })
  return made
}

test('a manager makes a programme, drafts a version with steps, and tries it; she cannot publish it', async ({ as }) => {
  const page = await as('manager', 'money/programmes')
  await page.getByRole('button', { name: '新建政策' }).click()
  const dialog = page.getByRole('dialog', { name: '新建政策' })
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(dialog.getByText('请填写')).toHaveCount(2)
  const name = unique('春季')
  await dialog.getByLabel('政策编号').fill(unique('S'))
  await dialog.getByLabel('政策名称').fill(name)
  await dialog.getByLabel('类型').click({ force: true })
  await page.getByRole('option', { name: '分段累进' }).click()
  await dialog.getByLabel('政策名称').press('Enter')

  await expect(page.getByRole('heading', { name })).toBeVisible()
  await fine(page)
  await page.getByRole('button', { name: '起草新版本' }).click()
  await page.getByLabel('开始日期').fill(String(nextYear).replace(/^(....)(..)(..)$/, '$1-$2-$3'))
  await page.getByLabel('开始日期').press('Enter')
  await page.getByLabel('单家上限').fill('5000')
  await page.getByRole('button', { name: '添加一档' }).click()
  await page.getByLabel('超过件数').nth(1).fill('100')
  await page.getByLabel('每件').nth(1).fill('0.25')
  await fine(page)
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page).toHaveURL(/versions\/1$/)
  await expect(page.getByText('第 1 稿')).toBeVisible()
  await expect(page.getByLabel('单家上限')).toHaveValue('5000.00')
  await expect(page.getByLabel('每件').nth(1)).toHaveValue('0.25')
  await expect(page.getByRole('button', { name: '发布' })).toHaveCount(0)

  await page.getByRole('button', { name: '试算' }).click()
  await expect(page.getByRole('region', { name: '试算' }).getByRole('status')).toContainText('按这一版会付')
  await fine(page)
})

test('what the API finds wrong with a draft stands beside the form, and what was typed stays', async ({ as, request }) => {
  const made = await drafted(await Brand.as(request, 'owner'))
  const page = await as('owner', `money/programmes/${made.id}/versions/1`)
  await page.getByLabel('超过件数').nth(1).fill('0')
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('alert')).toContainText('rebate.bad_programme')
  await expect(page.getByLabel('超过件数').nth(1)).toHaveValue('0')
})

test('finance publishes a draft, and ends the programme; what is published is not edited', async ({ as, request }) => {
  const made = await drafted(await Brand.as(request, 'owner'))
  const page = await as('finance', `money/programmes/${made.id}/versions/1`)
  await expect(page.getByRole('button', { name: '保存' })).toHaveCount(0) // drafts are managers'
  await expect(page.getByRole('group', { name: '档位' })).toContainText('0.20')
  await page.getByRole('button', { name: '发布' }).click()
  await page.getByRole('dialog', { name: '发布' }).getByRole('button', { name: '发布' }).click()
  await expect(page.getByText('待生效')).toBeVisible()
  await expect(page.getByRole('button', { name: '发布' })).toHaveCount(0)
  await fine(page)

  await page.getByRole('link', { name: '返回' }).click()
  await page.getByRole('button', { name: '终止政策' }).click()
  const dialog = page.getByRole('dialog', { name: '终止政策' })
  await dialog.getByLabel('终止日期').fill(`${new Date().getFullYear() + 1}-01-01`)
  await dialog.getByLabel('终止日期').press('Enter')
  await dialog.getByRole('button', { name: '终止政策' }).click()
  await expect(page.getByRole('group', { name: '版本' })).toContainText('已撤回')
})

test('who saves a draft that somebody else has changed sees both', async ({ as, request }) => {
  const brand = await Brand.as(request, 'manager')
  const made = await drafted(brand)
  const page = await as('owner', `money/programmes/${made.id}/versions/1`)
  await page.getByLabel('单家上限').fill('111')
  await brand.put(`/rebate-programmes/${made.id}/versions/1`, { edition: 1, from: nextYear, terms: { ...stepped, cap_fen: 22_200 } })
  await page.getByRole('button', { name: '保存' }).click()
  const dialog = page.getByRole('dialog', { name: '别人刚改过这份草稿' })
  await expect(dialog).toContainText('111.00')
  await expect(dialog).toContainText('222.00')
  await fine(page)
  await dialog.getByRole('button', { name: '仍用我的' }).click()
  await expect(page.getByLabel('单家上限')).toHaveValue('111.00')
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('第 3 稿')).toBeVisible()
})

for (const [kind, label, terms] of [
  ['per_unit', '每件返利', { every: 'month', per_unit: { rates: { distributor_fen: 40, wholesaler_fen: 0, terminal_fen: 10 } } }],
  ['growth', '基数下限', { every: 'quarter', shares_bp: { distributor: 10_000 }, growth: { over: 'previous_year', floor_units: 10, steps: [{ from: 1000, fen: 5 }] } }],
  ['new_terminal', '首批件数', { every: 'month', shares_bp: { distributor: 10_000 }, new_terminal: { units: 2, bonus_fen: 800 } }],
  ['target', '考核口径', { every: 'month', shares_bp: { distributor: 10_000 }, target: { measure: 'sell_in', steps: [{ from_bp: 8000, bonus_fen: 1000 }] } }],
] as const) {
  test(`a draft of kind ${kind} can be read and written`, async ({ as, request }) => {
    const made = await drafted(await Brand.as(request, 'owner'), kind, terms)
    const page = await as('manager', `money/programmes/${made.id}/versions/1`)
    await expect(page.getByText(label, { exact: true })).toBeVisible()
    await page.getByLabel('总预算').fill('9000')
    await page.getByRole('button', { name: '保存' }).click()
    await expect(page.getByText('第 2 稿')).toBeVisible()
    await expect(page.getByLabel('总预算')).toHaveValue('9000.00')
  })
}

test('finance sets a target of an organisation', async ({ as, request }) => {
  const owner = await Brand.as(request, 'owner')
  const target = await drafted(owner, 'target', { every: 'month', shares_bp: { distributor: 10_000 }, target: { measure: 'sell_out', steps: [{ from_bp: 10_000, bonus_fen: 1000 }] } })
  await owner.post(`/rebate-programmes/${target.id}/versions/1/publish`, { edition: 1 })
  const [distributor] = (await owner.get('/organisations?kind=distributor&limit=1')).items
  const page = await as('finance', `money/programmes/${target.id}?tab=targets`)
  await page.getByRole('combobox', { name: '统计期' }).fill(`${new Date().getFullYear() + 1}-01`)
  await page.getByRole('combobox', { name: '统计期' }).press('Enter')
  await page.getByRole('button', { name: '设置目标' }).click()
  const dialog = page.getByRole('dialog', { name: '设置目标' })
  await dialog.getByLabel('渠道商').fill(distributor.code)
  await page.getByRole('option', { name: distributor.name }).click()
  await dialog.getByLabel('目标件数').fill('1000')
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('region', { name: '目标' })).toContainText(distributor.name)
  await expect(page.getByRole('region', { name: '目标' })).toContainText('1,000')
  await fine(page)
})

test('an auditor reads programmes, and is offered nothing that writes', async ({ as, request }) => {
  const made = await drafted(await Brand.as(request, 'owner'), 'display', { every: 'month', shares_bp: { terminal: 10_000 }, display: { bonus_fen: 1000 } })
  const page = await as('auditor', 'money/programmes')
  await expect(page.getByRole('button', { name: made.name })).toBeVisible()
  await expect(page.getByRole('button', { name: '新建政策' })).toHaveCount(0)
  await fine(page)
  await page.getByRole('button', { name: made.name }).click()
  await expect(page.getByRole('tab', { name: '陈列' })).toBeVisible()
  for (const deed of ['起草新版本', '终止政策', '通过陈列']) await expect(page.getByRole('button', { name: deed })).toHaveCount(0)
  await page.getByRole('tab', { name: '陈列' }).click()
  await expect(page.getByText('还没有通过的陈列')).toBeVisible()
  await page.getByRole('tab', { name: '执行情况' }).click()
  await expect(page.getByText('这一期还没有渠道商产生业绩')).toBeVisible()
  await fine(page)
  await page.getByRole('tab', { name: '版本' }).click()
  await page.getByRole('link', { name: '版本 1' }).click()
  await expect(page.getByText('返利金额')).toBeVisible()
  for (const deed of ['保存', '发布']) await expect(page.getByRole('button', { name: deed })).toHaveCount(0)
  await expect(page.getByRole('button', { name: '试算' })).toBeVisible()
})
