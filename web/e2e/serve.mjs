// Starts the program under test, CHANNELROUTER or one that is built now, with the demo's world, and
// writes down how its owner logs in.
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const port = process.argv[2]
rmSync('.made', { recursive: true, force: true })
const work = mkdtempSync(join(tmpdir(), 'channelrouter-e2e-'))
process.on('exit', () => rmSync(work, { recursive: true, force: true }))
let program = process.env.CHANNELROUTER
if (!program) {
  program = join(work, 'channelrouter')
  execFileSync('go', ['build', '-o', program, './cmd/channelrouter'], { cwd: '../..', stdio: 'inherit', env: { ...process.env, CGO_ENABLED: '0' } })
}
mkdirSync('.made', { recursive: true })
writeFileSync('.made/program', program) // for tests that need a server of their own
const demo = spawn(program, ['demo', '--history', 'small', '--quiet', '--listen', `127.0.0.1:${port}`, '--data', join(work, 'data')], { stdio: ['ignore', 'pipe', 'inherit'] })
let said = ''
demo.stdout.on('data', (part) => {
  said += part
  const [, login, password] = /log in at \S+ as (\S+), password (\S+?)\.?\s/.exec(said) ?? []
  if (password) {
    writeFileSync('.made/owner.json', JSON.stringify({ login, password }))
    demo.stdout.removeAllListeners('data').resume()
  }
})
demo.on('exit', (code) => process.exit(code ?? 1))
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => demo.kill(signal))
