import type { Locator, Page } from '@playwright/test'
import { mkdirSync, writeFileSync } from 'node:fs'
import { crc32, deflateSync } from 'node:zlib'

const folder = '../../docs/console'

/** shot takes a picture for the task book (docs/console), where SHOTS asks for pictures: of the page, or of so much as matters. */
export async function shot(page: Page, name: string, of?: Locator): Promise<void> {
  if (!process.env.SHOTS) return
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  await page.waitForTimeout(600) // what comes in, comes in slowly
  const whole = of ? await of.screenshot({ animations: 'disabled' }) : await page.screenshot({ animations: 'disabled' })
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}/${name}.png`, await small(page, whole))
}

/** small is a picture with 256 colours, which pages get along with: a third of the size. */
async function small(page: Page, png: Buffer): Promise<Buffer> {
  const { width, height, palette, dots } = await page.evaluate(async (base64) => {
    const picture = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))]))
    const { width, height } = picture
    const context = new OffscreenCanvas(width, height).getContext('2d')!
    context.drawImage(picture, 0, 0)
    const { data } = context.getImageData(0, 0, width, height)
    const often = new Map<number, number>()
    const at = (i: number) => (data[i]! << 16) | (data[i + 1]! << 8) | data[i + 2]!
    for (let i = 0; i < data.length; i += 4) often.set(at(i), (often.get(at(i)) ?? 0) + 1)
    const palette = [...often].sort((a, b) => b[1] - a[1]).slice(0, 256).map(([colour]) => colour)
    const apart = (a: number, b: number) => Math.abs((a >> 16) - (b >> 16)) + Math.abs(((a >> 8) & 255) - ((b >> 8) & 255)) + Math.abs((a & 255) - (b & 255))
    const nearest = new Map(palette.map((colour, n) => [colour, n]))
    for (const colour of often.keys()) {
      if (!nearest.has(colour)) nearest.set(colour, palette.reduce((best, p, n) => (apart(p, colour) < apart(palette[best]!, colour) ? n : best), 0))
    }
    let dots = ''
    for (let i = 0; i < data.length; i += 4) dots += String.fromCharCode(nearest.get(at(i))!)
    return { width, height, palette, dots: btoa(dots) }
  }, png.toString('base64'))
  const plain = Buffer.from(dots, 'base64')
  const rows = Array.from({ length: height }, (_, y) => Buffer.concat([Buffer.alloc(1), plain.subarray(y * width, (y + 1) * width)]))
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 3], 8) // eight bits a dot, of a palette
  const colours = Buffer.from(palette.flatMap((c) => [c >> 16, (c >> 8) & 255, c & 255]))
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', head), chunk('PLTE', colours), chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 9 })), chunk('IEND', Buffer.alloc(0))])
}

function chunk(kind: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), content])
  const frame = Buffer.alloc(4)
  frame.writeUInt32BE(content.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([frame, named, sum])
}
