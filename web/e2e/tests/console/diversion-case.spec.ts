import { expect, fine, test } from '../guard'
import { shot } from '../shot'
import { asks } from '../asks'

/** The history has cases in every state. What is decided here is decided once: each test takes a case of its own. */
interface Some { id: string; status: string; appeal_until?: string; penalty_fen: number; score?: number; origin_id: string }

test('everybody reads the board, the list and the alerts', async ({ as, page, request }) => {
  test.slow() // axe looks at three long pages
  const api = await asks(request, 'auditor')
  await as('auditor', 'diversion/cases')
  for (const state of ['观察中', '待处理', '稽查中', '已告知', '已申诉']) await expect(page.getByRole('region', { name: state })).toBeVisible()
  await expect(page.getByRole('region', { name: '已处罚' })).toHaveCount(0)
  await expect(async () => { // what is watched may come to an end meanwhile
    await page.reload()
    await expect(page.getByRole('region', { name: '稽查中' }).getByRole('link').first()).toBeVisible()
    const watched: Some[] = (await api.get('/diversion-cases?status=watched&limit=100')).items
    expect(await page.getByRole('region', { name: '观察中' }).getByRole('link').count() > 0).toBe(watched.length > 0)
  }).toPass({ timeout: 30_000 })
  await expect(page.getByRole('region', { name: '稽查中' }).getByRole('link').first()).toBeVisible()
  await fine(page)
  await shot(page, 'cases-board')
  await page.getByText('已结案的也显示').click()
  await expect(page.getByRole('region', { name: '已处罚' }).getByRole('link').first()).toBeVisible()
  await page.goto('/console/diversion/cases?view=list&status=confirmed')
  await expect(page.getByRole('row', { name: /已处罚/ }).first()).toBeVisible()
  await expect(page.getByRole('row', { name: /已告知/ })).toHaveCount(0)
  await page.goto('/console/diversion/alerts')
  await page.getByRole('row', { name: /窜货/ }).first().click()
  await expect(page.getByRole('dialog')).toContainText('正常情况下约')
  await fine(page)
})

test('a proven diversion is punished: its reasons are read, the penalty is worked out and stands in the ledger', async ({ as, page, request }) => {
  const api = await asks(request, 'owner')
  const noticed: Some[] = (await api.get('/diversion-cases?status=noticed&limit=100')).items
  const c = noticed.find((x) => Date.parse(x.appeal_until!) < Date.now() && x.score)! // its days of appeal are over
  const balance = async (): Promise<number> => (await api.get(`/organisations/${c.origin_id}/balances`)).penalty_fen
  const before = await balance()
  await as('manager', `diversion/cases/${c.id}`)
  await expect(page.getByText('申诉期已过，经销商没有申诉')).toBeVisible()
  await expect(page.getByRole('heading', { name: '为什么可疑' })).toBeVisible()
  await expect(page.getByText('正常情况下约').first()).toBeVisible()
  await expect(page.getByRole('img', { name: /→/ })).toBeVisible() // the map
  await expect(page.getByRole('table', { name: '线索' }).or(page.getByLabel('线索')).first()).toBeVisible()
  await fine(page)
  await shot(page, 'case')
  await page.getByRole('button', { name: '确认并处罚' }).click()
  const dialog = page.getByRole('dialog', { name: '确认并处罚' })
  await expect(dialog.getByText('罚款怎么算')).toBeVisible()
  await dialog.getByRole('button', { name: '确认并处罚' }).click()
  await expect(dialog.getByText('请填写')).toBeVisible()
  await dialog.getByLabel('原因').fill('证据充分，经销商没有申诉。')
  await shot(page, 'case-confirm', page.locator('.el-dialog:visible'))
  await dialog.getByRole('button', { name: '确认并处罚' }).click()
  await expect(page.getByText('已处罚。发现有误时可以撤销')).toBeVisible()
  const { penalty_fen: fined } = await api.get(`/diversion-cases/${c.id}`)
  expect(fined).toBeGreaterThan(0)
  await expect.poll(balance, { timeout: 20_000 }).toBe(before - fined)
  const money = page.locator('#penalty')
  await expect(money.getByRole('row', { name: /罚款/ })).toContainText((fined / 100).toLocaleString('en', { minimumFractionDigits: 2 }))
  await shot(page, 'case-penalty', money)
  await page.goto(`/console/money/ledger?org=${c.origin_id}`)
  await expect(page.getByText('窜货扣罚')).toBeVisible()
})

test('a case is opened, told to the distributor and dismissed, each step with its reason', async ({ as, page, request }) => {
  const api = await asks(request, 'owner')
  const open: Some = (await api.get('/diversion-cases?status=open&limit=100')).items.at(-1)
  await as('owner', `diversion/cases/${open.id}`)
  const step = async (name: string, note: string): Promise<void> => {
    await page.getByRole('button', { name, exact: true }).click()
    const dialog = page.getByRole('dialog', { name })
    await dialog.getByLabel('原因').fill(note)
    await dialog.getByRole('button', { name, exact: true }).click()
    await expect(dialog).toHaveCount(0)
  }
  await step('告知经销商', '多处扫码均在区域外。')
  await expect(page.getByText('经销商可以申诉到')).toBeVisible()
  await expect(page.getByRole('button', { name: '确认并处罚' })).toBeDisabled()
  await step('排除', '门店搬迁随货带入。')
  await expect(page.getByText('已排除，没有处罚。')).toBeVisible()
  const line = page.getByRole('listitem')
  for (const note of ['多处扫码均在区域外。', '门店搬迁随货带入。']) await expect(line.filter({ hasText: note })).toContainText('王总')
})

test('who was overtaken sees the case as it is, and keeps what he typed', async ({ as, page, request }) => {
  const api = await asks(request, 'owner')
  const c: Some = (await api.get('/diversion-cases?status=investigating&limit=100')).items.at(-1)
  await as('manager', `diversion/cases/${c.id}`)
  await page.getByRole('button', { name: '告知经销商' }).click()
  const dialog = page.getByRole('dialog', { name: '告知经销商' })
  await dialog.getByLabel('原因').fill('我写的理由')
  await api.post(`/diversion-cases/${c.id}/notify`, { note: '别人先告知了' })
  await dialog.getByRole('button', { name: '告知经销商' }).click()
  await expect(dialog.locator('[data-code="diversion.wrong_state"]')).toBeVisible()
  await expect(dialog.getByLabel('原因')).toHaveValue('我写的理由')
  await expect(page.getByText('经销商可以申诉到')).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: '别人先告知了' })).toBeVisible()
})

for (const who of ['finance', 'auditor'] as const) {
  test(`${who} reads a case with its evidence, and decides nothing`, async ({ as, page, request }) => {
    const api = await asks(request, 'auditor')
    const appealed: Some[] = (await api.get('/diversion-cases?status=appealed&limit=100')).items
    const files: { id: string; records: { evidence: { struck?: object }[] | null }[] }[] = await Promise.all(appealed.map(async ({ id }) => ({ id, records: await api.get(`/diversion-cases/${id}/records`) })))
    const inspected = files.find((f) => f.records.some((r) => r.evidence?.some((e) => e.struck)))!
    await as(who, `diversion/cases/${inspected.id}`)
    await expect(page.getByText('经销商已经申诉。请看过申诉和证据后决定。')).toBeVisible()
    await expect(page.getByText('该批货物由我司客户自行转运').first()).toBeVisible()
    await expect(page.getByText('货架上有同批产品').first()).toBeVisible()
    await expect(page.getByText('作废原因：扫错了货')).toBeVisible()
    await expect(page.getByRole('main').getByRole('button').filter({ hasNotText: /下载证据包/ }).filter({ hasText: /\S/ })).toHaveCount(0)
    if (who === 'auditor') {
      await fine(page)
      await page.setViewportSize({ width: 768, height: 900 })
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(768)
    }
  })
}
