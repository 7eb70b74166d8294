package phrase

import (
	"errors"
	"fmt"
)

// An Error is a mistake in a lexicon file.
type Error struct {
	File      string
	Line, Col int // from 1; columns count characters
	Problem   string
}

func (e *Error) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Col, e.Problem)
}

// maxErrors bounds the mistakes that are reported of one file.
const maxErrors = 20

// An errorList collects mistakes, to report them all.
type errorList []error

func (l *errorList) add(err error) {
	if err != nil {
		*l = append(*l, err)
	}
}

func (l errorList) err() error { return errors.Join(l...) }
