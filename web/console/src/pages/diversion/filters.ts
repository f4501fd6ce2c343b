import { computed, type ComputedRef, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { api } from '@/api/client'
import type { Filter } from '@/components/list'
import { called } from '@/components/names'
import type { components } from '@/api/schema'
import { over, scoresFrom, undecided } from './cases'

/** useCaseFilters is what cases are narrowed by, on the board and in the list; a board has a column for each state. */
export function useCaseFilters(states: boolean): ComputedRef<Filter[]> {
  const { t } = useI18n()
  const inspectors = shallowRef<components['schemas']['NamedPerson'][]>([])
  void api.get('/api/v1/console/diversion-inspectors').then(({ items }) => (inspectors.value = items ?? [])).catch(() => undefined)
  return computed<Filter[]>(() => [
    ...(states ? [{ key: 'status', label: t('common.state'), kind: 'choice' as const, many: true, choices: [...undecided, ...over].map((value) => ({ value, label: t(`diversion.state.${value}`) })) }] : []),
    { key: 'origin_id', label: t('diversion.origin'), kind: 'org', of: 'distributor' },
    { key: 'terminal_id', label: t('diversion.foundAt'), kind: 'org', of: 'terminal' },
    { key: 'product_id', label: t('diversion.product'), kind: 'product' },
    { key: 'line', label: t('diversion.filterLine'), kind: 'line' },
    { key: 'inspector_id', label: t('diversion.inspector'), kind: 'choice', choices: inspectors.value.map((p) => ({ value: p.id, label: called(t, p) })) },
    { key: 'opened_from', label: t('diversion.openedFrom'), kind: 'date' },
    { key: 'opened_to', label: t('diversion.openedTo'), kind: 'date' },
    { key: 'prefix', label: t('diversion.filterPlace'), kind: 'text' },
    { key: 'score_from', label: t('diversion.scoreFrom'), kind: 'choice', choices: scoresFrom },
  ])
}
