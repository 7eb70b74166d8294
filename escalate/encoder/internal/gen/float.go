package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// broadcast loads a float32 parameter into all lanes.
func broadcast(name string) VecVirtual {
	a, err := Param(name).Resolve()
	if err != nil {
		panic(err)
	}
	v := YMM()
	VBROADCASTSS(a.Addr, v)
	return v
}

func absMax() {
	function("absMaxAVX2", "func(x *float32, n int) float32", "The largest size of n floats.")
	x := Load(Param("x"), GP64())
	n := Load(Param("n"), GP64())
	m, mask := YMM(), YMM()
	VPXOR(m, m, m)
	VMOVUPS(c("abs"), mask)
	Label("loop")
	v := YMM()
	VANDPS(Mem{Base: x}, mask, v)
	VMAXPS(v, m, m)
	ADDQ(Imm(32), x)
	SUBQ(Imm(8), n)
	JNZ(LabelRef("loop"))
	reduceMax(m)
	Store(m.AsX(), ReturnIndex(0))
	VZEROUPPER()
	RET()
}

func reduceMax(m VecVirtual) {
	t := XMM()
	VEXTRACTF128(Imm(1), m, t)
	VMAXPS(t, m.AsX(), m.AsX())
	VMOVHLPS(m.AsX(), m.AsX(), t)
	VMAXPS(t, m.AsX(), m.AsX())
	VPSRLDQ(Imm(4), m.AsX(), t)
	VMAXSS(t, m.AsX(), m.AsX())
}

// reduceSum adds up eight lanes in the order of sum8.
func reduceSum(m VecVirtual) {
	t := XMM()
	VEXTRACTF128(Imm(1), m, t)
	VADDPS(t, m.AsX(), m.AsX())
	VMOVHLPS(m.AsX(), m.AsX(), t)
	VADDPS(t, m.AsX(), m.AsX())
	VPSRLDQ(Imm(4), m.AsX(), t)
	VADDSS(t, m.AsX(), m.AsX())
}

func quantiseWide() {
	function("quantiseWideAVX2", "func(dst *int16, x *float32, n int, by float32)",
		"n floats, a multiple of 32, times by, rounded to the nearest even.")
	dst := Load(Param("dst"), GP64())
	x := Load(Param("x"), GP64())
	n := Load(Param("n"), GP64())
	by := broadcast("by")
	Label("loop")
	for i := range 2 {
		a, b := YMM(), YMM()
		VMULPS(Mem{Base: x, Disp: 64 * i}, by, a)
		VMULPS(Mem{Base: x, Disp: 64*i + 32}, by, b)
		VCVTPS2DQ(a, a)
		VCVTPS2DQ(b, b)
		VPACKSSDW(b, a, a)
		VPERMQ(Imm(0xD8), a, a)
		VMOVDQU(a, Mem{Base: dst, Disp: 32 * i})
	}
	ADDQ(Imm(128), x)
	ADDQ(Imm(64), dst)
	SUBQ(Imm(32), n)
	JNZ(LabelRef("loop"))
	VZEROUPPER()
	RET()
}

func quantiseBiased() {
	function("quantiseBiasedAVX2", "func(dst *int8, x *float32, n int, by float32)",
		"As quantiseWideAVX2, to bytes with 128 added.")
	dst := Load(Param("dst"), GP64())
	x := Load(Param("x"), GP64())
	n := Load(Param("n"), GP64())
	by := broadcast("by")
	order, flip := YMM(), YMM()
	VMOVDQU(c("order"), order)
	VMOVDQU(c("flip"), flip)
	Label("loop")
	var v [4]VecVirtual
	for i := range v {
		v[i] = YMM()
		VMULPS(Mem{Base: x, Disp: 32 * i}, by, v[i])
		VCVTPS2DQ(v[i], v[i])
	}
	VPACKSSDW(v[1], v[0], v[0])
	VPACKSSDW(v[3], v[2], v[2])
	VPACKSSWB(v[2], v[0], v[0])
	VPERMD(v[0], order, v[0])
	VPXOR(flip, v[0], v[0])
	VMOVDQU(v[0], Mem{Base: dst})
	ADDQ(Imm(128), x)
	ADDQ(Imm(32), dst)
	SUBQ(Imm(32), n)
	JNZ(LabelRef("loop"))
	VZEROUPPER()
	RET()
}

// scaled writes a function over products: sum*scale*by + bias, then what more
// says.
func scaled(name, generic string, more func(v VecVirtual, at Mem)) {
	function(name, "func(dst *float32, sums *int32, scale, bias *float32, n int, by float32)", "See "+lower(generic)+"Generic.")
	dst := Load(Param("dst"), GP64())
	sums := Load(Param("sums"), GP64())
	scale := Load(Param("scale"), GP64())
	bias := Load(Param("bias"), GP64())
	n := Load(Param("n"), GP64())
	by := broadcast("by")
	i := GP64()
	XORQ(i, i)
	Label("loop")
	v := YMM()
	at := func(base Register) Mem { return Mem{Base: base, Index: i, Scale: 4} }
	VCVTDQ2PS(at(sums), v)
	VMULPS(at(scale), v, v)
	VMULPS(by, v, v)
	VADDPS(at(bias), v, v)
	more(v, at(dst))
	VMOVUPS(v, at(dst))
	ADDQ(Imm(8), i)
	CMPQ(i, n)
	JLT(LabelRef("loop"))
	VZEROUPPER()
	RET()
}

func lower(s string) string { return string(s[0]|32) + s[1:] }

func gelu(x VecVirtual) {
	cl, z, p, q := YMM(), YMM(), YMM(), YMM()
	VMINPS(c("limit"), x, cl)
	VMAXPS(c("-limit"), cl, cl)
	VMULPS(cl, cl, z)
	VMULPS(c("p4"), z, p)
	VMULPS(c("q4"), z, q)
	VADDPS(c("p3"), p, p)
	VADDPS(c("q3"), q, q)
	for _, s := range []string{"2", "1"} {
		VMULPS(z, p, p)
		VMULPS(z, q, q)
		VADDPS(c("p"+s), p, p)
		VADDPS(c("q"+s), q, q)
	}
	VMULPS(z, p, p)
	VADDPS(c("p0"), p, p)
	VMULPS(z, q, q)
	VADDPS(c("one"), q, q)
	VMULPS(cl, p, p)
	VDIVPS(q, p, p)
	VADDPS(c("half"), p, p)
	VMULPS(p, x, x)
}

func norm() {
	function("normAVX2", "func(x, gain, bias *float32, n int, size, epsilon float32)", "See normGeneric; size is n as a float.")
	x := Load(Param("x"), GP64())
	n := Load(Param("n"), GP64())
	size := broadcast("size")
	i := GP64()
	at := func(base Register) Mem { return Mem{Base: base, Index: i, Scale: 4} }
	mean := YMM()
	VXORPS(mean, mean, mean)
	XORQ(i, i)
	Label("sum")
	VADDPS(at(x), mean, mean)
	ADDQ(Imm(8), i)
	CMPQ(i, n)
	JLT(LabelRef("sum"))
	reduceSum(mean)
	VDIVSS(size.AsX(), mean.AsX(), mean.AsX())
	VBROADCASTSS(mean.AsX(), mean)
	square := YMM()
	VXORPS(square, square, square)
	XORQ(i, i)
	Label("squares")
	d := YMM()
	VMOVUPS(at(x), d)
	VSUBPS(mean, d, d)
	VMULPS(d, d, d)
	VADDPS(d, square, square)
	ADDQ(Imm(8), i)
	CMPQ(i, n)
	JLT(LabelRef("squares"))
	reduceSum(square)
	VDIVSS(size.AsX(), square.AsX(), square.AsX())
	epsilon := broadcast("epsilon")
	VADDSS(epsilon.AsX(), square.AsX(), square.AsX())
	VSQRTSS(square.AsX(), square.AsX(), square.AsX())
	one := XMM()
	VMOVSS(c("one"), one)
	VDIVSS(square.AsX(), one, one)
	inverse := YMM()
	VBROADCASTSS(one, inverse)
	gain := Load(Param("gain"), GP64())
	bias := Load(Param("bias"), GP64())
	XORQ(i, i)
	Label("apply")
	v := YMM()
	VMOVUPS(at(x), v)
	VSUBPS(mean, v, v)
	VMULPS(inverse, v, v)
	VMULPS(at(gain), v, v)
	VADDPS(at(bias), v, v)
	VMOVUPS(v, at(x))
	ADDQ(Imm(8), i)
	CMPQ(i, n)
	JLT(LabelRef("apply"))
	VZEROUPPER()
	RET()
}

func addPiece() {
	function("addPieceAVX2", "func(x *float32, blocks *byte, scales *float32, n int)",
		"Adds n blocks of 4 bits, each times its scale (the block's own is not read), to x.")
	x := Load(Param("x"), GP64())
	blocks := Load(Param("blocks"), GP64())
	scales := Load(Param("scales"), GP64())
	n := Load(Param("n"), GP64())
	nibble, eight := YMM(), YMM()
	VMOVDQU(c("nibble"), nibble)
	VMOVDQU(c("eight"), eight)
	Label("loop")
	d := YMM()
	VBROADCASTSS(Mem{Base: scales}, d)
	for half := range 2 {
		v, high := YMM(), YMM()
		VPMOVZXBD(Mem{Base: blocks, Disp: 2 + 8*half}, v)
		VPSRLD(Imm(4), v, high)
		VPAND(nibble, v, v)
		for j, q := range []VecVirtual{v, high} {
			VPSUBD(eight, q, q)
			VCVTDQ2PS(q, q)
			VMULPS(d, q, q)
			at := Mem{Base: x, Disp: 32*half + 64*j}
			VADDPS(at, q, q)
			VMOVUPS(q, at)
		}
	}
	ADDQ(Imm(128), x)
	ADDQ(Imm(18), blocks)
	ADDQ(Imm(4), scales)
	DECQ(n)
	JNZ(LabelRef("loop"))
	VZEROUPPER()
	RET()
}

func addWeighted() {
	function("addWeightedAVX2", "func(dst, x *float32, n int, weight float32)", "See addWeightedGeneric.")
	dst := Load(Param("dst"), GP64())
	x := Load(Param("x"), GP64())
	n := Load(Param("n"), GP64())
	weight := broadcast("weight")
	Label("loop")
	v := YMM()
	VMULPS(Mem{Base: x}, weight, v)
	VADDPS(Mem{Base: dst}, v, v)
	VMOVUPS(v, Mem{Base: dst})
	ADDQ(Imm(32), x)
	ADDQ(Imm(32), dst)
	SUBQ(Imm(8), n)
	JNZ(LabelRef("loop"))
	VZEROUPPER()
	RET()
}

func unpack() {
	function("unpackAVX2", "func(dst *int8, blocks *byte, steps *float32, n int) int32",
		"Unpacks the n blocks of a row, each weight times its block's step, and returns their sum; see unpackRowGeneric.")
	dst := Load(Param("dst"), GP64())
	blocks := Load(Param("blocks"), GP64())
	steps := Load(Param("steps"), GP64())
	n := Load(Param("n"), GP64())
	sum, bytes, words, nibble := XMM(), XMM(), XMM(), XMM()
	VPXOR(sum, sum, sum)
	VMOVDQU(c("oneBytes"), bytes)
	VMOVDQU(c("oneWords"), words)
	VMOVDQU(c("nibbles"), nibble)
	Label("loop")
	step, a, b := YMM(), YMM(), YMM()
	VBROADCASTSS(Mem{Base: steps}, step)
	VMULPS(c("below"), step, a)
	VMULPS(c("above"), step, b)
	VCVTPS2DQ(a, a)
	VCVTPS2DQ(b, b)
	VPACKSSDW(b, a, a)
	VPERMQ(Imm(0xD8), a, a)
	table := XMM()
	VEXTRACTI128(Imm(1), a, table)
	VPACKSSWB(table, a.AsX(), table)
	low, high := XMM(), XMM()
	VMOVDQU(Mem{Base: blocks, Disp: 2}, low)
	VPSRLW(Imm(4), low, high)
	VPAND(nibble, low, low)
	VPAND(nibble, high, high)
	VPSHUFB(low, table, low)
	VPSHUFB(high, table, high)
	for i := range 4 {
		VPEXTRD(Imm(uint64(i)), low, Mem{Base: dst, Disp: 64 * i})
		VPEXTRD(Imm(uint64(i)), high, Mem{Base: dst, Disp: 64 * (i + 4)})
	}
	VPMADDUBSW(low, bytes, low)
	VPMADDUBSW(high, bytes, high)
	VPADDW(low, high, low)
	VPMADDWD(words, low, low)
	VPADDD(low, sum, sum)
	ADDQ(U32(512), dst)
	ADDQ(Imm(18), blocks)
	ADDQ(Imm(4), steps)
	DECQ(n)
	JNZ(LabelRef("loop"))
	VPHADDD(sum, sum, sum)
	VPHADDD(sum, sum, sum)
	total := GP32()
	VMOVD(sum, total)
	Store(total, ReturnIndex(0))
	VZEROUPPER()
	RET()
}
