import type zh from '../zh/money'

/** The same words, and in each group the same ones. */
type Like<T> = { [K in keyof T]: T[K] extends string ? string : Like<T[K]> }

export default {
  programme: {
    add: 'New programme', addHint: 'First its code and kind; the terms stand in versions, which are in force once published.', code: 'Code', name: 'Name', kind: 'Kind', created: 'Created',
    empty: 'No rebate programme yet. Make one, draft a version, try it on past days, then publish it.', versions: 'Versions', standings: 'Standings', targets: 'Targets', displays: 'Displays',
    draft: 'Draft a version', noVersions: 'No version yet. Draft one with its terms and days.', retire: 'End the programme', retireHint: 'Nothing is earned from this day on; versions that would begin later are withdrawn. What sums up over periods ends with one.', retireDay: 'First day without it',
    version: 'Version {n}', newVersion: 'New version', days: 'Days', openEnd: 'no end', until: 'Until (exclusive)', fromDay: 'First day', toDay: 'End (exclusive)', toHint: 'Left out: until it is retired.',
    fromHint: 'Any day from tomorrow on.', fromPeriodHint: 'The first day of a period that is to come.', published: 'Published', terms: 'Terms', publish: 'Publish', publishAsk: 'Published terms never change; they are in force from their first day. Publish?',
    saved: 'The draft is saved', conflict: 'Somebody else has just changed this draft', edition: 'edition {n}', period: 'Period',
  },
  kind: { per_unit: 'Per unit', tiered: 'Tiered', retrospective: 'Retrospective', growth: 'Growth', mix: 'Mix', new_terminal: 'New terminals', display: 'Display', target: 'Target' },
  kindHint: {
    per_unit: 'So much for each unit that sells, at once, by level.', tiered: 'Each unit by the step that it falls in.', retrospective: 'All units by the step that their number has reached.',
    growth: 'All units by growth over the period before, or a year before.', mix: 'A bonus when enough of the listed products have sold their number each.', new_terminal: 'A bonus for each terminal that completes its first units.',
    display: 'A bonus for each terminal and period with an approved display.', target: 'A bonus, or so much a unit, by the part of the target that is reached.',
  },
  versionState: { draft: 'Draft', published: 'Published', withdrawn: 'Withdrawn', inForce: 'In force', toCome: 'To come', over: 'Over' },
  every: { month: 'Month', quarter: 'Quarter', year: 'Year' },
  tier: { regional: 'Regional', distributor: 'Distributor', wholesaler: 'Wholesaler', terminal: 'Terminal' },
  term: {
    every: 'Period', cap: 'Cap per organisation', budget: 'Budget', perPeriod: '{amount} CNY a period', unlimited: 'any amount', limitHint: 'Each period; left out: any amount.', scope: 'Scope', allGoods: 'all products', allOrgs: 'all organisations',
    products: 'Products', skus: 'Products', lines: 'Product lines', organisations: 'Who takes part', subtree: 'and whoever is below them', skusHint: 'Together with the lines; none of both: all products.', linesHint: 'Type a line and press Enter.', orgsHint: 'Left out: everybody.',
    shares: 'Shares by level', sharesHint: 'Each level gets this part of what its own sales earn; without one it takes no part.', rates: 'Rates for a unit', addSku: 'Other rates for a product',
    steps: 'Steps', addStep: 'Add a step', removeStep: 'Remove step {n}', from: { units: 'Above units', growth: 'Growth from', target: 'Target reached', reached: 'From units' }, fen: 'For a unit', bonus: 'Bonus',
    over: 'Compared with', overs: { previous_period: 'the period before', previous_year: 'a year before' }, floor: 'Least base', floorHint: 'An earlier period with fewer units, as of new organisations, counts as one with so many.',
    atLeast: 'Products needed', unitsEach: 'Units of each', bonusFen: 'Bonus', newUnits: 'First units', measure: 'Measured by', measures: { sell_out: 'sell-out at terminals', sell_in: 'sell-in (received less returned)' },
    nobody: 'no level takes part',
  },
  whatIf: {
    title: 'What if', hint: 'What this version would have paid over past days, against what was paid. Nothing is written.', run: 'Work it out', would: 'Would have paid', paid: 'Was paid', difference: 'Difference', capped: 'Kept back by cap and budget',
    exhausted: 'The budget would have been used up', cut: 'There is too much data; worked out up to {day} only.', periods: 'Whole periods within: {list}', none: 'Nobody would have earned anything in these days.', organisations: 'The {n} that gain or lose most, of {total}', picture: 'Would have paid and was paid, as bars',
    needDays: 'Choose the days first',
  },
  standing: {
    org: 'Organisation', tier: 'Level', units: 'Units', earned: 'Earned', posted: 'Accrued', used: 'Cap used', reasons: 'Kept back by', due: 'New facts are being worked out', fact: 'Facts', empty: 'Nobody has earned anything in this period yet.',
    facts: { before: '{n} units before', products: '{n} products reached', target: 'target of {n} units', terminals: '{n} terminals' }, reason: { cap_reached: 'cap reached', budget_exhausted: 'budget used up' },
    terminals: 'Terminals that count',
  },
  target: { set: 'Set targets', setHint: 'One or many organisations at a time; 0 units take a target away.', org: 'Organisation', units: 'Units', setBy: 'Set by', setAt: 'Set at', empty: 'No targets in this period yet. Who has none takes no part.', more: 'One more' },
  display: {
    approve: 'Approve a display', approveHint: 'After the terminal\'s photo was looked at. It pays where a version is in force on that day.', terminal: 'Terminal', photo: 'Where the photo is kept', shownOn: 'Day of the photo', approvedBy: 'Approved by', approvedAt: 'Approved at', withdraw: 'Withdraw',
    withdrawHint: 'What was paid for it is taken back.', withdrawn: 'Withdrawn', stands: 'Stands', empty: 'No display was approved yet.',
  },
  rebateLine: {
    sold: 'Sold at', what: 'Rests on', fen: 'Rebate', version: '{programme} version {n}', basic: 'Basic rate', diverted: 'Diverted', claimed: 'Consumer {at}', guided: 'Guide {at}', opened: 'Case opened {at}',
    units: '{n} units', txn: 'transaction {id}', period: 'period {period}',
  },
  period: {
    name: 'Period {n}', to: 'Up to', organisations: 'Organisations', transactions: 'Transactions', confirmBy: 'Confirm by', closedAt: 'Closed at', presentedAt: 'Presented at', cutBy: 'Cut by', covers: 'Covers', begin: 'the beginning',
    cut: 'Cut now', cutAsk: 'What was recorded until now becomes a period of its own, and its statements are prepared. Cut?', empty: 'No period yet. Cut one to have a statement prepared for each organisation.',
    workbook: 'Workbook', present: 'Present', presentAsk: 'Organisations will see their statements, and their time to answer begins. Present?', close: 'Close', closeAsk: 'Nothing of this period changes any more. Close?', pay: 'Pay by bank',
    rebuild: 'Write anew', rebuildAsk: 'Throw the statements of this period away and write them anew?', built: '{n} of {of} written', fault: 'The statements do not agree with the ledger', toPresent: 'The statements are prepared. Look at them, then present them.',
    waiting: 'It cannot be closed yet:', disputed: '{n} statements with a disputed line', adjustments: '{n} adjustments to be decided', unanswered: '{n} statements that were not answered and whose time is not over', ready: 'All is confirmed; it can be closed.',
  },
  periodState: { preparing: 'Preparing', prepared: 'Prepared', presented: 'Presented', closed: 'Closed' },
  statement: {
    org: 'Organisation', disputed: 'Disputes', onlyDisputed: 'Disputed only', opening: 'Opening', moved: 'Moved', closing: 'Closing', sums: 'CNY; positive: owed by the brand', payment: 'Payment', paidAt: 'Paid at', paidBy: { bank: 'by bank', credit: 'in credit' }, unpaid: 'not paid',
    revision: 'Revision', files: 'Files', file: { html: 'Page', pdf: 'PDF', xlsx: 'Excel' }, credit: 'Pay in credit', creditAsk: 'What is owed becomes credit against orders and is not paid by bank any more. Go on?', returned: 'Returned by the bank at {at}',
  },
  statementState: { prepared: 'Prepared', presented: 'Unanswered', disputed: 'Disputed', confirmed: 'Confirmed', closed: 'Closed' },
  account: { rebate: 'Rebates', penalty: 'Penalties', compensation: 'Compensation', reward: 'Rewards', adjustment: 'Adjustments' },
  line: {
    title: 'Lines', what: 'Of', fen: 'Amount', silent: 'no answer in time, counts as confirmed', until: 'may be disputed until {at}', reason: 'Disputed', answer: 'Answer', reject: 'Reject', rejectLine: 'Answer the dispute of line {n}', words: 'Words', opened: 'Line {n} · {what}',
    caseUnits: 'Penalised units', flags: 'Scans that raised the case', item: 'Goods', score: 'Score', scan: 'scan {id}', transaction: 'Transaction',
  },
  lineKind: {
    rebate: 'Rebate', claw_back: 'Claw-back', penalty: 'Penalty', penalty_reversal: 'Penalty taken back', compensation: 'Compensation', compensation_reversal: 'Compensation taken back', reward: 'Rewards', payment: 'Payment', payment_returned: 'Payment returned', credit: 'Credit', adjustment: 'Adjustment', other: 'Other',
  },
  lineState: { unanswered: 'Unanswered', confirmed: 'Confirmed', disputed: 'Disputed', accepted: 'Adjusted', rejected: 'Rejected' },
  scan: { consumer_claim: 'consumer claim', guide_reward: 'guide scan', case_open: 'case opened' },
  event: { title: 'What was said', organisation: 'The organisation', confirm: 'confirmed', dispute: 'disputed', accept: 'accepted', reject: 'rejected', adjust: 'adjusted', line: 'line {n}', empty: 'The organisation has not answered yet.' },
  adjustment: {
    ask: 'Adjust', accept: 'Accept', acceptLine: 'Adjust line {n}', hint: 'Somebody else who answers for the money approves it; then it is posted and stands in this statement.', fen: 'Amount', fenHint: 'Positive: more for the organisation; negative: less.', reasonHint: 'The organisation reads it.', send: 'Ask',
    listHint: 'Who asks is not who approves. Ask for a new one on a statement\'s page.', empty: 'No adjustments.',
  },
  decision: { asked: 'Asked', approved: 'Approved', refused: 'Refused', approve: 'Approve', refuse: 'Refuse', takeBack: 'Take back', askedBy: 'Asked by', askedAt: 'Asked at', decidedBy: 'Decided by', deeds: 'Deeds', fourEyes: 'somebody else approves it' },
  accountState: { asked: 'Asked', approved: 'In use', refused: 'Refused', ended: 'Ended' },
  bank: {
    ask: 'Add an account', hint: 'An organisation has one account in use; the next that is approved ends it. Who asks is not who approves.', holder: 'Holder', holderHint: 'As the bank knows him.', number: 'Number', numberHint: '8 to 30 digits; kept sealed, and shown by its last four from then on.',
    bank: 'Bank', cnaps: 'CNAPS code', cnapsHint: '12 digits, or none.', endedBy: 'Ended by', withdraw: 'Withdraw', withdrawHint: 'Nothing is paid to the organisation until another account is approved.', approveAsk: 'Make sure of the account with the organisation in another way before you approve.', empty: 'No bank accounts. Add one and have it approved to pay by bank.',
  },
  run: {
    lines: 'Lines', fen: 'Amount', succeeded: 'Succeeded', failed: 'Failed', leftOut: 'Left out', dropped: 'Dropped', paid: 'Posted', all: 'All lines', proposedBy: 'Proposed by', proposedAt: 'Proposed at', propose: 'Propose a run', proposeHint: 'Lists what is owed by a closed period; once somebody else approves, the file for the bank is made.', noClosed: 'no closed period',
    empty: 'No bank run yet. Propose one for a closed period.', postedAt: 'Posted at', finishedAt: 'Finished at', approveAsk: '{n} accounts will be paid {fen} CNY in all.', file: 'Bank file', fileUtf8: 'Bank file (UTF-8)', fileAsk: 'The file has account numbers in clear; taking it along is audited. Hand it to the bank as it is, not saved by a spreadsheet.',
    omissionHint: 'These are owed something and have no approved account.', resultAt: 'Result at',
  },
  runState: { listing: 'Listing', proposed: 'Proposed', refused: 'Refused', approved: 'Posting', sent: 'At the bank', finished: 'Finished' },
  runHint: { listing: 'What is owed is being listed.', proposed: 'Somebody else looks at the lines and approves.', refused: 'Nothing was paid.', approved: 'Its lines are being posted; then its file is there.', sent: 'Take the file to the bank, then upload what the bank says.', finished: 'Every line has the bank\'s result.' },
  runLine: { listed: 'Listed', paid: 'Posted', dropped: 'Dropped', succeeded: 'Succeeded', failed: 'Failed' },
  dropped: { paid_otherwise: 'was paid in another way', owed_other: 'another amount is owed by now', nothing_owed: 'nothing is owed any more', account_changed: 'the account has changed' },
  omission: { no_account: 'no approved bank account' },
  result: { title: 'The bank\'s results', hint: 'The bank\'s file, CSV or XLSX, with the columns 序号 and 结果 (line, outcome).', choose: 'Upload', report: '{name}: {rows} rows, {taken} new, {repeated} known, {refused} refused', refused: 'Refused rows', row: 'Row', line: 'Line' },
  refusal: { bad_row: 'no number, or an outcome that is none', unknown_line: 'the file has no such line', other_run: 'the remark is another run\'s', contradicts: 'the line has the other result already' },
  credit: { left: 'Credit', hint: 'What statements have left as credit against orders.', order: 'Order', fen: 'Amount', usedAt: 'Used at', returned: 'Given back', use: 'Use for an order', uses: 'Uses', return: 'Give back', empty: 'Nobody has credit. A closed statement can be paid in credit.' },
  payoutState: { owed: 'Owed', sending: 'Sending', confirming: 'To be accepted', paid: 'Paid', returned: 'Returned' },
  merchant: { prize: 'Prizes', commission: 'Commissions' },
  payout: { askedAt: 'Asked at', person: 'Person', merchant: 'Merchant', fen: 'Amount', tax: 'Tax', net: 'Net', bill: 'Bill', reference: 'WeChat number', attempts: 'Attempts', changedAt: 'Changed at', empty: 'No payouts.' },
  reconciliationState: { begun: 'Begun', read: 'Comparing', finished: 'Finished' },
  reconciliation: { day: 'Day', differences: 'Differences', bills: 'Bills', lines: 'Lines', otherLines: 'Other lines', out: 'Out', in: 'Back', finishedAt: 'Finished at', empty: 'Nothing was compared yet. Each day\'s statement is, once the merchant has it.' },
  differenceKind: { not_ours: 'In the statement only', not_in_bill: 'Ours only', amount: 'Another amount', returned_paid: 'Ours is returned, theirs paid', paid_returned: 'Ours is paid, theirs returned', undecided: 'Ours is not decided' },
  difference: { kind: 'Difference', ours: 'Ours', theirs: 'Theirs', foundAt: 'Found at', settled: 'Settled', open: 'Open', settle: 'Settle', note: 'What became of it', empty: 'No differences.' },
} satisfies Like<typeof zh>
