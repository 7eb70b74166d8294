// Command means runs the Go encoder over texts for the recipe:
//
//	go run ./escalate/encoder/recipe/means -pieces F -layers F -out OUT < texts.jsonl
//
// reads JSON strings, one a line, and writes OUT.ids (the pieces of each, a JSON
// list a line) and OUT.f32 (for each the mean of the hidden states after each of
// -depths, little endian).
package main

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"flag"
	"log"
	"os"
	"strconv"
	"strings"

	"github.com/go-handoff/handoff/escalate/encoder"
)

func main() {
	pieces := flag.String("pieces", "", "pieces.bin")
	layers := flag.String("layers", "", "layers.bin")
	out := flag.String("out", "", "prefix of the files written")
	list := flag.String("depths", "6,12", "depths, ascending")
	flag.Parse()
	var depths []int
	for d := range strings.SplitSeq(*list, ",") {
		n, err := strconv.Atoi(d)
		check(err)
		depths = append(depths, n)
	}
	m, err := encoder.New(file(*pieces), encoder.Layers(file(*layers)))
	check(err)
	ids, floats := create(*out+".ids"), create(*out+".f32")
	in := json.NewDecoder(bufio.NewReader(os.Stdin))
	var h encoder.Hidden
	for in.More() {
		var text string
		check(in.Decode(&text))
		list := []int{}
		for _, p := range m.Pieces(nil, text) {
			list = append(list, p.ID)
		}
		check(json.NewEncoder(ids).Encode(list))
		for i, d := range depths {
			if i == 0 {
				check(m.Hidden(&h, d, text))
			} else {
				check(m.Advance(&h, d))
			}
			check(binary.Write(floats, binary.LittleEndian, h.Mean(nil, 0)))
		}
	}
	check(ids.Flush())
	check(floats.Flush())
}

func file(name string) string {
	b, err := os.ReadFile(name)
	check(err)
	return string(b)
}

func create(name string) *bufio.Writer {
	f, err := os.Create(name)
	check(err)
	return bufio.NewWriterSize(f, 1<<20)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
