package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"
	"unicode/utf8"
)

// maxLine bounds a line of input; a conversation of 10,000 long turns fits.
const maxLine = 256 << 20

// lineError is what a bad line gives on standard error.
type lineError struct {
	File  string `json:"file,omitempty"`
	Line  int    `json:"line"`
	Error string `json:"error"`
}

// lines gives every line of the files, or of stdin if there are none, to f and
// writes its values as JSON Lines in the order of the input, on all cores. It
// reports whether every line was good; the error is one of reading a file or
// of writing.
func lines(ctx context.Context, files []string, stdin io.Reader, stdout, stderr io.Writer, f lineFunc) (bool, error) {
	out := bufio.NewWriterSize(stdout, 1<<16)
	p := newPump(ctx, stderr, func(ctx context.Context, j *job) (any, error) { return f(ctx, j.data) })
	p.out = out
	err := p.files(files, stdin)
	return p.ok, errors.Join(err, out.Flush())
}

func newPump(ctx context.Context, stderr io.Writer, f func(context.Context, *job) (any, error)) *pump {
	p := &pump{ctx: ctx, f: f, errs: json.NewEncoder(stderr), ok: true}
	p.errs.SetEscapeHTML(false)
	return p
}

// files works through files, or stdin if there are none.
func (p *pump) files(files []string, stdin io.Reader) error {
	var failed []error
	if len(files) == 0 {
		failed = append(failed, p.read("", stdin))
	}
	for _, name := range files {
		if name == "-" {
			failed = append(failed, p.read("", stdin))
			continue
		}
		file, err := os.Open(name)
		if err != nil {
			failed = append(failed, err)
			continue
		}
		err = p.read(name, file)
		file.Close()
		failed = append(failed, err)
	}
	return errors.Join(failed...)
}

type pump struct {
	ctx  context.Context
	f    func(context.Context, *job) (any, error)
	out  *bufio.Writer
	errs *json.Encoder
	ok   bool
	// Where sink is set, it gets the values in the order of the input, and
	// nothing is written. before sees the lines in that order before f does.
	before func(*job) error
	sink   func(v any) error
}

// job is a line and what became of it.
type job struct {
	line  int
	data  []byte
	extra any // what before found
	value any // for sink
	out   []byte
	err   error
}

// read works through one file in batches: each batch is shared among the
// cores and written in order, so that memory stays bounded.
func (p *pump) read(name string, in io.Reader) error {
	r := bufio.NewReaderSize(in, 1<<16)
	workers := runtime.GOMAXPROCS(0)
	for n := 1; ; {
		var batch []job
		size, end := 0, error(nil)
		for len(batch) < 16*workers && size < 16<<20 && end == nil {
			var data []byte
			data, end = readLine(r)
			size += len(data)
			j := job{line: n, data: data}
			n++
			switch {
			case errors.Is(end, errTooLong):
				j.err, end = end, nil
			case end != nil && end != io.EOF:
				return fmt.Errorf("%s: %w", name, end)
			case len(bytes.TrimSpace(data)) == 0:
				continue
			case p.before != nil:
				if err := p.before(&j); err != nil {
					return err
				}
			}
			batch = append(batch, j)
		}
		p.work(batch, workers)
		if err := p.write(name, batch); err != nil {
			return err
		}
		if end == io.EOF {
			return nil
		}
		if err := p.ctx.Err(); err != nil {
			return err
		}
	}
}

func (p *pump) work(batch []job, workers int) {
	var wg sync.WaitGroup
	next := make(chan *job)
	for range workers {
		wg.Go(func() {
			for j := range next {
				j.out, j.err = p.one(j)
			}
		})
	}
	for i := range batch {
		next <- &batch[i]
	}
	close(next)
	wg.Wait()
}

func (p *pump) one(j *job) ([]byte, error) {
	if j.err != nil {
		return nil, j.err
	}
	if !utf8.Valid(j.data) {
		at := 0
		for at < len(j.data) {
			r, n := utf8.DecodeRune(j.data[at:])
			if r == utf8.RuneError && n == 1 {
				break
			}
			at += n
		}
		return nil, fmt.Errorf("byte %d is not UTF-8", at+1)
	}
	v, err := p.f(p.ctx, j)
	if err != nil {
		return nil, err
	}
	if p.sink != nil {
		j.value = v
		return nil, nil
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // quotes stay as the customer wrote them
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func (p *pump) write(name string, batch []job) error {
	for _, j := range batch {
		if j.err != nil {
			p.ok = false
			if err := p.errs.Encode(lineError{name, j.line, j.err.Error()}); err != nil {
				return err
			}
			continue
		}
		if p.sink != nil {
			if err := p.sink(j.value); err != nil {
				return err
			}
			continue
		}
		if _, err := p.out.Write(j.out); err != nil {
			return err
		}
	}
	return nil
}

var errTooLong = fmt.Errorf("line longer than %d bytes", maxLine)

// readLine returns the next line without its end. A line that is too long is
// read to its end and dropped.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	long := false
	for {
		part, err := r.ReadSlice('\n')
		if !long {
			line = append(line, part...)
			if long = len(line) > maxLine; long {
				line = nil
			}
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		if long {
			return nil, errTooLong
		}
		return bytes.TrimRight(line, "\r\n"), err
	}
}
