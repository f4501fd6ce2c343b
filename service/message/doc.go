// Package message is the room of what people are told: their inbox, and WeChat's
// subscription messages.
//
// Other rooms send notes: who is told, in which role, of what. A note joins the caller's
// transaction and becomes a message in the person's inbox, once for each of its keys; the
// inbox always has it. Where the policy gives the role and event a template of WeChat's,
// and the person has accepted one of its messages, the message is also put up for
// delivery.
//
// A consent is an acceptance of one message of one template. They are banked: one more
// when the person accepts, one less, by a guarded update, when a message takes it. WeChat
// tells of acceptances by a push, and the app tells of what it was answered; where an app's
// pushes are set up they alone count, because both speak of the same popup.
//
// A delivery is waiting, sending, and then sent, failed or skipped. Before WeChat is asked
// the delivery is marked as sending and takes its consent, and what the day allows to the
// person and the app. What WeChat refuses gives them back. After an answer that nobody saw
// the message may have arrived: it is tried once more and no further. It waits through the
// person's quiet hours and while WeChat is down, and is given up after a day: old news is in
// the inbox. A template that WeChat refuses rests, so that it takes only one message with it.
//
// At night messages go that are older than the configuration keeps them (purge.go).
//
// What must always hold: a key is told to a person once; no acceptance is used for two
// messages; whatever becomes of a delivery, the message is in the inbox.
//
// WeChat is the outside world: this room declares what it asks of it (sender.go).
package message
