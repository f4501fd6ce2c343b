import { expect, test as setup } from '@playwright/test'
import { existsSync, readFileSync } from 'node:fs'
import { accounts } from './accounts'

const made = '.made/owner.json'

/** The owner of the demo adds somebody of each other role. */
setup('somebody of each role', async ({ request }) => {
  setup.setTimeout(120_000)
  await expect.poll(() => existsSync(made), { timeout: 100_000 }).toBe(true) // the demo's story is told
  const owner = JSON.parse(readFileSync(made, 'utf8'))
  const session = await request.post('/api/v1/console/sessions', { data: owner })
  expect(session.ok()).toBe(true)
  const headers = { Authorization: `Bearer ${(await session.json()).access_token}` }
  for (const a of Object.values(accounts)) {
    const added = await request.post('/api/v1/console/users', { headers, data: a })
    expect(added.ok(), await added.text()).toBe(true)
  }
})
