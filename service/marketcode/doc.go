// Package marketcode is the room of codes that WeChat makes: one item one code (一物一码). A
// brand may have them printed on a face of a batch; WeChat opens the app on them by itself.
//
// An order is for all items of one face. It is asked, applied (WeChat makes the codes),
// ready, imported, and active when every code is. A worker, one for all replicas, follows it:
// the order's own number is the reference under which WeChat takes it once; codes are
// fetched in the ranges that WeChat names, and every thousand of them is bound to its items
// in one transaction with the order's progress, so that a worker that dies is followed by
// one that goes on where it stood.
//
// An activation makes a run of the codes live at both sides: first WeChat is told which page
// of which app it opens, then the items are made active here. When the answer of WeChat was
// lost, it is asked before it is told again. Runs of an order never overlap.
//
// With a scan WeChat hands the app a ticket, which this room exchanges for the code, as the
// scanner who brings it.
//
// It stands beside the room code, which owns the codes themselves and asks nobody outside:
// this room has a worker and WeChat to deal with. It owns market_code_orders and
// market_code_activations, and declares what it asks of WeChat (wechat.go).
//
// What must always hold: a face is ordered once; a code of WeChat's leads to one item; a run
// of codes is activated once; no call of WeChat's is made inside a transaction.
package marketcode
