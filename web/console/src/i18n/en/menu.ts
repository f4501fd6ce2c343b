import type zh from '../zh/menu'

export default {
  home: 'Home',
  goods: 'Goods', products: 'Products', packagings: 'Packaging profiles', batches: 'Batches', batch: 'Batch', codeOrders: 'Code orders', codeOrder: 'Code order', codeExports: 'Code files', codeExport: 'Code files', imports: 'File imports', import: 'File import', lookUp: 'Look a code up', recalls: 'Recalls', recall: 'Recall',
  channel: 'Channel', organisations: 'Organisations', organisation: 'Organisation', territories: 'Territories', channelImport: 'Import and export',
  routing: 'Routing', routingDraft: 'Change routing',
  diversion: 'Diversion', cases: 'Cases', case: 'Case', alerts: 'Alerts', diversionPolicy: 'Policy', diversionDraft: 'Change the policy', diversionReplay: 'Replay of a policy',
  money: 'Money', programmes: 'Rebate programmes', programme: 'Rebate programme', statements: 'Settlement', period: 'Period', statement: 'Statement', wins: 'Prizes won', payouts: 'Payouts', reconciliations: 'Reconciliation', ledger: 'Ledger',
  ledgerAccounts: 'Accounts', ledgerAccount: 'Account',
  programmeVersion: 'Version', adjustments: 'Adjustments', bankAccounts: 'Bank accounts', bankRuns: 'Bank runs', bankRun: 'Bank run', credits: 'Credit', credit: 'Credit', reconciliation: 'Differences', moneyPolicies: 'Policies',
  contact: 'Contact', threads: 'Threads', thread: 'Thread', announcements: 'Announcements', announcement: 'Announcement', announce: 'Announce',
  people: 'People', users: 'Console users', user: 'User', audit: 'Audit log', requests: 'Personal-data requests', request: 'Personal-data request', account: 'My account',
} satisfies Record<keyof typeof zh, string>
