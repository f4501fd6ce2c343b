import type { Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { expect, fine, test } from '../guard'
import { shot } from '../shot'
import { asks } from '../asks'

type Asks = Awaited<ReturnType<typeof asks>>
const console_ = '/api/v1/console'
const mine = () => `E2E-${Date.now()}-${Math.floor(Math.random() * 1000)}`

/** told is the batch that the demo's story tells of: its first unit was sold at a shop. */
async function told(api: Asks): Promise<{ id: string; ref: string }> {
  let after = ''
  for (;;) {
    const page = await api.get(`/batches?limit=200${after}`)
    const found = page.items.find((b: { ref: string }) => b.ref.startsWith('DEMO-A'))
    if (found) return found
    after = `&after=${page.next_after}`
  }
}

test.describe('a code', () => {
  let batch: { id: string; ref: string }
  let codes: string[][] // of the first unit: as it is typed, as it is scanned

  test.beforeAll(async ({ playwright, baseURL }) => {
    const request = await playwright.request.newContext({ baseURL })
    const api = await asks(request, 'owner')
    batch = await told(api)
    const text = await (await request.get(`${console_}/batches/${batch.id}/codes?face=unit_outer&from=0&to=2`, { headers: api.headers })).text()
    codes = text.trim().split(/\r?\n/).slice(1).map((line) => line.split(','))
    await request.dispose()
  })

  test('that is typed shows its goods, what they are in and their way; one that is none says why', async ({ as, page }) => {
    await as('auditor', 'goods/look-up')
    const typed = page.getByLabel('输入、粘贴或扫描任何码').first()
    await expect(typed).toBeFocused()
    await typed.fill(codes[0]![0]!)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: /单品 第 1 号/ })).toBeVisible()
    await expect(page.getByRole('listitem').filter({ hasText: /^箱 第 1 号$/ })).toBeVisible()
    for (const way of ['好伴乳业 → 南京经销商', '南京经销商 → 苏州母婴店']) await expect(page.getByText(way, { exact: true })).toBeVisible()
    await expect(page.getByText('收货', { exact: true })).toHaveCount(2)
    await expect(page.getByRole('img', { name: '流向地图：好伴乳业 → 南京经销商 → 苏州母婴店' })).toBeVisible()
    for (const part of ['扫码记录', '钱款']) await expect(page.getByRole('heading', { name: part, exact: true })).toBeVisible()
    for (const deed of ['补标签', '作废码', '召回']) await expect(page.getByRole('button', { name: deed, exact: true })).toHaveCount(0)
    await fine(page)
    await shot(page, 'look-up')

    const wrong = codes[0]![0]!.replace(/^./, (c) => (c === '0' ? '1' : '0'))
    for (const [text, said] of [['hello', '这不是码'], [wrong, /码输错了|查无此码/]] as const) {
      await typed.fill(text)
      await page.keyboard.press('Enter')
      await expect(page.getByRole('alert')).toContainText(said)
      await expect(typed).toHaveValue(text)
    }
  })

  test('is read from its address, and from a picture that is chosen, dropped or pasted', async ({ as, page, request }) => {
    const api = await asks(request, 'owner')
    const qr = await (await request.get(`${console_}/batches/${batch.id}/codes/1/picture?face=unit_outer&format=png`, { headers: api.headers })).body()
    await as('manager', `goods/look-up?code=${encodeURIComponent(codes[0]![1]!)}`)
    await expect(page.getByRole('heading', { name: /单品 第 1 号/ })).toBeVisible()
    await expect(page.getByRole('button', { name: '补标签' })).toBeVisible()
    await handed(page, 'drop', qr, 'image/png')
    await expect(page.getByRole('heading', { name: /单品 第 2 号/ })).toBeVisible()
    await page.goto('/console/goods/look-up')
    await handed(page, 'paste', qr, 'image/png')
    await expect(page.getByRole('heading', { name: /单品 第 2 号/ })).toBeVisible()
    await handed(page, 'drop', Buffer.from('no picture'), 'image/png')
    await expect(page.getByText('这不是能打开的图片')).toBeVisible()
    await page.locator('input[type=file]').setInputFiles({ name: 'none.png', mimeType: 'image/png', buffer: await page.getByRole('button', { name: '拍摄' }).screenshot() })
    await expect(page.getByText('图片里没有认出二维码')).toBeVisible()
  })
})

/** handed drops or pastes a file on the page. */
async function handed(page: Page, how: 'drop' | 'paste', file: Buffer, type: string): Promise<void> {
  await page.locator('.page').first().evaluate((on, [event, base64, kind]) => {
    const data = new DataTransfer()
    data.items.add(new File([Uint8Array.from(atob(base64!), (c) => c.charCodeAt(0))], 'code', { type: kind }))
    on.dispatchEvent(event === 'drop' ? new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }) : new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  }, [how, file.toString('base64'), type])
}

test('codes are asked for by one, allowed by another, made live and handed to the printer', async ({ as, page }) => {
  test.slow()
  const ref = `P02-2612-${Date.now() % 100_000}`
  await as('manager', 'goods/code-orders')
  await page.getByRole('button', { name: '申请码' }).click()
  const ask = page.getByRole('dialog', { name: '申请码' })
  await ask.getByRole('button', { name: '提交申请' }).click()
  await expect(ask.getByText('请填写').first()).toBeVisible()
  await ask.getByRole('combobox', { name: '产品' }).click({ force: true })
  await page.getByRole('option', { name: /P02/ }).click()
  await ask.getByLabel('批次号').fill(ref)
  await ask.getByLabel('每托箱数').fill('10')
  await ask.getByLabel('托盘数').fill('50')
  await expect(ask.getByRole('status')).toContainText('50 托盘 · 500 箱 · 3,000 单品')
  await fine(page)
  await shot(page, 'order-ask', page.locator('.el-dialog:visible'))
  await ask.getByRole('button', { name: '提交申请' }).click()
  await expect(page.getByRole('heading', { name: ref })).toBeVisible()
  await expect(page.getByText('须由其他负责人审批')).toBeVisible()
  await expect(page.getByRole('button', { name: '批准' })).toHaveCount(0)
  const order = page.url().split('/').pop()!

  await as('owner', `goods/code-orders/${order}`)
  await page.getByRole('button', { name: '批准' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '批准' }).click()
  await expect(page.getByText('已发码', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: '激活' }).click()
  const live = page.getByRole('dialog', { name: '激活' })
  await live.getByText('其中一段').click()
  await live.getByLabel('截止号').fill('20')
  await live.getByRole('button', { name: '激活' }).click()
  await expect(page.getByRole('row', { name: /托盘 第 1–20 已激活/ })).toBeVisible()

  await page.getByRole('button', { name: '导出码文件' }).click()
  await page.getByRole('dialog', { name: /导出码文件/ }).getByLabel('CSV', { exact: true }).check({ force: true })
  await page.getByRole('button', { name: '开始生成' }).click()
  await expect(page.getByText('可下载', { exact: true })).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('progressbar', { name: '进度' })).toHaveAttribute('aria-valuenow', '100')
  await page.getByRole('button', { name: '生成下载地址' }).click()
  await expect(page.getByText('下载地址有效至')).toBeVisible()
  await fine(page)
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载 1' }).click()])
  expect(readFileSync(await file.path(), 'utf8').trim().split('\n').length).toBeGreaterThan(3000)
  await page.goto(`/console/goods/code-orders/${order}`)
  await expect(page.getByRole('row', { name: /单品外码.*可下载/ })).toBeVisible()
  await shot(page, 'order')
})

test('a recall reaches who holds the goods, and is ended', async ({ as, page, request }) => {
  const batch = await told(await asks(request, 'owner'))
  const reason = `奶勺缺失 ${mine()}`
  await as('manager', `goods/batches/${batch.id}`)
  await page.getByRole('button', { name: '召回' }).click()
  const dialog = page.getByRole('dialog', { name: '发起召回' })
  await dialog.getByText('其中一段').click()
  await dialog.getByLabel('起始号').fill('3')
  await dialog.getByLabel('截止号').fill('3')
  await dialog.getByRole('button', { name: '发起召回' }).click()
  await expect(dialog.getByText('请填写')).toBeVisible()
  await dialog.getByLabel('原因').fill(reason)
  await dialog.getByRole('button', { name: '发起召回' }).click()
  await expect(page.getByRole('heading', { name: reason })).toBeVisible()
  await expect(page.getByText('召回中', { exact: true })).toBeVisible({ timeout: 20_000 })
  await expect(page.getByRole('row', { name: /在库.*广州经销商/ })).toBeVisible()
  await expect(page.getByText('涉及件数').locator('..')).toContainText('24')
  await fine(page)
  await page.getByRole('button', { name: '结束召回' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '结束召回' }).click()
  await expect(page.getByText('已结束', { exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: '结束召回' })).toHaveCount(0)
})

test('of a wrong file nothing is taken in, and each row is told of', async ({ as, page }) => {
  await as('manager', 'goods/imports')
  const send = async (text: string): Promise<void> => {
    await page.getByRole('button', { name: '导入文件' }).click()
    const dialog = page.getByRole('dialog', { name: '导入文件' })
    await dialog.getByText('发货记录').click()
    await dialog.locator('input[type=file]').setInputFiles({ name: 'shipments.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
    await dialog.getByRole('button', { name: '上传并导入' }).click()
    await expect(page.getByRole('heading', { name: '发货记录' })).toBeVisible()
  }
  await send('编码,发货方,收货方,发货时间\nNOCODE,D-NJ,T-SZ1,2026-01-05 10:00\nNONE2,NOBODY,T-SZ1,yesterday\n')
  await expect(page.getByRole('alert').filter({ hasText: '文件里有不能导入的行' })).toBeVisible({ timeout: 20_000 })
  await expect(page.getByRole('row', { name: /NOCODE/ })).toBeVisible()
  await expect(page.getByRole('row', { name: /NONE2/ })).toBeVisible()
  const [report] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载报告' }).click()])
  expect(readFileSync(await report.path(), 'utf8')).toContain('NOCODE')
  await fine(page)
  await page.goto('/console/goods/imports')
  await send('这不是,我们的表\n1,2\n')
  await expect(page.getByRole('alert').filter({ hasText: '表头不符合这种导入' })).toBeVisible({ timeout: 20_000 })
})

test('a packaging is described once, is a product’s usual one, and codes are asked for in it', async ({ as, page }) => {
  const title = `托 ${Date.now()}`
  await as('manager', 'goods/packaging-profiles')
  await page.getByRole('button', { name: '新增包装规格' }).click()
  const dialog = page.getByRole('dialog', { name: '新增包装规格' })
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(dialog.locator('.el-form-item__error')).toBeVisible()
  await dialog.getByLabel('规格名称').fill(title)
  await dialog.getByLabel('装满上一层').fill(String(100 + (Date.now() % 9000)))
  await fine(page)
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('row', { name: new RegExp(`${title}.*在用`) })).toBeVisible()

  await page.goto('/console/goods/products')
  await page.getByRole('button', { name: '修改 P05' }).click()
  const product = page.getByRole('dialog', { name: '修改产品' })
  await product.getByRole('combobox', { name: '已保存的规格' }).click({ force: true })
  await page.getByRole('option', { name: title }).click()
  await product.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('row', { name: new RegExp(`P05.*${title}`) })).toBeVisible()

  await page.goto('/console/goods/code-orders')
  await page.getByRole('button', { name: '申请码' }).click()
  const ask = page.getByRole('dialog', { name: '申请码' })
  await ask.getByRole('combobox', { name: '产品' }).click({ force: true })
  await page.getByRole('option', { name: /P05/ }).click()
  await expect(ask.getByText(title)).toBeVisible()
  await ask.getByLabel('箱数量').fill('4')
  await ask.getByLabel('批次号').fill(`PK${Date.now()}`)
  await expect(ask.getByRole('status')).toContainText('4 箱')
  await ask.getByRole('button', { name: '提交申请' }).click()
  await expect(page.getByText('须由其他负责人审批')).toBeVisible()

  await page.goto('/console/goods/packaging-profiles')
  await page.getByRole('row', { name: new RegExp(title) }).getByRole('button', { name: '停用' }).click()
  await expect(page.getByRole('row', { name: new RegExp(`${title}.*已停用`) })).toBeVisible()
})

test('a product that somebody else has changed meanwhile shows both', async ({ as, page, request }) => {
  const api = await asks(request, 'owner')
  const p = (await api.get('/products?q=P07')).items.find((one: { sku: string }) => one.sku === 'P07')
  await as('manager', 'goods/products')
  await page.getByRole('button', { name: '修改 P07' }).click()
  const dialog = page.getByRole('dialog', { name: '修改产品' })
  await dialog.getByLabel('规格', { exact: true }).fill('我的规格')
  const { gtin, name, points_earned, points_to_redeem } = p
  const other = await request.put(`/api/v1/console/products/${p.id}`, { headers: { ...api.headers, 'If-Match': `"${p.version}"` }, data: { gtin, name, pack: '别人的规格', points_earned, points_to_redeem } })
  expect(other.status()).toBe(200)
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(dialog.getByText('别人已经改过')).toBeVisible()
  await expect(dialog.getByText('我的规格')).toBeVisible()
  await expect(dialog.getByText('别人的规格')).toBeVisible()
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('row', { name: /P07.*我的规格/ })).toBeVisible()
})

test('a product is judged beside its fields, added and changed', async ({ as, page }) => {
  const sku = `S${Date.now() % 1_000_000_000}`
  await as('manager', 'goods/products')
  await page.getByRole('button', { name: '新增产品' }).click()
  const dialog = page.getByRole('dialog', { name: '新增产品' })
  await dialog.getByLabel('名称').fill('测试麦粉')
  await dialog.getByLabel('商品条码').fill('123')
  await dialog.getByRole('button', { name: '保存' }).click()
  const field = (name: string) => dialog.locator('.el-form-item').filter({ has: page.getByText(name, { exact: true }) })
  await expect(field('货号').locator('.el-form-item__error')).toBeVisible()
  await expect(field('商品条码').locator('.el-form-item__error')).toBeVisible()
  await dialog.getByLabel('货号').fill(sku)
  await dialog.getByLabel('商品条码').fill('06900000000015') // its check digit is 4
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(dialog.locator('[data-code]')).toBeVisible()
  await expect(dialog.getByLabel('名称')).toHaveValue('测试麦粉')
  await fine(page)
  const twelve = String(Date.now()).slice(0, 12)
  await dialog.getByLabel('商品条码').fill(`0${twelve}${checkDigit(`0${twelve}`)}`)
  await dialog.getByRole('button', { name: '保存' }).click()
  await page.getByLabel('货号、条码、名称或规格').fill(sku)
  await page.getByLabel('货号、条码、名称或规格').press('Enter')
  await expect(page.getByRole('row', { name: new RegExp(sku) })).toBeVisible()
  await page.getByRole('button', { name: `修改 ${sku}` }).click()
  const change = page.getByRole('dialog', { name: '修改产品' })
  await change.getByLabel('名称').fill('测试麦粉二号')
  await change.getByLabel('兑换积分').fill('30')
  await change.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('row', { name: /测试麦粉二号/ })).toBeVisible()
})

/** checkDigit is the last digit of a GTIN-14. */
function checkDigit(digits: string): number {
  return (10 - ([...digits].reduce((n, d, i) => n + Number(d) * (i % 2 ? 1 : 3), 0) % 10)) % 10
}
