package model

import "time"

// Forever is the open end of a period, the last moment both databases can hold.
var Forever = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)
