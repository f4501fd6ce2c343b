package identity

// shipped is what a hash costs in service.
var shipped = owasp

// What a hash costs is for people who wait for one login. Thousands of logins of tests, where
// it is counted that they were hashed and not how long that took, have a cheap one.
func init() {
	owasp = cost{memory: 64, passes: 1, lanes: 1}
	noPassword = phc{cost: owasp, salt: make([]byte, saltSize), key: make([]byte, keySize)}.String()
}
