package random

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/big"
	"strings"

	"groundwork/internal/localcloud"
)

// makers make the values by type.
var makers = map[string]func(*localcloud.Tx, *localcloud.Object) error{
	passwordType: makePassword, stringType: makeString, idType: makeID, petType: makePet,
	integerType: makeInteger, uuidType: makeUUID, bytesType: makeBytes, shuffleType: makeShuffle,
}

// checkKind are rules between values.
var checkKind = map[string]func(*localcloud.Check){
	passwordType: checkText, stringType: checkText,
	integerType: func(c *localcloud.Check) {
		if c.Inputs.Known("min") && c.Inputs.Known("max") && c.Inputs.Number("min") > c.Inputs.Number("max") {
			c.Fail("min", "the minimum (min) value %v needs to be smaller than or equal to the maximum (max) value %v",
				c.Inputs.Number("min"), c.Inputs.Number("max"))
		}
	},
}

// specials are what the real provider takes without overrideSpecial.
const specials = "!@#$%&*()-_=+[]{}<>:?"

// class is a kind of character and how many there must be.
type class struct {
	alphabet string
	least    int
}

// classes are the characters that the inputs allow. "number" is the old name
// of "numeric".
func classes(inputs localcloud.Props) []class {
	special := specials
	if own := inputs.String("overrideSpecial"); own != "" {
		special = own
	}
	on := func(name string) bool { return !inputs.Has(name) || inputs.Bool(name) }
	var list []class
	for _, c := range []struct {
		on       bool
		alphabet string
		least    string
	}{
		{on("upper"), localcloud.Upper, "minUpper"},
		{on("lower"), localcloud.Lower, "minLower"},
		{on("numeric") && on("number"), localcloud.Digits, "minNumeric"},
		{on("special"), special, "minSpecial"},
	} {
		if c.on {
			list = append(list, class{c.alphabet, inputs.Int(c.least)})
		}
	}
	return list
}

func checkText(c *localcloud.Check) {
	if c.Inputs.Unknown("length") {
		return
	}
	least := 0
	for _, name := range []string{"minUpper", "minLower", "minNumeric", "minSpecial"} {
		least += c.Inputs.Int(name)
	}
	if length := c.Inputs.Int("length"); length > 0 && least > length {
		c.Fail("length", "expected length to be at least %d, the sum of minUpper, minLower, minNumeric and minSpecial, got %d", least, length)
	}
	if len(classes(c.Inputs)) == 0 {
		c.Fail("", "at least one of upper, lower, numeric and special must be true")
	}
}

// draw makes a text of the asked length: first what each class needs, then
// anything, then shuffled.
func draw(tx *localcloud.Tx, inputs localcloud.Props) string {
	dice, all := tx.Dice(), ""
	var out []byte
	for _, c := range classes(inputs) {
		all += c.alphabet
		out = append(out, dice.Text(c.least, c.alphabet)...)
	}
	out = append(out, dice.Text(max(0, inputs.Int("length")-len(out)), all)...)
	for i := len(out) - 1; i > 0; i-- {
		j := dice.Int(i + 1)
		out[i], out[j] = out[j], out[i]
	}
	return string(out)
}

func makePassword(tx *localcloud.Tx, obj *localcloud.Object) error {
	obj.Set("result", localcloud.Secret(draw(tx, obj.Inputs)))
	obj.Set("bcryptHash", localcloud.Secret("$2a$10$"+tx.Dice().Text(53, localcloud.Alnum)))
	setNumeric(obj)
	return nil
}

func makeString(tx *localcloud.Tx, obj *localcloud.Object) error {
	obj.Set("result", draw(tx, obj.Inputs))
	setNumeric(obj)
	return nil
}

func setNumeric(obj *localcloud.Object) {
	digits := (!obj.Inputs.Has("numeric") || obj.Inputs.Bool("numeric")) && (!obj.Inputs.Has("number") || obj.Inputs.Bool("number"))
	obj.Set("numeric", digits)
	obj.Set("number", digits)
}

func makeID(tx *localcloud.Tx, obj *localcloud.Object) error {
	value := tx.Dice().Bytes(obj.Inputs.Int("byteLength"))
	prefix := obj.Inputs.String("prefix")
	obj.Set("hex", prefix+hex.EncodeToString(value))
	obj.Set("dec", prefix+new(big.Int).SetBytes(value).String())
	obj.Set("b64Std", prefix+base64.StdEncoding.EncodeToString(value))
	obj.Set("b64Url", prefix+base64.RawURLEncoding.EncodeToString(value))
	obj.ID = base64.RawURLEncoding.EncodeToString(value)
	return nil
}

var (
	adverbs    = strings.Fields("briefly calmly firmly fondly gently gladly keenly kindly lightly neatly openly quietly safely simply surely warmly")
	adjectives = strings.Fields("able bold brave bright calm clever eager fair fine fond gentle glad grand happy keen kind light lively loyal merry neat noble proud quick ready sharp steady sunny sweet swift true warm")
	animals    = strings.Fields("badger bear beaver bison crane deer dove eagle falcon ferret finch fox hare hawk heron hound jay kite lark lion lynx marten mole otter owl panda raven robin seal stag swan wren")
)

func makePet(tx *localcloud.Tx, obj *localcloud.Object) error {
	dice, length := tx.Dice(), obj.Outputs.Int("length")
	var words []string
	for i := 0; i < length-2; i++ {
		words = append(words, adverbs[dice.Int(len(adverbs))])
	}
	if length > 1 {
		words = append(words, adjectives[dice.Int(len(adjectives))])
	}
	words = append(words, animals[dice.Int(len(animals))])
	if prefix := obj.Inputs.String("prefix"); prefix != "" {
		words = append([]string{prefix}, words...)
	}
	obj.ID = strings.Join(words, obj.String("separator"))
	return nil
}

func makeInteger(tx *localcloud.Tx, obj *localcloud.Object) error {
	least, most := obj.Inputs.Int("min"), obj.Inputs.Int("max")
	obj.Set("result", float64(least+tx.Dice().Int(most-least+1)))
	obj.ID = fmt.Sprintf("%d-%s", obj.Outputs.Int("result"), obj.ID[:8])
	return nil
}

func makeUUID(tx *localcloud.Tx, obj *localcloud.Object) error {
	obj.ID = tx.Dice().UUID()
	obj.Set("result", obj.ID)
	return nil
}

func makeBytes(tx *localcloud.Tx, obj *localcloud.Object) error {
	value := tx.Dice().Bytes(obj.Inputs.Int("length"))
	obj.Set("hex", localcloud.Secret(hex.EncodeToString(value)))
	obj.Set("base64", localcloud.Secret(base64.StdEncoding.EncodeToString(value)))
	return nil
}

func makeShuffle(tx *localcloud.Tx, obj *localcloud.Object) error {
	items := obj.Inputs.Strings("inputs")
	for i := len(items) - 1; i > 0; i-- {
		j := tx.Dice().Int(i + 1)
		items[i], items[j] = items[j], items[i]
	}
	if count := obj.Inputs.Int("resultCount"); obj.Inputs.Has("resultCount") && count < len(items) {
		items = items[:count]
	}
	obj.Set("results", items)
	return nil
}
