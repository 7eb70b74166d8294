package main

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/go-handoff/handoff/langdetect/internal/ngram"
)

// table is the model while it is being trained.
type table struct {
	groups []group
	served []bool
	at     map[uint64]int32 // feature to its first entry's index in start
	start  []int32          // len(features)+1
	label  []int16
	weight []float32
	hash   []uint64
	bias   []float32
}

type count struct {
	hash uint64
	lang int16
	n    float32
}

// maxList bounds the labels of a feature. What is common to more labels than
// that tells little, and long lists cost time.
// Served labels always keep theirs: how much of a text is known in a served
// language tells an unknown language from a served one.
const maxList = 100

// minShare is the least share of the highest frequency at which a label is
// listed; servedWorth weighs served labels in what a feature is worth.
const minShare, servedWorth = 0.015, 4.0

// newTable counts the features of every label and keeps the entries that tell
// most, as many as the budget of bytes allows.
func newTable(gs []group, served []bool, budget int) *table {
	var all []count
	var t ngram.Text
	var buf []uint64
	total := make([]float64, len(gs))
	for l, g := range gs {
		cs := map[uint64]float32{}
		for s := range g.texts {
			// Sources of one label count alike, whatever their size, so that no
			// genre speaks for the language; a big one counts a little more.
			size := 0
			for _, x := range g.texts[s] {
				size += len(x)
			}
			w := float32(math.Sqrt(30000 / float64(max(size, 2000))))
			one := func(x string, w float32) {
				for cut := x; cut != ""; {
					part := cut
					if len(part) > 300 {
						k := strings.LastIndexByte(part[:300], ' ')
						if k <= 0 {
							k = 300
						}
						part = part[:k]
					}
					cut = cut[len(part):]
					t.Reset(part)
					for i := range t.Words {
						buf = t.Grams(buf[:0], &t.Words[i])
						for _, h := range buf {
							cs[h] += w
						}
						total[l] += float64(w) * float64(len(buf))
					}
				}
			}
			for i, x := range g.texts[s] {
				one(x, w)
				if drops[g.label] && i%2 == 0 {
					if p := plain(x); p != x {
						one(p, w*0.6)
					}
				}
			}
		}
		for h, n := range cs {
			if n >= 1.2 {
				all = append(all, count{h, int16(l), n})
			}
		}
	}
	slices.SortFunc(all, func(a, b count) int { return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.lang, b.lang)) })
	type feature struct {
		from, to int
		worth    float64
	}
	var fs []feature
	for i := 0; i < len(all); {
		j := i
		sum := 0.0
		for j < len(all) && all[j].hash == all[i].hash {
			sum += float64(all[j].n) / total[all[j].lang]
			j++
		}
		// Keep the labels for which the feature is most frequent.
		part := all[i:j]
		slices.SortStableFunc(part, func(a, b count) int {
			return cmp.Compare(float64(b.n)/total[b.lang], float64(a.n)/total[a.lang])
		})
		top := float64(part[0].n) / total[part[0].lang]
		k, others := 0, 0
		worth := 0.0
		mean := sum / float64(len(gs))
		for _, c := range part {
			p := float64(c.n) / total[c.lang]
			if p < top*minShare {
				break
			}
			v := p * math.Log(1+p/(mean+2e-6))
			if served[c.lang] {
				v *= servedWorth
			} else if others++; others > maxList {
				continue
			}
			worth += v
			part[k] = c
			k++
		}
		fs = append(fs, feature{i, i + k, worth / float64(3+2*k)})
		i = j
	}
	slices.SortStableFunc(fs, func(a, b feature) int { return cmp.Or(cmp.Compare(b.worth, a.worth), cmp.Compare(a.from, b.from)) })
	size := 0
	keep := 0
	for keep < len(fs) && size < budget {
		size += 3 + 2*(fs[keep].to-fs[keep].from)
		keep++
	}
	fs = fs[:keep]
	slices.SortFunc(fs, func(a, b feature) int { return cmp.Compare(a.from, b.from) })
	tb := &table{groups: gs, served: served, at: make(map[uint64]int32, len(fs)), bias: make([]float32, len(gs))}
	for _, f := range fs {
		tb.at[all[f.from].hash] = int32(len(tb.start))
		tb.start = append(tb.start, int32(len(tb.label)))
		tb.hash = append(tb.hash, all[f.from].hash)
		for _, c := range all[f.from:f.to] {
			tb.label = append(tb.label, c.lang)
			p := float64(c.n) / total[c.lang]
			tb.weight = append(tb.weight, float32(0.35*math.Log(1+p/1.5e-5)))
		}
	}
	tb.start = append(tb.start, int32(len(tb.label)))
	return tb
}

// model quantizes the table.
func (tb *table) model() (*ngram.Model, []ngram.Feature) {
	m := &ngram.Model{Temp: 1, Bias: tb.bias, Hit: make([]float32, len(tb.groups)), Head: ngram.NewHead(make([]float32, ngram.HeadSize))}
	for _, g := range tb.groups {
		code, roman := strings.CutSuffix(g.label, "-Latn")
		m.Labels = append(m.Labels, ngram.Label{Code: code, Roman: roman})
	}
	abs := make([]float64, len(tb.weight))
	for i, w := range tb.weight {
		abs[i] = math.Abs(float64(w))
	}
	slices.Sort(abs)
	m.Step = float32(abs[len(abs)*9995/10000] / 63)
	fs := make([]ngram.Feature, len(tb.hash))
	for f := range fs {
		a, b := tb.start[f], tb.start[f+1]
		fs[f].Hash = tb.hash[f]
		for i := a; i < b; i++ {
			q := math.Round(float64(tb.weight[i] / m.Step))
			fs[f].Labels = append(fs[f].Labels, int(tb.label[i]))
			fs[f].Weights = append(fs[f].Weights, int8(max(-64, min(63, q))))
		}
	}
	return m, fs
}
