// Package benchmarks compares the engines with what a Go program could call
// instead, on the same messages in one run. It is a module of its own, so that
// hosts never download the peers:
//
//	cd escalate/standard/benchmarks && go test -bench . -run x
package benchmarks
