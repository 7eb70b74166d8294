package lingua_test

import (
	"fmt"

	"github.com/go-handoff/handoff/langdetect"
	"github.com/go-handoff/handoff/langdetect/lingua"
)

func ExampleNew() {
	second, err := lingua.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	id, err := langdetect.New(langdetect.WithSecondOpinion(second))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(id.Detect("ninguem atende o telefone").Tag)
	// Output: pt
}
