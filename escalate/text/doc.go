// Package text reads a message once: it folds what is written to what is
// meant, splits it into words and sentences in any script, and keeps the way
// back to the exact bytes.
package text
