import type { Words } from '../words'
import type zh from '../zh/policy'

export default {
  versions: 'Versions', version: 'version {n}', factory: 'the default policy', state: { current: 'In force', coming: 'To come', past: 'Over' }, from: 'from {time}', always: 'as delivered',
  compare: 'Compare with…', same: 'There is no difference.', field: 'Field', before: 'Was', after: 'Becomes', edit: 'Change', again: 'Begin a draft from it', against: '{before} → {after}',
  draft: 'Draft', based: 'Begun from {version}', publish: 'Publish', publishTitle: 'Publish the policy', inForce: 'In force from', inForceHint: 'Left empty: at once. What was scanned before stays judged by the version before.',
  changes: 'What changes against the policy in force', noChanges: 'There is no difference to the policy in force.', meanwhile: 'Since you began, somebody has published {version}. Below is what your draft changes in it; publishing replaces it.', published: 'Version {n} is published', back: 'Go on changing', coming: 'A version comes into force at {time}',
} satisfies Words<typeof zh>
