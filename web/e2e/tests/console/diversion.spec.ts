import { expect, fine, test } from '../guard'
import { asks, worldOf } from './diversion.world'

const casePath = 'diversion/cases/900000000000000001'
const panel = { name: '状态' } // what the case waits for, and its buttons

test('the board has a column for each state, and a card leads to its case', async ({ as, page, request }) => {
  const world = await worldOf(page, request, 'noticed')
  world.cases.push({ ...world.cases[0]!, id: '900000000000000002', status: 'dismissed' })
  await as('manager', 'diversion/cases')
  const noticed = page.getByRole('region', { name: '已告知' })
  await expect(noticed.getByRole('link')).toContainText('78')
  await expect(noticed.getByRole('link')).toContainText('已 9 天')
  await expect(noticed.getByRole('link')).toContainText('24 件')
  await expect(page.getByRole('region', { name: '待处理' })).toContainText('没有案件')
  await expect(page.getByRole('region', { name: '已排除' })).toBeHidden()
  await page.getByText('已结案的也显示').click()
  await expect(page.getByRole('region', { name: '已排除' }).getByRole('link')).toBeVisible()
  await fine(page)
  await page.setViewportSize({ width: 768, height: 900 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(768)
  await noticed.getByRole('link').click()
  await expect(page).toHaveURL(new RegExp(`${casePath}$`))
})

test('the list is narrowed by the server', async ({ as, page }) => {
  await as('auditor', 'diversion/cases')
  await page.getByText('列表', { exact: true }).click()
  const asked = page.waitForRequest(/diversion-cases\?.*status=dismissed/)
  await page.getByRole('combobox', { name: '状态' }).click({ force: true })
  await page.getByRole('option', { name: '已排除' }).click()
  await asked
  await expect(page.getByRole('table').last().getByText('已处罚')).toBeHidden()
  const appeals = page.waitForRequest(/diversion-appeals/)
  await page.getByText('待答复的申诉').click()
  await appeals
  await fine(page)
})

const offered = {
  watched: ['立案'],
  open: ['告知经销商', '指派稽查', '确认并处罚', '排除'],
  investigating: ['告知经销商', '指派稽查', '确认并处罚', '排除'],
  noticed: ['确认并处罚', '指派稽查', '排除'],
  appealed: ['驳回申诉并处罚', '接受申诉并排除', '指派稽查'],
  confirmed: ['撤销处罚'],
  dismissed: [],
  reversed: [],
} as const

test('a manager is offered what a case’s state allows, and nothing else', async ({ as, page, request }) => {
  const world = await worldOf(page, request, 'watched')
  await as('manager', casePath)
  for (const [status, words] of Object.entries(offered)) {
    Object.assign(world.cases[0]!, { status })
    await page.reload()
    await expect(page.getByRole('region', panel)).toBeVisible()
    await expect(page.getByRole('region', panel).getByRole('button')).toHaveText([...words])
  }
})

for (const who of ['finance', 'auditor'] as const) {
  test(`${who} reads a case, and is offered its evidence only`, async ({ as, page, request }) => {
    await worldOf(page, request, 'appealed')
    await as(who, casePath)
    await expect(page.getByText('经销商已经申诉')).toBeVisible()
    await expect(page.getByRole('main').getByRole('button')).toHaveText(['下载证据包'])
  })
}

test('a case shows why it is suspect in the language chosen, its evidence, and who did what', async ({ as, page, request }) => {
  await worldOf(page, request, 'appealed')
  await as('owner', casePath)
  const main = page.getByRole('main')
  await expect(main.getByText('12 位消费者在温州市扫了货')).toBeVisible()
  await expect(main.getByText('终端属于别的经销商')).toBeVisible()
  await expect(main.getByText('作废原因：扫错了货')).toBeVisible()
  await expect(main.locator('del')).toContainText('1/unit/44')
  await expect(main.getByText('照片被判为有风险，不显示')).toBeVisible()
  await expect(main.getByText('No. 7')).toBeVisible()
  await expect(main.getByText('这批货是被盗的').first()).toBeVisible()
  await expect(main.getByText('由识别模型立案，78 分')).toBeVisible()
  await fine(page)
  await page.getByRole('button', { name: 'English' }).click()
  await expect(main.getByText('12 consumers scanned in Wenzhou')).toBeVisible()
  await expect(main.getByText('Opened by the detector, score 78')).toBeVisible()
  await page.setViewportSize({ width: 768, height: 900 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(768)
})

test('confirming shows how the penalty is worked out, wants a reason, and is one step however often it is sent', async ({ as, page, request }) => {
  test.slow() // axe looks at a page full of fields
  const world = await worldOf(page, request, 'appealed')
  await as('manager', casePath)
  await page.getByRole('button', { name: '驳回申诉并处罚' }).click()
  const dialog = page.getByRole('dialog', { name: '驳回申诉并处罚' })
  await expect(dialog.getByText('单案上限')).toBeVisible()
  await expect(dialog.getByText('告知的件数')).toBeVisible()
  await expect(dialog.getByText('请填写')).toBeHidden() // nothing was tried yet
  await dialog.getByRole('button', { name: '驳回申诉并处罚' }).click()
  await expect(dialog.getByText('请填写')).toBeVisible()
  expect(world.sent).toEqual([])
  await fine(page)
  await dialog.getByLabel('改罚金额（元）').fill('99.5')
  await dialog.getByLabel('原因').fill('证据确凿')
  world.refuse = { status: 400, body: { status: 400, code: 'diversion.above_cap', title: 'above its cap', hint: 'give less' } }
  await dialog.getByRole('button', { name: '驳回申诉并处罚' }).click()
  await expect(dialog.locator('[data-code="diversion.above_cap"]')).toBeVisible()
  await expect(dialog.getByLabel('原因')).toHaveValue('证据确凿')
  await dialog.getByRole('button', { name: '驳回申诉并处罚' }).click()
  await expect(dialog).toBeHidden()
  expect(world.sent.map((s) => s.body)).toEqual([{ note: '证据确凿', amount_fen: 9950 }, { note: '证据确凿', amount_fen: 9950 }])
  expect(world.sent[0]!.path).toMatch(/\/confirm$/)
  expect(world.sent[0]!.key).toBeTruthy()
  expect(world.sent[1]!.key).toBe(world.sent[0]!.key)
  await expect(page.getByRole('region', panel).getByRole('button', { name: '接受申诉并撤销' })).toBeVisible() // the appeal waits for its answer
})

test('each step goes where it should', async ({ as, page, request }) => {
  const world = await worldOf(page, request, 'watched')
  await as('owner', casePath)
  for (const [label, path] of [['立案', 'open'], ['告知经销商', 'notify'], ['排除', 'dismiss']] as const) {
    await page.getByRole('region', panel).getByRole('button', { name: label }).click()
    const dialog = page.getByRole('dialog', { name: label })
    await dialog.getByLabel('原因').fill('看过了')
    await dialog.getByRole('button', { name: label }).click()
    await expect(dialog).toBeHidden()
    expect(world.sent.at(-1)).toMatchObject({ path: expect.stringMatching(`/${path}$`), body: { note: '看过了' } })
  }
  await expect(page.getByRole('region', panel)).toContainText('没有处罚')
})

test('who was overtaken sees the case as it is, and keeps what he typed', async ({ as, page, request }) => {
  const world = await worldOf(page, request, 'open')
  await as('manager', casePath)
  await page.getByRole('button', { name: '告知经销商' }).click()
  const dialog = page.getByRole('dialog', { name: '告知经销商' })
  await dialog.getByLabel('原因').fill('证据充分')
  Object.assign(world.cases[0]!, { status: 'dismissed' })
  world.refuse = { status: 409, body: { status: 409, code: 'diversion.wrong_state', title: 'not in that state', hint: 'look again' } }
  await dialog.getByRole('button', { name: '告知经销商' }).click()
  await expect(dialog.getByRole('alert')).toContainText('diversion.wrong_state')
  await expect(dialog.getByLabel('原因')).toHaveValue('证据充分')
  await expect(page.getByText('已排除，没有处罚。')).toBeVisible()
})

test('nobody is penalised while he may appeal', async ({ as, page, request }) => {
  const world = await worldOf(page, request, 'noticed')
  await as('manager', casePath)
  const confirm = page.getByRole('region', panel).getByRole('button', { name: '确认并处罚' })
  await expect(confirm).toBeDisabled()
  await expect(page.getByText('还剩 12 天')).toBeVisible()
  world.cases[0]!.appeal_until = new Date(Date.now() - 60_000).toISOString()
  await page.reload()
  await expect(page.getByText('申诉期已过')).toBeVisible()
  await expect(confirm).toBeEnabled()
})

test('an appeal against a penalty is refused or accepted', async ({ as, page, request }) => {
  const world = await worldOf(page, request, 'confirmed', { appealed_at: new Date().toISOString(), penalty_fen: 48_000, reckoning: [{ rule: 'units', units: 24, rate_fen: 2000, fen: 48_000 }, { rule: 'case_cap', limit_fen: 40_000, fen: 40_000 }] })
  await as('manager', casePath)
  await expect(page.getByText('24 件 × 20.00 元')).toBeVisible()
  await expect(page.getByText('单案上限 400.00 元')).toBeVisible()
  await page.getByRole('button', { name: '维持处罚' }).click()
  const dialog = page.getByRole('dialog', { name: '维持处罚' })
  await dialog.getByLabel('原因').fill('没有证据')
  await dialog.getByRole('button', { name: '维持处罚' }).click()
  await expect(page.getByRole('region', panel).getByRole('button')).toHaveText(['撤销处罚'])
  expect(world.sent.at(-1)!.path).toMatch(/\/uphold$/)
})

test('a case is given to a salesperson', async ({ as, page, request }) => {
  test.slow() // axe looks at a page full of fields
  const world = await worldOf(page, request, 'open')
  await page.route('**/organisations/*/members?**', (r) => r.fulfill({ json: { items: [
    { person_id: '900000000000000081', phone: '138****5678', role: 'salesperson', since: '2026-01-05T00:00:00Z' },
    { person_id: '900000000000000082', phone: '139****0000', role: 'guide', since: '2026-01-05T00:00:00Z' },
  ] } }))
  await as('manager', casePath)
  await page.getByRole('button', { name: '指派稽查' }).click()
  const dialog = page.getByRole('dialog', { name: '指派稽查' })
  await expect(dialog.getByRole('combobox', { name: '业务员' })).toBeEnabled()
  await dialog.getByRole('combobox', { name: '业务员' }).click({ force: true })
  await expect(page.getByRole('option', { name: '139****0000' })).toBeHidden()
  await page.getByRole('option', { name: '138****5678，2026-01-05 起' }).click()
  await fine(page)
  await dialog.getByRole('button', { name: '指派稽查' }).click()
  await expect(page.getByText('稽查人员正在核实')).toBeVisible()
  expect(world.sent.at(-1)!.body).toEqual({ inspector_id: '900000000000000081' })
})

test('a piece of evidence is struck out with a reason', async ({ as, page, request }) => {
  const world = await worldOf(page, request, 'investigating')
  await as('owner', casePath)
  await page.getByRole('button', { name: '作废' }).first().click()
  const dialog = page.getByRole('dialog', { name: '作废这条证据' })
  await dialog.getByLabel('原因').fill('不是本案的货')
  await dialog.getByRole('button', { name: '作废' }).click()
  await expect(dialog).toBeHidden()
  expect(world.sent).toEqual([expect.objectContaining({ path: '/api/v1/console/case-evidence/900000000000000051/strike', body: { reason: '不是本案的货' } })])
})

test('a real case has its sum and its evidence pack', async ({ as, page, request }) => {
  const [found] = (await (await asks(request, 'auditor')).get('/diversion-cases?status=confirmed&limit=1')).items
  await as('auditor', `diversion/cases/${found.id}`)
  await expect(page.getByRole('row', { name: `${found.units} 件 ×` })).toBeVisible()
  await expect(page.getByText('确认并处罚', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: '下载证据包' }).click()
  const pack = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: '不含照片' }).click()
  expect((await pack).suggestedFilename()).toMatch(/\.zip$/)
  await fine(page)
})

test('alerts open with their reasons, and lead to their case', async ({ as, page, request }) => {
  const world = await worldOf(page, request, 'open')
  await page.route('**/diversion-alerts**', (r) => r.fulfill({ json: { items: world.cases[0]!.alerts } }))
  await as('auditor', 'diversion/alerts')
  await page.getByRole('button', { name: '窜货' }).click()
  const drawer = page.getByRole('dialog')
  await expect(drawer.getByText('其中许多出自同几箱')).toBeVisible()
  await expect(drawer.getByText('证据强度 9.4')).toBeVisible()
  await fine(page)
  await drawer.getByRole('link', { name: '查看案件' }).click()
  await expect(page).toHaveURL(new RegExp(`${casePath}$`))
})
