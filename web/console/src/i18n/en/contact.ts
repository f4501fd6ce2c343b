import type zh from '../zh/contact'

export default {
  topics: { goods: 'Goods', reward: 'Reward', rebate: 'Rebate', order: 'Order', diversion: 'Diversion', other: 'Other' },
  roles: { consumer: 'Consumer', guide: 'Guide', terminal: 'Terminal', salesperson: 'Salesperson', distributor: 'Distributor' },
  states: { open: 'Waiting for us', answered: 'Answered', closed: 'Ended' },
  topic: 'Topic', role: 'Role', org: 'Organisation', owner: 'Taken care of by', noOwner: 'Nobody', since: 'In this state since', waited: 'Has waited', opened: 'Opened', lastPost: 'Last post', posts: 'Posts', goods: 'Goods', product: 'Product', person: 'Person {id}',
  minutes: '{n} min', hours: '{n} h', days: '{n} d', title: '{role}: {topic}', noThreads: 'No such threads.',
  take: 'I take care of it', hand: 'Hand over', handTo: 'Hand over to', drop: 'Let go', reply: 'Answer', replyHint: 'It arrives among the messages of their mini-program.', send: 'Send', end: 'End the thread', endSure: 'A new post of theirs opens it again. End it?', stale: 'This thread has just changed and was loaded again. Look at it before you go on.',
  fromBrand: 'The brand', photo: 'Photo {n}', hidden: 'Hidden: WeChat holds it to be risky', review: 'People have to look at it', risky: 'WeChat holds it to be risky', unchecked: 'Not checked yet', readOnly: 'Your role can only look.',
  announce: 'Announce', announceTitle: 'Title', body: 'Text', page: 'Page that a tap opens', pageHint: 'A path in the mini-program, such as pages/index/index; without one the message alone is shown.', audience: 'To whom', roleHint: 'One role at least.', orgs: 'Organisations and all below them', regions: 'Regions', regionsHint: 'The first 2, 4 or 6 digits of the administrative code: 3301 is Hangzhou.', lines: 'Product lines', products: 'Products', claimedDays: 'Claimed within days', claimedHint: 'For consumers only; 0 is a year, and all consumers where nothing else is asked.', anywhere: 'Any',
  estimate: 'Estimate', estimated: 'About {n} people', estimatedMore: 'More than {n} people; all of them are counted when it is sent', estimateFirst: 'Estimate first, then send.', sendSure: 'About {n} people will be told, and what has arrived cannot be taken back. Send it?', changed: 'The audience has changed: estimate again.',
  announcementStates: { counting: 'Looking for people', sending: 'Being sent', done: 'Sent', cancelled: 'Stopped' },
  counted: 'Found', sent: 'In the inbox', delivered: 'Delivered by WeChat', read: 'Read', sentBy: 'Sent by', at: 'Sent', ended: 'Ended', cancel: 'Stop', cancelSure: 'Who has not been told yet will not be. Stop it?', noAnnouncements: 'Nothing has been announced yet.', recipients: 'Recipients', recipientsNone: 'Nobody has it yet.', became: 'What became of it', why: 'Reason', isRead: 'Read',
  recipientStates: { waiting: 'Waiting', inbox: 'In the inbox', sent: 'Taken by WeChat', delivered: 'Delivered', failed: 'In the inbox only', skipped: 'In the inbox only' }, everybody: 'Everybody', withinDays: 'claimed within {n} days',
} satisfies Record<keyof typeof zh, unknown>
