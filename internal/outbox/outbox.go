// Package outbox carries facts out of the transaction that made them: they are
// written beside it and delivered after it, at least once, in order for each key.
// Partitions, hash(key), are leased to one relay each. A delivery's effects and
// its removal are one transaction, so what a handler writes happens exactly once.
package outbox

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
)

// Partitions is how far relaying can be spread. Changing it needs a drained outbox.
const Partitions = 16

// States of a message. Delivered ones are gone.
const (
	Pending = "pending"
	Dead    = "dead"
)

// Message is a fact on its way.
type Message struct {
	ID        int64     `gorm:"primaryKey;autoIncrement:false"`
	Partition int       `gorm:"column:part;not null;index:idx_outbox_due,priority:1"`
	State     string    `gorm:"size:8;not null;index:idx_outbox_due,priority:2"`
	Key       string    `gorm:"column:ordering_key;size:64;not null"`
	Type      string    `gorm:"size:64;not null"`
	Payload   []byte    `gorm:"type:mediumblob;not null"`
	Attempts  int       `gorm:"not null"`
	NextAt    time.Time `gorm:"precision:6;not null"`
	CreatedAt time.Time `gorm:"precision:6;not null"`
	LastError string    `gorm:"size:500;not null"`
}

// TableName keeps the room's word.
func (Message) TableName() string { return "outbox_messages" }

// Event is a fact that can leave: a stable type name with a version, and the key
// within which order matters.
type Event interface {
	EventType() string
	EventKey() string
}

// Outbox writes events beside the caller's transaction.
type Outbox struct {
	db    *db.DB
	clock clock.Clock
	ids   *id.Generator
	wake  chan struct{}
}

// New makes the writing side; NewRelay makes the delivering one.
func New(d *db.DB, c clock.Clock, ids *id.Generator) *Outbox {
	return &Outbox{db: d, clock: c, ids: ids, wake: make(chan struct{}, 1)}
}

// Add stores events in the transaction of ctx and wakes the local relay on commit.
// Outside a transaction it is refused: the fact could outlive what made it true.
func (o *Outbox) Add(ctx context.Context, events ...Event) error {
	if len(events) == 0 {
		return nil
	}
	if !db.Inside(ctx) {
		return fmt.Errorf("outbox: Add outside a transaction")
	}
	now := o.clock.Now()
	messages := make([]Message, len(events))
	for i, e := range events {
		payload, err := json.Marshal(e)
		if err != nil {
			return fmt.Errorf("outbox: encode %s: %w", e.EventType(), err)
		}
		messages[i] = Message{
			ID: o.ids.Next(), Partition: partition(e.EventKey()), State: Pending,
			Key: e.EventKey(), Type: e.EventType(), Payload: payload, NextAt: now, CreatedAt: now,
		}
	}
	db.AfterCommit(ctx, o.signal)
	return o.db.Conn(ctx).CreateInBatches(messages, 200).Error
}

func (o *Outbox) signal() {
	select {
	case o.wake <- struct{}{}:
	default:
	}
}

func partition(key string) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(key))
	return int(h.Sum32() % Partitions)
}
