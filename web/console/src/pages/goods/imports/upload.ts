import { api, send } from '@/api/client'
import { Problem } from '@/api/problem'
import type { components } from '@/api/schema'

export type Upload = components['schemas']['Upload']

const piece = 8 << 20
const attempts = 4 // at the same place

/** declare tells the server what is coming; of what fits into memory it can check the bytes. */
export async function declare(file: File): Promise<Upload> {
  const sum = file.size <= 64 << 20 && crypto.subtle ? await crypto.subtle.digest('SHA-256', await file.arrayBuffer()) : undefined
  const sha256 = sum && [...new Uint8Array(sum)].map((b) => b.toString(16).padStart(2, '0')).join('')
  return api.post('/api/v1/console/uploads', { body: { name: file.name.slice(-200), size: file.size, ...(sha256 ? { sha256 } : {}) } })
}

/** sendFile sends what of a declared file has not arrived, piece by piece; after a break it goes on where the server stands. */
export async function sendFile(file: File, upload: Upload, moved: (u: Upload) => void): Promise<Upload> {
  let now = upload
  let failed = 0
  while (!now.complete) {
    try {
      now = await sendPiece(file, now)
      failed = 0
      moved(now)
    } catch (thrown) {
      const problem = Problem.of(thrown)
      const goesOn = problem.unreachable || ['intake.offset', 'intake.cut_off'].includes(problem.code)
      if (!goesOn || ++failed >= attempts) throw problem
      await new Promise((wait) => setTimeout(wait, failed * 1000))
      now = await api.get('/api/v1/console/uploads/{id}', { params: { path: { id: now.id } } }).catch(() => now)
      moved(now)
    }
  }
  return now
}

async function sendPiece(file: File, u: Upload): Promise<Upload> {
  const answer = await send(new Request(new URL(`/api/v1/console/uploads/${u.id}`, window.location.origin), {
    method: 'PATCH', body: file.slice(u.offset, u.offset + piece),
    headers: { 'Content-Type': 'application/octet-stream', 'Upload-Offset': String(u.offset) },
  }))
  if (!answer.ok) throw await Problem.from(answer)
  return answer.json()
}
