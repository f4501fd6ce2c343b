import jsQR from 'jsqr'

const widest = 1600

/** readPicture finds the QR code in a picture; undefined where there is none. Small codes in large pictures, and large ones in small, are tried at several sizes. */
export async function readPicture(file: Blob): Promise<string | undefined> {
  const picture = await draw(file)
  const longest = Math.max(picture.naturalWidth, picture.naturalHeight)
  for (const size of [Math.min(longest, widest), 800, 400]) {
    const found = decode(picture, picture.naturalWidth * (size / longest), picture.naturalHeight * (size / longest))
    if (found) return found
  }
  return undefined
}

async function draw(file: Blob): Promise<HTMLImageElement> {
  const picture = new Image()
  picture.src = URL.createObjectURL(file)
  try {
    await picture.decode()
    return picture
  } finally {
    URL.revokeObjectURL(picture.src)
  }
}

/** decode finds the QR code in what is drawn; margins of white help where a picture has none. */
export function decode(source: HTMLImageElement | HTMLVideoElement, width: number, height: number): string | undefined {
  const margin = Math.round(Math.max(width, height) / 20)
  const canvas = new OffscreenCanvas(Math.round(width) + 2 * margin, Math.round(height) + 2 * margin)
  const context = canvas.getContext('2d', { willReadFrequently: true })!
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(source, margin, margin, width, height)
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
  return jsQR(data, canvas.width, canvas.height)?.data || undefined
}
