import type { Page } from '@/page'

export default [] as Page[]
