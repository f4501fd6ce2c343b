package gs1

// check judges a value of the AI. At is where it stands in the input, -1 when nowhere.
func (d *identifier) check(value string, at int) *Error { return d.judge(value, at, true) }

// judge is check, with or without the rules of the value's content.
func (d *identifier) judge(value string, at int, rules bool) *Error {
	if value == "" {
		return refuse(Empty, d.ai, at, "there is no value")
	}
	rest := value
	for i := range d.components {
		c := &d.components[i]
		if rest == "" && c.optional {
			break
		}
		here := at
		if at >= 0 {
			here += len(value) - len(rest)
		}
		if len(rest) < c.min {
			return d.wrongLength(TooShort, value, at)
		}
		part := rest[:min(c.max, len(rest))]
		if err := d.checkPart(c, part, here, rules); err != nil {
			return err
		}
		rest = rest[len(part):]
	}
	if rest != "" {
		return d.wrongLength(TooLong, value, at)
	}
	return nil
}

func (d *identifier) checkPart(c *component, part string, at int, rules bool) *Error {
	if i := c.set.stranger(part); i >= 0 {
		return refuse(BadSet, d.ai, at, "%q has %q, which is not %s", part, part[i], c.set)
	}
	if !rules {
		return nil
	}
	for _, r := range c.rules {
		if fault := r.fault(part); fault != "" {
			return refuse(r.reason, d.ai, at, "%s", fault)
		}
	}
	return nil
}

// wrongLength tells how long the value would have to be.
func (d *identifier) wrongLength(reason Reason, value string, at int) *Error {
	least, most := d.lengths()
	word := "short"
	if reason == TooLong {
		word = "long"
	}
	if least == most {
		return refuse(reason, d.ai, at, "the value is too %s: it has %d characters and needs %d", word, len(value), least)
	}
	return refuse(reason, d.ai, at, "the value is too %s: it has %d characters and needs %d to %d", word, len(value), least, most)
}

// lengths is how short and how long a value can be.
func (d *identifier) lengths() (least, most int) {
	for _, c := range d.components {
		if !c.optional {
			least += c.min
		}
		most += c.max
	}
	return least, most
}

// CheckValue judges one AI's value by itself: length, characters, check digits and the
// rules of its content. Errors: UnknownAI, Empty, TooShort, TooLong, BadSet,
// BadCheckDigit, BadContent.
func CheckValue(ai, value string) error {
	return checkAlone(ai, value, true)
}

// CheckShape is CheckValue without the rules of the value's content: no check digit is looked
// at. It is for identifiers that are only carried on. Errors: UnknownAI, Empty, TooShort,
// TooLong, BadSet.
func CheckShape(ai, value string) error {
	return checkAlone(ai, value, false)
}

func checkAlone(ai, value string, rules bool) error {
	d := find(ai)
	if d == nil {
		return refuse(UnknownAI, ai, -1, "the standard has no such AI")
	}
	if err := d.judge(value, -1, rules); err != nil {
		return err
	}
	return nil
}
