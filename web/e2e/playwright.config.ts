import { defineConfig } from '@playwright/test'

const port = 8112

export default defineConfig({
  testDir: 'tests',
  timeout: 60_000, // axe is slow where the machine is busy
  expect: { timeout: 15_000 },
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  reporter: [['list']],
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    launchOptions: { executablePath: '/usr/bin/chromium', args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1280, height: 900 },
    trace: process.env.TRACE ? 'retain-on-failure' : 'off', // a film of each test takes as long as the test
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'people', testMatch: /people\.setup\.ts/ },
    { name: 'console', testMatch: /console\/.*\.spec\.ts/, dependencies: ['people'] },
  ],
  webServer: { command: `node serve.mjs ${port}`, url: `http://127.0.0.1:${port}/readyz`, timeout: 240_000, stdout: 'ignore', gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 } },
})
