/** The console's users of the tests, by role. */
export const accounts = {
  owner: { login: 'e2e-owner', name: '王总', role: 'owner', password: 'owner-Passw0rd-9' },
  manager: { login: 'e2e-manager', name: '李渠道', role: 'channel_manager', password: 'manager-Passw0rd-9' },
  finance: { login: 'e2e-finance', name: '张财务', role: 'finance', password: 'finance-Passw0rd-9' },
  auditor: { login: 'e2e-auditor', name: '赵审计', role: 'auditor', password: 'auditor-Passw0rd-9' },
  operator: { login: 'e2e-operator', name: '孙操作', role: 'operator', password: 'operator-Passw0rd-9' },
} as const

export type Who = keyof typeof accounts
