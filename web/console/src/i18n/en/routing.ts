import type { Words } from '../words'
import type zh from '../zh/routing'

export default {
  face: { '*': 'Every other face', pallet: 'Pallet', case_outer: 'Case, outside', case_inner: 'Case, inside', box_outer: 'Box, outside', box_inner: 'Box, inside', unit_outer: 'Unit, visible', unit_inner: 'Unit, under the cap' },
  role: { consumer: 'Consumer', guide: 'Guide', terminal: 'Terminal', salesperson: 'Salesperson', distributor: 'Distributor' },
  action: { claim: 'Claim', guide_reward: 'Guide’s reward', case_open: 'Case opening', trace: 'Trace', verify: 'Verify' },
  table: 'Who scans which face, and lands where', tableHint: 'A column for each role that scans, a row for each face that is scanned. What is set for a face goes first; the rest follows “every other face”.', lands: 'Who lands where', landsHint: 'As the system works it out by this policy, cell by cell.', rules: 'The table', nothing: 'Nothing to do', inherits: 'As every other face',
  scanned: 'Face', page: 'Page', pageOf: '{face} · {role}: page', actionOf: '{face} · {role}: action', rest: 'As every other face', try: 'Try it', tried: 'Dry run', changed: 'Changed', triedSame: 'Everybody lands where he does now.', triedChanged: '{n} cells lead elsewhere than now; they are marked.', tryFirst: 'Try it, then it can be published.', stale: 'The draft has changed: try it again.',
} satisfies Words<typeof zh>
