import { ref, shallowRef } from 'vue'
import { Problem } from '@/api/problem'

/**
 * A change that names the version it was made of. Where somebody else was quicker, `theirs` is what
 * the thing is by now, until `settle` says what is wanted and sends that.
 */
export function useVersioned<Thing extends { version: number }>(send: (ifMatch: string) => Promise<unknown>, done: () => void) {
  const version = ref(0)
  const theirs = shallowRef<Thing>()
  const problem = shallowRef<Problem>()

  function begin(at = 0): void {
    version.value = at
    theirs.value = problem.value = undefined
  }
  async function submit(): Promise<void> {
    problem.value = undefined
    try {
      await send(`"${version.value}"`)
    } catch (thrown) {
      const p = Problem.of(thrown)
      if (p.status !== 412 || !p.current) throw p
      theirs.value = p.current as Thing
      return
    }
    theirs.value = undefined
    done()
  }
  /** settle sends what was chosen of both, over the version that was shown. */
  async function settle(): Promise<void> {
    version.value = theirs.value?.version ?? version.value
    theirs.value = undefined
    await submit().catch((thrown) => (problem.value = Problem.of(thrown)))
  }
  return { theirs, problem, begin, submit, settle }
}
