import { type Page, readers } from '@/page'

export default [
  { name: 'programmes', path: '/money/programmes', group: 'money', page: () => import('./programme/Programmes.vue'), roles: readers },
  { name: 'programme', path: '/money/programmes/:id', group: 'money', page: () => import('./programme/Programme.vue'), hidden: true, roles: readers },
  { name: 'programmeVersion', path: '/money/programmes/:id/versions/:number', group: 'money', page: () => import('./programme/ProgrammeVersion.vue'), hidden: true, roles: readers },
  { name: 'statements', path: '/money/settlement', group: 'money', page: () => import('./settlement/Periods.vue'), roles: readers },
  { name: 'period', path: '/money/settlement/:id', group: 'money', page: () => import('./settlement/Period.vue'), hidden: true, roles: readers },
  { name: 'statement', path: '/money/settlement/:id/:org', group: 'money', page: () => import('./settlement/Statement.vue'), hidden: true, roles: readers },
  { name: 'adjustments', path: '/money/adjustments', group: 'money', page: () => import('./settlement/Adjustments.vue'), roles: readers },
  { name: 'bankAccounts', path: '/money/bank-accounts', group: 'money', page: () => import('./payment/BankAccounts.vue'), roles: readers },
  { name: 'bankRuns', path: '/money/bank-runs', group: 'money', page: () => import('./payment/BankRuns.vue'), roles: readers },
  { name: 'bankRun', path: '/money/bank-runs/:id', group: 'money', page: () => import('./payment/BankRun.vue'), hidden: true, roles: readers },
  { name: 'credits', path: '/money/credits', group: 'money', page: () => import('./payment/Credits.vue'), roles: readers },
  { name: 'credit', path: '/money/credits/:org', group: 'money', page: () => import('./payment/Credit.vue'), hidden: true, roles: readers },
  { name: 'wins', path: '/money/prizes', group: 'money', page: () => import('./win/Wins.vue'), roles: readers },
  { name: 'payouts', path: '/money/payouts', group: 'money', page: () => import('./payout/Payouts.vue'), roles: readers },
  { name: 'reconciliations', path: '/money/reconciliations', group: 'money', page: () => import('./payout/Reconciliations.vue'), roles: readers },
  { name: 'reconciliation', path: '/money/reconciliations/:id', group: 'money', page: () => import('./payout/Reconciliation.vue'), hidden: true, roles: readers },
  { name: 'ledger', path: '/money/ledger', group: 'money', page: () => import('./ledger/Ledger.vue'), roles: readers },
  { name: 'ledgerAccounts', path: '/money/ledger/accounts', group: 'money', page: () => import('./ledger/Accounts.vue'), hidden: true, roles: readers },
  { name: 'ledgerAccount', path: '/money/ledger/accounts/:id', group: 'money', page: () => import('./ledger/Account.vue'), hidden: true, roles: readers },
  { name: 'moneyPolicies', path: '/money/policies', group: 'money', page: () => import('./policy/MoneyPolicies.vue'), roles: readers },
] as Page[]
