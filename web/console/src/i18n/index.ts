import { computed, type WritableComputedRef } from 'vue'
import { createI18n } from 'vue-i18n'
import zh from './zh'

export type Language = 'zh' | 'en'

const kept = 'channelrouter.language'

/** Words of all pages. Chinese comes with the program, English when it is chosen. */
export const i18n = createI18n<[typeof zh], Language, false>({ legacy: false, locale: 'zh', fallbackLocale: 'zh', messages: { zh, en: {} as typeof zh }, missingWarn: false, fallbackWarn: false })

/** language is what the console is shown in. */
export const language: WritableComputedRef<Language> = computed({
  get: () => i18n.global.locale.value,
  set: (to) => void speak(to),
})

/** speak changes the language while pages stand. */
export async function speak(to: Language): Promise<void> {
  if (to === 'en') i18n.global.setLocaleMessage('en', (await import('./en')).default as unknown as typeof zh)
  i18n.global.locale.value = to
  document.documentElement.lang = to === 'zh' ? 'zh-CN' : 'en'
  localStorage.setItem(kept, to)
}

/** firstLanguage is the one that was chosen before, or else Chinese. */
export function firstLanguage(): Language {
  return localStorage.getItem(kept) === 'en' ? 'en' : 'zh'
}
