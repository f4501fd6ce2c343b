import type { Page } from '@playwright/test'
import { accounts, type Who } from '../accounts'
import { expect, light, test } from '../guard'
import { addressesOf, rowsOf } from './pages.world'

const rows = rowsOf()

/** What a button is called that changes something of the brand's: an auditor is offered none. */
const writes = /新增|新建|添加|修改|删除|作废|召回|发起|批准|拒绝|驳回|确认|处罚|登记|停用|发布|起草|终止|结账|切账|送达|申请|导入|上传|激活|补标签|转为|退回|重新|结束|排除|指派|告知|发送|发公告|由我|划给|处理|设置|撤回|维持/

/** Pages that axe looks at in the test of their area. */
const seen = ['home', 'lookUp', 'products', 'packagings', 'codeExport', 'import', 'recall', 'organisations', 'organisation', 'territories', 'channelImport', 'routing', 'routingDraft', 'cases', 'case', 'alerts', 'diversionPolicy', 'diversionDraft', 'diversionReplay',
  'threads', 'thread', 'announcements', 'announce', 'announcement', 'users', 'user', 'audit', 'account', 'programmeVersion', 'statement', 'bankRun', 'ledgerAccount', 'request']

/** goes leads to a page as a link within the console does, and waits until it is there. */
async function goes(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    const app = (document.querySelector('#app') as Element & { __vue_app__: { config: { globalProperties: { $router: { push: (to: string) => Promise<unknown> } } } } }).__vue_app__
    return app.config.globalProperties.$router.push(to).then(() => new Promise(requestAnimationFrame))
  }, path)
  const main = page.getByRole('main')
  await expect(main.getByRole('heading', { level: 1 }).or(main.locator('[data-code="request.not_permitted"]')).first()).toBeVisible()
  await expect(main.locator('.el-skeleton, .el-loading-mask:visible')).toHaveCount(0)
}

test('the table of pages is read', () => {
  expect(rows.length).toBeGreaterThan(45)
  expect(rows.find((r) => r.name === 'user')?.roles).toEqual(['owner'])
})

for (const who of Object.keys(accounts) as Who[]) {
  const role = accounts[who].role
  test(`${who} opens every page that the role may see, and is told of the others`, async ({ as, page, request }) => {
    test.setTimeout(240_000) // some fifty pages, where the machine is busy
    const at = await addressesOf(request)
    const wrote: string[] = []
    page.on('request', (r) => { if (r.url().includes('/api/') && r.method() !== 'GET' && !/sessions\/refresh$|dry-run$/.test(r.url())) wrote.push(`${r.method()} ${r.url()}`) })
    await as(who, 'account')
    const bad: string[] = []
    for (const row of rows) {
      const may = row.roles.includes(role)
      await goes(page, at[row.name] ?? `${row.path}?limit=20`)
      const main = page.getByRole('main')
      const told = await main.locator('[data-code]').evaluateAll((all) => all.map((e) => e.getAttribute('data-code')))
      if (told.join() !== (may ? '' : 'request.not_permitted')) bad.push(`${row.name}: ${told.join() || 'shown'}`)
      if (!may) continue
      if (who === 'auditor' && row.name !== 'account') {
        const buttons = await main.locator('button.el-button').allInnerTexts()
        bad.push(...buttons.filter((b) => writes.test(b)).map((b) => `${row.name}: ${b}`))
      }
    }
    expect(bad).toEqual([])
    expect(wrote).toEqual([])
  })
}

const unseen = rows.filter((r) => !seen.includes(r.name))
for (const half of [0, 1]) {
  test(`axe finds nothing on the pages that no other test shows it, part ${half + 1}`, async ({ as, page, request }) => {
    test.setTimeout(180_000)
    const at = await addressesOf(request)
    await as('owner', 'account')
    const bad: string[] = []
    for (const row of unseen.filter((_, i) => i % 2 === half)) {
      await goes(page, at[row.name] ?? `${row.path}?limit=20`)
      bad.push(...(await light(page, 'main')).map((found) => `${row.name}: ${found}`))
    }
    expect(bad).toEqual([])
  })
}
