// Package policy keeps versioned documents of rules: routing, rewards, rebates,
// diversion. A version is never edited; what happened at t is judged by the version
// in force at t.
package policy

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/errs"
)

// ErrPublishedMeanwhile: somebody else published the version that was to be this one.
var ErrPublishedMeanwhile = errs.New(errs.Conflict, "policy.published_meanwhile", "somebody else published this policy at the same moment", "look at the version in force and publish again if yours is still wanted")

// ErrInThePast: what has happened was judged by the versions that were in force then.
var ErrInThePast = errs.New(errs.Invalid, "policy.in_the_past", "a policy cannot come into force before it is published", "leave the time out to publish from now on, or give one that is to come")

// pastAllowed is how long a publication may be under way.
const pastAllowed = time.Minute

// Document is one version of one kind of policy.
type Document struct {
	Kind      string    `gorm:"primaryKey;size:20"`
	Version   int       `gorm:"primaryKey;autoIncrement:false"`
	Body      []byte    `gorm:"type:mediumblob;not null"`
	InForce   time.Time `gorm:"precision:6;not null"`
	CreatedAt time.Time `gorm:"precision:6;not null"`
	CreatedBy int64     `gorm:"not null"`
}

// TableName keeps the word that people use.
func (Document) TableName() string { return "policies" }

// Version is a decoded document.
type Version[T any] struct {
	Number  int
	InForce time.Time
	Body    T
}

// Book holds all versions of one kind in memory and reads anew when they may be stale.
// It falls back to the default, version 0, where none is in force.
type Book[T any] struct {
	db    *db.DB
	clock clock.Clock
	kind  string
	start T
	check func(T) error

	versions Memory[[]Version[T]]
}

// NewBook makes the book of a kind. check refuses a policy that contradicts itself.
func NewBook[T any](d *db.DB, c clock.Clock, kind string, start T, check func(T) error) *Book[T] {
	return &Book[T]{db: d, clock: c, kind: kind, start: start, check: check}
}

// At returns the version in force at t: of those begun by then, the newest.
func (b *Book[T]) At(ctx context.Context, t time.Time) (Version[T], error) {
	versions, err := b.load(ctx)
	if err != nil {
		return Version[T]{}, err
	}
	for i := len(versions) - 1; i >= 0; i-- {
		if !versions[i].InForce.After(t) {
			return versions[i], nil
		}
	}
	return Version[T]{Body: b.start}, nil
}

// Versions lists all, oldest first, without the default.
func (b *Book[T]) Versions(ctx context.Context) ([]Version[T], error) { return b.load(ctx) }

// Publish stores the next version, in force from inForce. It joins ctx's transaction.
func (b *Book[T]) Publish(ctx context.Context, body T, inForce time.Time, by int64) (int, error) {
	if err := b.check(body); err != nil {
		return 0, err
	}
	if inForce.Before(b.clock.Now().Add(-pastAllowed)) {
		return 0, ErrInThePast.With("in force from %s", inForce)
	}
	encoded, err := json.Marshal(body)
	if err != nil {
		return 0, fmt.Errorf("policy %s: %w", b.kind, err)
	}
	var number int
	err = b.db.Run(ctx, func(ctx context.Context) error {
		var last int
		row := b.db.Conn(ctx).Model(&Document{}).Where("kind = ?", b.kind).Select("COALESCE(MAX(version), 0)")
		if err := row.Scan(&last).Error; err != nil {
			return err
		}
		number = last + 1
		db.AfterCommit(ctx, b.versions.Forget)
		db.Note(ctx, "version %d", number)
		return b.db.Conn(ctx).Create(&Document{
			Kind: b.kind, Version: number, Body: encoded,
			InForce: clock.Normal(inForce), CreatedAt: b.clock.Now(), CreatedBy: by,
		}).Error
	})
	if errors.Is(err, gorm.ErrDuplicatedKey) { // the primary key lets one through
		return 0, ErrPublishedMeanwhile.With("%s version %d", b.kind, number)
	}
	return number, err
}

// Check says whether body would be accepted.
func (b *Book[T]) Check(body T) error { return b.check(body) }

func (b *Book[T]) load(ctx context.Context) ([]Version[T], error) {
	return b.versions.Read(func() ([]Version[T], error) {
		var documents []Document
		if err := b.db.Conn(ctx).Where("kind = ?", b.kind).Order("in_force, version").Find(&documents).Error; err != nil {
			return nil, err
		}
		versions := make([]Version[T], len(documents))
		for i, d := range documents {
			versions[i] = Version[T]{Number: d.Version, InForce: d.InForce}
			if err := json.Unmarshal(d.Body, &versions[i].Body); err != nil {
				return nil, fmt.Errorf("policy %s version %d: %w", b.kind, d.Version, err)
			}
		}
		return versions, nil
	})
}
