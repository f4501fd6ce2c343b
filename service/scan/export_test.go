package scan

// Waiting is how many scans wait for a batch.
func (q *Queue) Waiting() int { return len(q.waiting) }
