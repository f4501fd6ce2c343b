import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { createRouter, createWebHistory } from 'vue-router'
import 'element-plus/theme-chalk/el-message.css'
import 'element-plus/theme-chalk/el-message-box.css'
import 'element-plus/theme-chalk/el-loading.css'
import 'element-plus/theme-chalk/dark/css-vars.css'
import App from './App.vue'
import { firstLanguage, i18n, speak } from './i18n'
import { routes } from './pages'
import { firstTheme } from './theme'
import './style.css'

/** When a page's file cannot be fetched the server is away, or newer: whoever shows pages says so. */
const router = createRouter({ history: createWebHistory('/console/'), routes, scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 } })

firstTheme()
await speak(firstLanguage())
createApp(App).use(createPinia()).use(i18n).use(router).mount('#app')
