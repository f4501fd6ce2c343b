import { type Page, readers } from '@/page'

export default [
  { name: 'lookUp', path: '/goods/look-up', group: 'goods', page: () => import('./lookup/LookUp.vue') },
  { name: 'products', path: '/goods/products', group: 'goods', page: () => import('./products/Products.vue'), roles: readers },
  { name: 'packagings', path: '/goods/packaging-profiles', group: 'goods', page: () => import('./packaging/Packagings.vue'), roles: readers },
  { name: 'codeOrders', path: '/goods/code-orders', group: 'goods', page: () => import('./orders/CodeOrders.vue') },
  { name: 'codeOrder', path: '/goods/code-orders/:id', group: 'goods', page: () => import('./orders/CodeOrder.vue'), hidden: true },
  { name: 'batches', path: '/goods/batches', group: 'goods', page: () => import('./batches/Batches.vue'), roles: readers },
  { name: 'batch', path: '/goods/batches/:id', group: 'goods', page: () => import('./batches/Batch.vue'), hidden: true, roles: readers },
  { name: 'codeExports', path: '/goods/code-files', group: 'goods', page: () => import('./exports/CodeExports.vue'), roles: readers },
  { name: 'codeExport', path: '/goods/code-files/:id', group: 'goods', page: () => import('./exports/CodeExport.vue'), hidden: true, roles: readers },
  { name: 'imports', path: '/goods/imports', group: 'goods', page: () => import('./imports/Imports.vue') },
  { name: 'import', path: '/goods/imports/:id', group: 'goods', page: () => import('./imports/Import.vue'), hidden: true },
  { name: 'recalls', path: '/goods/recalls', group: 'goods', page: () => import('./recalls/Recalls.vue') },
  { name: 'recall', path: '/goods/recalls/:id', group: 'goods', page: () => import('./recalls/Recall.vue'), hidden: true },
] as Page[]
