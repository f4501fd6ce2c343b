import { mkdirSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from '../guard'
import { asks } from '../asks'

// The browser's camera films a file: what is in it when the camera is turned on.
const film = resolve('.made/camera.y4m')
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`]
test.use({ launchOptions: { executablePath: '/usr/bin/chromium', args: flags } })

test('a code that is filmed is found', async ({ as, page, request }) => {
  const api = await asks(request, 'owner')
  const batch = (await api.get('/batches?limit=1')).items[0]
  const picture = await (await request.get(`/api/v1/console/batches/${batch.id}/codes/0/picture?face=pallet&format=png`, { headers: api.headers })).body()
  await as('manager', 'goods/look-up')
  const [width, height] = [640, 480]
  const grey = await page.evaluate(async ([base64, w, h]) => {
    const code = await createImageBitmap(new Blob([Uint8Array.from(atob(base64 as string), (c) => c.charCodeAt(0))]))
    const context = new OffscreenCanvas(w as number, h as number).getContext('2d')!
    context.fillStyle = '#fff'
    context.fillRect(0, 0, w as number, h as number)
    context.drawImage(code, 140, 60, 360, 360)
    const { data } = context.getImageData(0, 0, w as number, h as number)
    let dots = ''
    for (let i = 0; i < data.length; i += 4) dots += String.fromCharCode(data[i]!)
    return btoa(dots)
  }, [picture.toString('base64'), width, height] as const)
  const frame = Buffer.concat([Buffer.from('FRAME\n'), Buffer.from(grey, 'base64'), Buffer.alloc((width * height) / 2, 128)])
  mkdirSync('.made', { recursive: true })
  writeFileSync(film, Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420\n`), frame, frame]))
  await page.getByRole('button', { name: '拍摄' }).click()
  await expect(page.getByRole('heading', { name: /托盘 第 1 号/ })).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(0) // the camera is off again
})
