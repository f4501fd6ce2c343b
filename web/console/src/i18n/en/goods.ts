import type zh from '../zh/goods'

type Words<T> = { [K in keyof T]: T[K] extends string ? string : Words<T[K]> }

export default {
  deeds: 'Actions', product: 'Product', batch: 'Batch', batchNumber: 'Batch number', order: 'Order', file: 'File', level: 'Level', face: 'Face', range: 'Range', count: 'Count', size: 'Size', format: 'Format', progress: 'Progress', at: 'When', kind: 'Kind', role: 'Role',
  wholeBatch: 'Whole batch', partOfBatch: 'A part of it', end: 'the end', span: '{level} {first}–{last}', nth: '{level} no. {n}', numberN: 'no. {n}', firstNumber: 'First number', lastNumber: 'Last number', contentsIncluded: 'of {n}, with all that is inside',
  levels: { unit: 'Unit', box: 'Box', case: 'Case', pallet: 'Pallet', higher: 'Level {n}' },
  faces: { pallet: 'Pallet', case_outer: 'Case, outside', case_inner: 'Case, inside', box_outer: 'Box, outside', box_inner: 'Box, inside', unit_outer: 'Unit, outside', unit_inner: 'Under the cap', outer: '{level}, outside', inner: '{level}, inside' },
  states: {
    order: { asked: 'Asked for', refused: 'Refused', issued: 'Issued', exported: 'Exported', active: 'All live' },
    activation: { waiting: 'Waiting', done: 'Live', withdrawn: 'Withdrawn' },
    export: { computing: 'Being made', ready: 'Ready', revoked: 'Revoked' },
    import: { waiting: 'Waiting', checking: 'Checking', running: 'Importing', clearing: 'Taking back', done: 'Done', failed: 'Failed', cancelled: 'Cancelled' },
    recall: { marking: 'Marking', open: 'Under way', closed: 'Ended' },
    severity: { stop_sale: 'Stop sale', consumer: 'Down to consumers' },
    standing: { held: 'Held', in_transit: 'In transit', lost: 'Lost', destroyed: 'Destroyed', never_packed: 'Never packed' },
    event: { applied: 'Applied', pending: 'Pending', voided: 'Voided' },
    code: { live: 'Live', not_activated: 'Not activated', revoked: 'Revoked', recalled: 'Recalled' },
  },
  findBatch: 'Batch number, GTIN or product', chooseBatch: 'Choose a batch', batchHint: 'The newest 200 are listed; begin from the page of an older batch, or from a code.',

  keptPacking: 'A kept profile', choosePacking: 'Choose a packaging profile', noPackings: 'No packaging profiles yet. Add one to choose it when codes are asked for.', newPacking: 'New packaging profile', editPacking: 'Change packaging profile', packingTitle: 'Title', packingLevels: 'Levels', packingState: 'State', packingUsed: 'Used', packingRetired: 'Retired', retirePacking: 'Retire', takeUpPacking: 'Use again', levelsStay: 'Levels never change, since codes are made by them. To change them, add another profile.', usualPacking: 'Usual packaging', productLine: 'Product line', productLineHint: 'Suppliers and territories are judged by it from now on; empty for the default one.', eachHolds: '{n} {inner} in each {outer}',
  products: '{n} products', newProduct: 'New product', editProduct: 'Edit product', findProduct: 'SKU, barcode, name or pack', noneFound: 'No product is like that. Try another word.', noProducts: 'No products yet. Add one, or import a file.',
  sku: 'SKU', gtin: 'GTIN', pack: 'Pack', pointsEarned: 'Points earned', pointsToRedeem: 'Points to redeem',
  skuHint: "The brand's own number; it cannot be changed later", gtinHint: 'GTIN-14, the last digit checks the others', packHint: 'Tin 800 g', pointsEarnedHint: 'by the consumer, for each unit scanned',
  importFile: 'Import a file', importProducts: 'Import products', importProductsHint: 'Products are created or updated by SKU: all of them or none. Columns: sku, gtin, name, pack, points_earned, points_to_redeem.', template: 'Get a template', sampleName: 'Sample product', chooseCsv: 'Choose a CSV file', chooseFile: 'Choose a file', orDrop: 'or drop it here',
  rowsRead: '{n} products were read (at most 100 are shown). Look at them, then import.', importAll: 'Import all', importedProducts: '{created} created, {updated} updated, {unchanged} unchanged.',
  csv: { encoding: 'The encoding of this file is unknown. Save it as “CSV UTF-8” and try again.', heading: 'Columns are missing: {missing}. See the template.', number: 'Line {line}: {column} is no number: {text}', empty: 'The file has no products.', quote: 'Line {line}: a quotation mark has no partner.' },

  ask: 'Ask for codes', askAgain: 'Ask for the same again', sendAsk: 'Ask', noOrders: 'No orders yet. Ask for codes; they are issued once somebody approves.', items: 'Items', live: 'Live', linking: 'Linking', plant: 'Plant', line: 'Line', wantedOn: 'Wanted on', askedBy: 'Asked by', askedAt: 'Asked at', decidedBy: 'Decided by', refusedFor: 'Refused because',
  batchNumberHint: 'Each batch has a number of its own',
  linkings: { pre_linked: 'Pre-linked', line_linked: 'Line-linked', scatter_linked: 'Scatter-linked' },
  linkingHints: { pre_linked: 'by a rule, when printed', line_linked: 'as the line reports', scatter_linked: 'as the line reports, in no order, as caps come' },
  steps: { asked: 'Asked for', issued: 'Approved', exported: 'Exported', active: 'All live' },
  packing: 'Packaging', fiveInOne: 'Five in one', ownPacking: 'Another', unitsPerCase: 'Units a case', casesPerPallet: 'Cases a pallet', pallets: 'Pallets', topCount: 'How many: {level}', levelTitle: 'Called', perParent: 'Fill the next', outer: 'Outer', inner: 'Hidden', top: 'topmost', addLevel: 'Add a level', holds: 'Each holds', sides: 'Codes', codesOn: 'Faces',
  makes: '{items}: {codes} codes', codesInAll: '{n} codes on all faces',
  approve: 'Approve', approveSure: 'Codes of batch {ref} are issued at once. Approve?', refuse: 'Refuse', waitsForAnother: 'Somebody else has to approve',
  policy: 'Rules', policyTitle: 'Rules of approval and download, version {version}', publish: 'Publish', fourEyes: 'Approval', sameMay: 'Who asked may approve', othersOnly: 'By somebody else', linkHours: 'Hours that a link is good', downloadsAllowed: 'Downloads of each file',
  activations: 'Activations', activate: 'Activate', activateHint: 'Codes work once they are live. Activate goods that are released.', noActivations: 'Nothing is live yet. Codes that are not live do nothing.', atOnce: 'At once', atTime: 'At a time', beijingTime: 'Beijing time', doneAt: 'Done at', withdraw: 'Take back', withdrawSure: 'Take this activation back?',

  issuedAt: 'Issued at', noBatches: 'No batches yet. They are issued when an order is approved.', keyEpoch: 'Key epoch', revoke: 'Revoke codes', revokeHint: 'This cannot be undone: whoever scans them is told that they are void. To tell channel and consumers, begin a recall.',
  where: 'Where the goods are', asOf: 'As of (Beijing time)', standing: 'State', holder: 'Held by', assigned: 'Meant for', unitsThere: 'Units', share: 'Share', nowhere: 'No goods.',
  picture: 'Picture', pictureOf: 'QR code of {face}, no. {n}', codeNumber: 'Number', show: 'Show',

  newExport: 'Export codes', makeExport: 'Make files', noExports: 'No files yet. Export codes for the print house or the line.', noExportsYet: 'No files yet. Export codes from a batch or an order.', readyAt: 'Ready at', contents: 'Contents', paired: 'Both sides of each item', pair: 'with {face} on the same line',
  formats: { csv: 'CSV', csv_gz: 'CSV (gzip)', csv_zst: 'CSV (zstd)', pdf: 'PDF labels' }, allOf: 'All {n} ({level})', shard: 'Items a file', shardHint: 'Left empty: a million, or 5,000 labels',
  sheet: 'Sheet', a4: 'A4 with 40', ownSheet: 'Another', sheets: { page_width_mm: 'Width (mm)', page_height_mm: 'Height (mm)', margin_mm: 'Margin (mm)', gap_mm: 'Gap (mm)', columns: 'Columns', rows: 'Rows' },
  makeLink: 'Get links', revokeExport: 'Revoke files', revokeExportSure: 'Nobody can fetch the files any more, by links that are out neither. Revoke?', triedAgain: 'Something went wrong; it is tried again', revokedAt: 'Revoked', generator: 'Generator',
  files: 'Files', linkUntil: 'Links are good until {until}', linkHint: 'Whoever has them fetches the files without a session: send them to the print house only. Each download is recorded.', linkFirst: 'Get links first; then download the files, or send the links to a print house.', manifest: 'Manifest', copyAll: 'Copy all links', wentOut: 'Went out', download: 'Download',
  downloads: 'Downloads', noDownloads: 'Nobody has fetched anything yet.', whole: 'Whole', underWay: 'Under way', linkOf: 'Link of',

  kinds: { foreign_codes: 'Foreign codes', packs: 'Packing', shipments: 'Shipments' },
  kindHints: { foreign_codes: 'Codes that others printed, one a line. They become a new batch, found once all are there.', packs: 'Two columns: item, container.', shipments: "Columns: code, from, to, time, and document if you like; organisations by the brand's codes." },
  newImport: 'Import a file', startImport: 'Upload and import', noImports: 'No imports yet. Foreign codes, packing and shipments come in here.', noFile: 'Choose a file first', sent: 'Upload', sentOf: '{sent} of {size} sent', accepted: 'Taken in', rejected: 'Rejected', becameBatch: 'Became batch', startedAt: 'Begun at', movedAt: 'Last moved',
  foreignBatchHint: 'The codes become this batch', stuckOn: 'They are on', charset: 'Characters', charsets: { digits: 'Digits', hex: 'Hexadecimal', alnum: 'Letters and digits' }, length: 'Length', prefix: 'All begin with', prefixHint: 'Leave empty if there is nothing', packer: 'Packed by', packedAt: 'Packed at', nowIfEmpty: 'now, if left empty', skipBad: 'Skip bad rows, take in the others', offline: "From off-line: by the file's times; what lacks a fact waits",
  importing: { waiting: 'Waiting until imports before it are done.', checking: 'Each row is checked; nothing is changed yet.', running: 'Rows take effect.', clearing: 'Codes are taken back.', done: 'Done.', failed: 'Nothing was taken in.', cancelled: 'Cancelled.' },
  cancelImport: 'Cancel', cancelImportSure: 'Foreign codes that are in are taken back. Cancel this import?', rowsInAll: 'Rows', rejectedRows: 'Rows that were not taken in', reportCsv: 'Get the report', firstOf: 'The first {n} of {all}; the report has all.', fileLine: 'Line', inFile: 'In the file', failed: 'The import failed',

  choosePicture: 'Choose a picture', anyCode: 'Type, paste or scan any code', film: 'Film', holdStill: 'Hold the QR code into the picture; it is read by itself.', reading: 'Reading the picture…', noQr: 'No QR code was found in this picture. Try a sharp one that shows all of it.', noPicture: 'This picture cannot be opened.',
  camera: { refused: 'The browser does not allow the camera. Allow it beside the address, or choose a picture.', none: 'There is no camera that can be used. Choose a picture.', insecure: 'The camera works only over HTTPS. Choose a picture.' },
  lookUpHint: 'Any code on pallet, case, box or unit will do, and the address in it. Pictures of QR codes may be dropped here, or pasted.',
  codeStates: { not_activated: 'This code is not live yet: activate it in its order when the goods are released.', revoked: 'This code was revoked. The way of the goods is below.', recalled: 'These goods are called back. Their way is below.' },
  codeFaults: {
    code_malformed: { title: 'This is no code', hint: 'A code has 14 or 18 letters and digits. See that it was copied whole, or scan it.' }, code_mistyped: { title: 'The code is mistyped', hint: 'A character is wrong, or two are swapped. Compare with the print, or scan it.' },
    code_unknown: { title: 'No such code', hint: 'Compare with the print. If it is the same, it may be forged.' }, code_never_issued: { title: 'This code was never issued', hint: 'It is well-formed but of no batch; it may be of another system.' },
  },
  inTransitTo: 'In transit to', meantFor: 'Use', uses: { sale: 'Sale', sample: 'Sample', gift: 'Gift' }, itemId: 'Internal number', noHolder: 'Nobody yet', spareLabels: 'Spare labels',
  tree: 'What it is in, and what is in it', thisOne: 'this one', inside: 'Inside', nothingInside: 'Nothing is known to be inside.', andOn: 'and on, {n} in all ({level})', inEach: 'in {n} from {first} on, {each} in each', inOne: 'in {first}',
  trail: 'Trail', trailMap: 'Where it has been', trailOf: 'On the map: {way}', noTrail: 'Nothing was told of these goods yet.', through: 'in {item}', recorded: 'recorded {at}',
  events: { commission: 'Commissioned', pack: 'Packed', unpack: 'Unpacked', ship: 'Shipped', receive: 'Received', return: 'Returned', transfer: 'Transferred', destroy: 'Destroyed', designate: 'Use changed' },
  losses: { damaged: 'damaged', expired: 'expired', recalled: 'recalled', missing: 'missing', stolen: 'stolen', consumed: 'consumed' },
  relabel: 'Spare label', relabelNow: 'Use the spare label', relabelHint: 'Where the label of goods cannot be read, a spare one stands for it.', labelOf: 'Whose label cannot be read', spare: "The spare label's code", spareHint: 'An outer code of the same product and level that was not used before',

  recall: 'Recall', beginRecall: 'Begin a recall', recallHint: 'Codes in the range are marked at once, and whoever scans them is told. Organisations that hold the goods are told.', severity: 'Severity', severityHints: { stop_sale: 'the channel stops selling and sends back', consumer: 'those who claimed a unit are told, too' }, recallReasonHint: 'Those who are told read it', markedAt: 'Codes marked', marking: 'being marked…', closedAt: 'Ended at', noRecalls: 'No recalls.',
  endRecall: 'End the recall', endRecallSure: 'Nobody is told any more; codes stay marked. End it?', unitsInAll: 'Units concerned', notices: 'Who was told', told: 'Told', toldAt: 'Told at', readAt: 'Read at', unread: 'not yet', consumer: 'Consumer', nobodyTold: 'Nobody was told yet.',
  roles: { owner: 'Owner', distributor: 'Distributor', wholesaler: 'Wholesaler', terminal: 'Terminal', guide: 'Guide', salesperson: 'Salesperson', consumer: 'Consumer' },

  scans: 'Scans', noScans: 'Nobody has scanned it yet.', money: 'Money', noMoney: 'This item has moved no money yet.', rewards: 'Rewards', rewardFor: 'For', rewardTo: 'Account', rewardState: 'State', rewardAmount: 'Amount', points: '{n} points',
  rewardPurposes: { consumer_claim: 'Claimed by a consumer', guide_reward: 'Scanned by a guide', case_open: 'Case opened by a shop' },
  rewardStates: { posted: 'Posted', waiting: 'Waits for the claim', nothing: 'Nothing', unjudged: 'Waits until it is known whose the goods are', unclaimed: 'Waits for claim and origin' },
  rebates: 'Rebates', cases: 'Diversion cases', caseNumber: 'Case {id}', penalised: 'this item is penalised',
} satisfies Words<typeof zh>
