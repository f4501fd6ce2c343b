import { readFileSync } from 'node:fs'
import { expect, fine, test } from '../guard'
import { shot } from '../shot'
import { asks } from '../asks'

test.slow() // axe looks at maps and at long lists

const mine = () => `E${Date.now()}${Math.floor(Math.random() * 1000)}`

test('the channel is a tree that a search opens', async ({ as, page, request }) => {
  const api = await asks(request, 'owner')
  const code = mine()
  const brand = (await api.get('/organisations?kind=brand')).items[0]
  const org = await api.post('/organisations', { code, kind: 'distributor', name: `树上 ${code}`, adcode: '320000' })
  await api.post(`/organisations/${org.id}/links`, { supplier_id: brand.id, valid_from: '2026-01-01T00:00:00Z' })
  await as('auditor', 'channel/organisations')
  await expect(page.getByRole('tree')).toBeVisible()
  await expect(page.getByRole('button', { name: '新增渠道商' })).toHaveCount(0)
  await page.getByPlaceholder('编码开头或名称').fill(code)
  await page.getByPlaceholder('编码开头或名称').press('Enter')
  await page.getByRole('button', { name: `树上 ${code}` }).click()
  await expect(page.getByRole('treeitem', { name: new RegExp(code) })).toBeVisible()
  await fine(page)
  await shot(page, 'channel')
  await page.getByRole('treeitem', { name: new RegExp(code) }).getByText(`树上 ${code}`).click()
  await expect(page.getByRole('heading', { name: `树上 ${code}` })).toBeVisible()
  await expect(page.getByRole('button', { name: '修改' })).toHaveCount(0)
  await fine(page)
  await page.goto(`/console/channel/organisations?view=list&q=${code}&sort=-name`)
  await expect(page.getByRole('button', { name: code })).toBeVisible()
})

test('an edit that meets another shows both', async ({ as, page, request }) => {
  const api = await asks(request, 'owner')
  const code = mine()
  const org = await api.post('/organisations', { code, kind: 'terminal', name: '原名', adcode: '320102' })
  await as('manager', `channel/organisations/${org.id}`)
  await page.getByRole('button', { name: '修改' }).click()
  const dialog = page.getByRole('dialog', { name: '修改渠道商' })
  await dialog.getByLabel('名称').fill('我的名字')
  const other = await request.patch(`/api/v1/console/organisations/${org.id}`, { headers: { ...api.headers, 'If-Match': '"1"' }, data: { name: '别人的名字', adcode: '330106' } })
  expect(other.status()).toBe(200)
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(dialog.getByText('别人已经改过')).toBeVisible()
  await expect(dialog.getByText('我的名字')).toBeVisible()
  await expect(dialog.getByText('别人的名字')).toBeVisible()
  await fine(page)
  await dialog.getByRole('group', { name: '区划代码' }).getByText('330106').click()
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('heading', { name: '我的名字' })).toBeVisible()
  expect(await api.get(`/organisations/${org.id}`)).toMatchObject({ name: '我的名字', adcode: '330106', version: 3 })
})

test('a file is checked row by row before it is taken in', async ({ as, page }) => {
  const code = mine()
  const file = (rows: string[]) => ({ name: 'channel.csv', mimeType: 'text/csv', buffer: Buffer.from(['kind,code,name,adcode,parent', ...rows].join('\n')) })
  await as('manager', 'channel/import')
  await page.locator('input[type=file]').setInputFiles(file([`terminal,${code},好店,320102,`, `terminal,${code}X,坏店,999999,`]))
  await expect(page.getByRole('row', { name: new RegExp(`3 ${code}X 区划代码`) })).toBeVisible({ timeout: 20_000 })
  await expect(page.getByRole('row', { name: new RegExp(`3 ${code}X`) })).not.toContainText('organisation')
  for (const [button, ending] of [['下载结果（XLSX）', '.xlsx'], ['下载有误的行（CSV）', '.csv']] as const) {
    const [report] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button }).click()])
    expect(report.suggestedFilename()).toContain(ending)
    const content = readFileSync(await report.path())
    if (ending === '.csv') expect(content.toString()).toContain('渠道商信息不完整')
    else expect(content.subarray(0, 2).toString()).toBe('PK')
  }
  await fine(page)
  await shot(page, 'channel-import')
  await expect(page.getByRole('button', { name: '导入这个文件' })).toHaveCount(0)
  await page.locator('input[type=file]').setInputFiles(file([`terminal,${code},好店,320102,`]))
  await page.getByRole('button', { name: '导入这个文件' }).click({ timeout: 20_000 })
  await expect(page.getByRole('heading', { name: '导入结果' })).toBeVisible()
  await expect(page.getByText(/新增 1 · 修改 0/)).toBeVisible({ timeout: 20_000 })
})

test('areas are told, and an auditor gives none', async ({ as, page }) => {
  await as('auditor', 'channel/territories?of=320000')
  await page.getByRole('button', { name: '南京市', exact: true }).click()
  await expect(page.getByRole('region', { name: '南京市' })).toBeVisible()
  await expect(page.getByRole('button', { name: '划给经销商' })).toHaveCount(0)
  await fine(page)
  await page.goto('/console/channel/import')
  await expect(page.getByRole('button', { name: 'XLSX' })).toBeVisible()
  await expect(page.locator('input[type=file]')).toHaveCount(0)
})

test('an area is given with its overlaps told before, and scans are listed', async ({ as, page, request }) => {
  const api = await asks(request, 'owner')
  const code = mine()
  const org = await api.post('/organisations', { code, kind: 'distributor', name: `划区 ${code}`, adcode: '650000' })
  const other = await api.post('/organisations', { code: `${code}O`, kind: 'distributor', name: `原有 ${code}`, adcode: '650000' })
  await api.post(`/organisations/${other.id}/territories`, { prefix: '6540', valid_from: '2026-01-01T00:00:00Z' })
  await as('manager', 'channel/territories?of=650000')
  await page.getByRole('button', { name: '伊犁哈萨克自治州', exact: true }).click()
  await page.getByRole('button', { name: '划给经销商' }).click()
  const dialog = page.getByRole('dialog', { name: '划给经销商' })
  await dialog.getByRole('combobox', { name: '经销商' }).fill(code)
  await page.getByRole('option', { name: new RegExp(`划区 ${code}`) }).click()
  await expect(dialog.getByText(`原有 ${code}`)).toBeVisible()
  await fine(page)
  expect((await api.get(`/territories?org_id=${org.id}`)).items).toHaveLength(0)
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(dialog).toBeHidden()
  expect((await api.get(`/territories?org_id=${org.id}`)).items).toHaveLength(1)
  const shop = (await api.get('/organisations?kind=terminal')).items[0]
  await page.goto(`/console/channel/organisations/${shop.id}?tab=scans`)
  await expect(page.getByRole('columnheader', { name: '谁扫的' }).or(page.getByText('没有扫码'))).toBeVisible()
  await fine(page)
})

test('a shop is closed after what ends was seen, and opened again; a supplier of others is not', async ({ as, page, request }) => {
  const api = await asks(request, 'owner')
  const [code, brand] = [mine(), (await api.get('/organisations?kind=brand')).items[0]]
  const since = { valid_from: '2026-01-01T00:00:00Z' }
  const [above, shop] = await Promise.all([api.post('/organisations', { code: `${code}D`, kind: 'distributor', name: `上级 ${code}`, adcode: '320000' }), api.post('/organisations', { code, kind: 'terminal', name: `关门店 ${code}`, adcode: '320102' })])
  await api.post(`/organisations/${above.id}/links`, { supplier_id: brand.id, ...since })
  await api.post(`/organisations/${shop.id}/links`, { supplier_id: above.id, ...since })
  await as('manager', `channel/organisations/${above.id}`)
  const dialog = page.getByRole('dialog', { name: '停用' })
  await page.getByRole('button', { name: '停用' }).click()
  await expect(dialog.getByText('还有 1 家由它供货')).toBeVisible()
  await dialog.getByRole('link', { name: '看是哪些' }).click()
  await page.getByRole('button', { name: code, exact: true }).click()
  await page.getByRole('button', { name: '停用' }).click()
  await expect(dialog.getByText('结束的上级关系')).toBeVisible()
  await fine(page)
  await dialog.getByRole('button', { name: '停用' }).click()
  await expect(page.getByText(/起停用/)).toBeVisible()
  expect((await api.get(`/organisations/${shop.id}/path`)).items).toHaveLength(1)
  await page.getByRole('button', { name: '恢复' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '恢复' }).click()
  await expect(page.getByText(/起停用/)).toHaveCount(0)
})
