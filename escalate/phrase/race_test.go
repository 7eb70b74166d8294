//go:build race

package phrase_test

// raced is true under the race detector, which is slow and empties pools.
const raced = true
