import { expect, fine, test } from '../guard'
import { asks } from '../asks'

type Api = Awaited<ReturnType<typeof asks>>

/** every is a whole list, page by page. */
async function every<Row>(api: Api, path: string): Promise<Row[]> {
  const rows: Row[] = []
  for (let after = ''; ;) {
    const page = await api.get(`${path}${path.includes('?') ? '&' : '?'}limit=200${after && `&after=${encodeURIComponent(after)}`}`)
    rows.push(...(page.items ?? []))
    after = page.next_after
    if (!after) return rows
  }
}

test('cases are narrowed down on the board and in the list, which the address tells; people are named', async ({ as, page, request }) => {
  const api = await asks(request, 'auditor')
  const [found] = (await api.get('/diversion-cases?status=investigating&limit=1')).items
  const all = await every<{ id: string }>(api, `/diversion-cases?inspector_id=${found.inspector_id}`)
  await as('auditor', `diversion/cases?inspector_id=${found.inspector_id}&origin_id=${found.origin_id}`)
  const filters = page.getByRole('search', { name: '筛选' })
  await expect(filters.getByText(found.origin.name)).toBeVisible()
  const column = page.getByRole('region', { name: '稽查中' })
  await expect(column.getByRole('link').filter({ hasText: found.origin.name }).first()).toBeVisible()
  expect(await column.getByRole('link').filter({ hasNotText: found.origin.name }).count()).toBe(0)
  await page.getByText('列表', { exact: true }).click()
  await expect(page).toHaveURL(new RegExp(`inspector_id=${found.inspector_id}`)) // what was chosen stays
  await page.goto(`/console/diversion/cases?view=list&inspector_id=${found.inspector_id}&limit=200`)
  await expect(page.getByRole('table').locator('tbody tr')).toHaveCount(all.length)
  await fine(page)
  const { items: [person] } = await api.get(`/persons?ids=${found.inspector_id}`)
  const name = [person.phone, person.posts?.[0]?.organisation.name].filter(Boolean).at(-1) as string
  await page.goto(`/console/diversion/cases/${found.id}`)
  await expect(page.getByText('稽查人员', { exact: true }).locator('..')).toContainText(name)
  await page.goto(`/console/diversion/alerts?origin_id=${found.origin_id}`)
  const alerts = await every(api, `/diversion-alerts?origin_id=${found.origin_id}`)
  await expect(page.getByRole('table').locator('tbody tr')).toHaveCount(Math.min(alerts.length, 50))
})

test('the policy says what holds where it is left empty, as the API tells it', async ({ as, page, request }) => {
  const usual = await (await asks(request, 'owner')).get('/diversion-defaults')
  await as('manager', 'diversion/policy/draft')
  const field = (label: string) => page.locator('.el-form-item').filter({ has: page.getByText(label, { exact: true }) })
  await expect(field('申诉期（天）')).toContainText(`留空：${usual.penalties.appeal_days}`)
  await expect(field('并案窗口（天）')).toContainText(`系统默认：${usual.window_days}`)
  await page.goto('/console/diversion/policy')
  await expect(page.getByText(`${usual.detection.travel_kmh}（默认）`)).toBeVisible()
})

test('a tile of the home page leads to exactly what it counts', async ({ as, page, request }) => {
  const api = await asks(request, 'auditor')
  await as('auditor', '?days=30')
  const tile = (figure: string) => page.locator(`[data-figure=${figure}]`)
  const leads = async (figure: string): Promise<URL> => new URL((await tile(figure).getAttribute('href'))!, page.url())
  const numbers = (text: string) => Number(text.replace(/[^\d.]/g, ''))
  // Tests beside this one open cases and pay: the tile and its list are asked for until they are of one moment.
  const same = (figure: string, list: (at: URL) => Promise<number>) => expect(async () => {
    await page.reload()
    await expect(tile(figure)).toBeVisible()
    expect(numbers(await tile(figure).locator('strong').innerText())).toBe(await list(await leads(figure)))
  }).toPass({ timeout: 30_000 })
  await same('open_cases', async (at) => (await every(api, `/diversion-cases?status=${at.searchParams.get('status')}`)).length)
  await same('payouts_waiting', async (at) => (await every(api, `/payouts?state=${at.searchParams.get('state')}`)).length)
  for (const [figure, unit] of [['reward_fen', 100], ['reward_points', 1], ['rebate_fen', 100]] as const) {
    await same(figure, async (at) => {
      const account = at.pathname.split('/').at(-1)!
      const entries = await every<{ amount: number }>(api, `/ledger/accounts/${account}/entries?from=${at.searchParams.get('from')}&to=${at.searchParams.get('to')}`)
      return -entries.reduce((sum, e) => sum + e.amount, 0) / unit
    })
  }
  await tile('open_cases').click()
  await expect(page.locator('tbody tr').first()).toBeVisible()
  await expect(page.getByRole('row', { name: /已处罚|已排除/ })).toHaveCount(0)
})

test('a prize leads to its goods and to the payouts of who won it', async ({ as, page, request }) => {
  const api = await asks(request, 'auditor')
  const [won] = (await api.get('/campaign-wins?limit=200')).items.filter((w: { kind: string }) => w.kind === 'cash')
  await as('auditor', `money/prizes?campaign_id=${won.campaign.id}&prize=${won.prize}`)
  await expect(page.locator('tbody tr').first()).toContainText(won.name)
  await fine(page)
  await page.locator('tbody tr').first().click()
  const drawer = page.getByRole('dialog', { name: won.name })
  await expect(drawer).toContainText(won.campaign.name)
  await drawer.getByRole('link', { name: won.item }).click()
  await expect(page.getByRole('heading', { name: '扫码记录' }).or(page.getByText(won.item)).first()).toBeVisible()
  await page.goto(`/console/money/payouts?person_id=${won.person_id}&state=paid`)
  await expect(page.getByLabel('个人编号')).toHaveValue(won.person_id)
  await fine(page)
})

test('batches are found by the server, the newest first, and an operator asks for codes', async ({ as, page, request }) => {
  const api = await asks(request, 'owner')
  const newest = (await api.get('/batches?sort=-created_at&limit=2')).items
  await as('auditor', 'goods/batches')
  await expect(page.locator('tbody tr').first()).toContainText(newest[0].ref)
  await page.getByLabel('批次号、GTIN 或产品').fill(newest[1].ref)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/q=/)
  await expect(page.locator('tbody tr').first()).toContainText(newest[1].ref)
  await as('operator', 'goods/code-orders')
  await page.getByRole('button', { name: '申请码' }).first().click()
  await page.getByRole('dialog').getByLabel('产品').click()
  await expect(page.getByRole('option').first()).toBeVisible()
})
