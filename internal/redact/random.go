package redact

import "strings"

const (
	// shortestRandom is how many letters and digits a token must have before its
	// look alone makes it a secret: below that, ids and names look as random.
	shortestRandom = 20
	// longestID is how many hexadecimal digits in a row pass as an identifier:
	// vpc-0a1b2c3d4e5f67890 has 17. More are a key, unless something beside them
	// says that they are a digest or an id.
	longestID = 20
	// shortestID is how many make a part of a token an identifier.
	shortestID = 8
)

// usual are, letter by letter, the letters that often follow it in this
// project's documents and the names of AWS's properties: 97 of 100 pairs in
// them are among these, of random pairs 41.
var usual = [26]string{
	"bcdfgiklmnprstuvwyz", "aeijlorsuy", "acehikloprstuy", "abdeginorsuy", "abcdefgilmnopqrstvwxy", "aefilorstu", "aehilnorsu",
	"aeiort", "abcdefglmnoprstvxz", "eo", "aeinsu", "abdeilostuy", "abeilmopsu", "acdefgiklnopstuv", "abcdfgiklmnoprstuvw",
	"aceiloprstu", "u", "acdefgiklmnorstuvy", "acehiklmnopqstuwy", "acefhiloprstuwy", "abcdegilmnprst", "aeio", "aehinors",
	"eipt", "pst", "aefo",
}

// What a pair of neighbouring characters says for chance (above 0) or for a
// person (below 0): the logarithm of how much more often it is found in random
// text than in names. A separator says nothing.
const (
	rarePair    = 2.6  // xq: in 4 of 100 pairs of names, in 59 random ones
	usualPair   = -0.8 // th
	longNumber  = -0.8 // 20: digits stand together
	wordToDigit = 1.1  // k8: names have few
	wordToWord  = 0.5  // camelCase
	byChance    = 1.5  // of a whole token: from here on chance is the better guess
	surely      = 6.0  // of a stretch of it, of which there are many to choose from
)

// looksRandom tells whether a token of letters, digits and + / = _ - was made by
// chance and not by a person, all of it or a stretch of it. Names are words, with
// pairs of letters as languages have them.
func looksRandom(token string) bool {
	characters, score := 0, 0.0
	// stretch and strength are of what was read since the last words.
	stretch, strength := 0, 0.0
	for part := range strings.FieldsFuncSeq(token, separates) {
		if len(part) >= shortestID && len(part) <= longestID && isHex(part) {
			continue // an id within a name
		}
		characters, stretch = characters+len(part), stretch+1
		for i := 1; i < len(part); i++ {
			says := pair(part[i-1], part[i])
			score, strength, stretch = score+says, strength+says, stretch+1
			if strength < 0 {
				stretch, strength = 1, 0
			}
			if stretch >= shortestRandom && strength > surely {
				return true
			}
		}
	}
	return characters >= shortestRandom && score > byChance
}

func separates(r rune) bool { return r >= 0x80 || kindOf(byte(r)) == 0 }

func pair(first, second byte) float64 {
	before, after := kindOf(first), kindOf(second)
	switch {
	case before == '0' && after == '0':
		return longNumber
	case before == '0' || after == '0':
		return wordToDigit
	case before == 'a' && after == 'A':
		return wordToWord
	case strings.IndexByte(usual[lower(first)-'a'], lower(second)) < 0:
		return rarePair
	}
	return usualPair
}

// isHex tells whether all of a text is hexadecimal digits, some of them digits
// and in one case, as programs write them.
func isHex(text string) bool {
	var digits, small, capital int
	for i := range len(text) {
		c := text[i]
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c >= 'a' && c <= 'f':
			small++
		case c >= 'A' && c <= 'F':
			capital++
		default:
			return false
		}
	}
	return digits > 0 && (small == 0 || capital == 0)
}

// kindOf is 'a', 'A' or '0' for a small letter, a capital and a digit, else 0.
func kindOf(c byte) byte {
	switch {
	case c >= 'a' && c <= 'z':
		return 'a'
	case c >= 'A' && c <= 'Z':
		return 'A'
	case c >= '0' && c <= '9':
		return '0'
	}
	return 0
}

func lower(c byte) byte { return c | 0x20 }
